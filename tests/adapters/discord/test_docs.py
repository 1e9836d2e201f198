"""docs/discord.md says what is so: its tables are the code's, its settings all, its sentences told."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from adapters.discord import answers, check, client, faults, forms, interactions, parse, people
from adapters.discord.invite import GRANTS
from adapters.discord.settings import PREFIX, DiscordSettings, read_settings
from bot.errors import ConfigError

PAGE = (Path(__file__).parents[3] / "docs/discord.md").read_text()
PHRASE = 12  # characters; less is no more than a joint


def table(first: str) -> list[list[str]]:
    """The rows of the table whose header begins so."""
    found = re.search(rf"^\| {re.escape(first)} \|.*\n\|[-| ]+\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert found, first
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found[1].splitlines()]


def test_every_permission_has_its_reason() -> None:
    assert table("permission") == [[f"*{grant.name}*", grant.reason] for grant in GRANTS.values()]


def test_every_setting_is_in_the_page() -> None:
    told = [row[0].strip("`") for row in table("setting")]

    assert told == [f"{PREFIX}{name}".upper() for name in DiscordSettings.model_fields]


def test_the_token_is_all_that_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"{PREFIX}TOKEN", "MTE.a.b")

    read_settings()
    monkeypatch.delenv(f"{PREFIX}TOKEN")
    with pytest.raises(ConfigError):
        read_settings()


def test_the_file_of_the_first_steps_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [file] = re.findall(r"^```ini\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (tmp_path / ".env").write_text(file.replace("TOKEN=…", "TOKEN=MTE.a.b"))
    monkeypatch.chdir(tmp_path)

    assert read_settings().message_content


def strings(module: ModuleType) -> Iterator[str]:
    """Of a module's constants, however they are put together; formatted ones in parts."""
    for node in ast.parse(Path(str(module.__file__)).read_text()).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            for part in ast.walk(node.value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def phrases(module: ModuleType) -> Iterator[str]:
    """What stands between the names in a module's formatted sentences."""
    for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text())):
        if isinstance(node, ast.JoinedStr):
            parts = [str(part.value) for part in node.values if isinstance(part, ast.Constant)]
            yield from (part.strip(" ,") for part in parts if len(part) >= PHRASE)


REMEDIES = (check.NEW_TOKEN, check.BY_NTP, check.REACH_IT, check.WAIT, check.GRANT_IT, check.ALLOW_IT)
NOTES = (
    *(check.WITH_TEXTS, check.WITHOUT_TEXTS, check.NOT_ASKED_FOR),
    *(check.NO_USER_INSTALL, check.NO_COMMANDS, check.NO_SERVER),
)


def test_everything_that_check_can_say_is_in_the_page() -> None:
    said = {
        phrase
        for phrase in phrases(check)
        if not any(phrase in known for known in (*REMEDIES, *NOTES, check.AGENT))
    }
    problems = {client.TOKEN_REFUSED.partition("; ")[0], client.CONTENT_REFUSED.partition(": ")[0]}
    notes = {re.split("[:;] ", note)[0] for note in NOTES} | {check.WITHOUT_TEXTS.partition("; ")[0]}

    assert [phrase for phrase in sorted(said | problems | notes) if phrase not in PAGE] == []


def test_every_sentence_of_trouble_is_explained() -> None:
    to_members = (answers.NOT_OPENED, answers.TOO_LATE, answers.UNSURE, interactions.NOT_TAKEN, forms.GONE)
    elsewhere = (parse.UNKNOWN.replace("`", ""), people.NOT_HERE)
    of_places = [text for text in strings(faults) if text.endswith(".")]
    sentences = [*to_members, *(text.partition(". docs/")[0] for text in (*elsewhere, *of_places))]
    told = [*sentences, faults.NOT_SEEN.partition(". Channel")[0], faults.LOCKED.partition(". ")[0]]
    without = {faults.NOT_SEEN, faults.LOCKED}

    assert [text for text in told if text not in PAGE and text not in without] == []
