"""docs/slack.md says what is so: its tables are the code's, its commands run, its settings are enough."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.slack import answers, check, inbound, people
from adapters.slack.faults import NO_TOKEN
from adapters.slack.scopes import APP_SCOPE, BOT_EVENTS, BOT_SCOPES
from adapters.slack.settings import SlackSettings, read_settings
from bot.cli import command_line
from bot.errors import ConfigError
from tests.reference import reasons_table

PAGE = (Path(__file__).parents[3] / "docs/slack.md").read_text()
PHRASE = 12  # characters; less is no more than a joint
FITTING = {
    "KOKO_SLACK_MODE": "http",
    "KOKO_SLACK_BOT_TOKEN": "xoxb-1",
    "KOKO_SLACK_APP_TOKEN": "xapp-1",
    "KOKO_SLACK_SIGNING_SECRET": "0123456789abcdef",
    "KOKO_SLACK_CLIENT_ID": "1.2",
    "KOKO_SLACK_CLIENT_SECRET": "x",
}


def table(first: str) -> list[list[str]]:
    """The rows of the table whose header begins so, with the header."""
    found = re.search(rf"^\| {re.escape(first)} \|.*\n\|[-| ]+\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert found, first
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found[0].splitlines()]


def lines(rows: list[list[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in rows]


def test_every_scope_has_its_reason() -> None:
    assert lines(table("scope")) == reasons_table("scope", "without it, Koko can't", BOT_SCOPES)
    assert f"`{APP_SCOPE}`" in PAGE


def test_every_event_has_its_use() -> None:
    assert lines(table("event")) == reasons_table("event", "with it, Koko can", BOT_EVENTS)


def needed() -> list[tuple[str, set[str]]]:
    """Each way of running Koko, with the settings that it needs."""
    header, _, *rows = table("setting")
    return [(way, {row[0].strip("`") for row in rows if row[at]}) for at, way in enumerate(header) if at]


@pytest.mark.parametrize(
    ("way", "names"), needed(), ids=lambda value: str(value) if isinstance(value, str) else ""
)
def test_the_settings_of_each_way_are_enough_and_none_too_many(
    way: str, names: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = names & FITTING.keys()
    for name in own:
        monkeypatch.setenv(name, FITTING[name])
    enough = read_settings()

    assert enough.mode == way.rpartition(" ")[2].lower()
    for name in own - {"KOKO_SLACK_MODE"}:
        monkeypatch.delenv(name)
        with pytest.raises(ConfigError):
            read_settings()
        monkeypatch.setenv(name, FITTING[name])


def test_every_setting_is_in_the_page() -> None:
    prefix = SlackSettings.model_config["env_prefix"]

    assert [name for name in SlackSettings.model_fields if f"{prefix}{name}".upper() not in PAGE] == []


@pytest.mark.parametrize("line", re.findall(r"^(koko manifest .*)$", PAGE, re.MULTILINE))
def test_every_manifest_can_be_printed(line: str) -> None:
    printed = CliRunner().invoke(command_line(), shlex.split(line)[1:])

    assert printed.exit_code == 0, printed.output


def phrases() -> set[str]:
    """What stands between the names in the sentences of adapters/slack/check.py."""
    tree = ast.parse(Path(str(check.__file__)).read_text())
    sentences = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    parts = [part.value for one in sentences for part in one.values if isinstance(part, ast.Constant)]
    return {str(part).strip(" ,") for part in parts if len(str(part)) >= PHRASE}


def test_everything_that_check_can_say_is_in_the_page() -> None:
    remedies = {check.NEW_APP_TOKEN, check.REACH_IT}
    said = {phrase for phrase in phrases() if not any(phrase in remedy for remedy in remedies)}

    assert [phrase for phrase in sorted(said | set(NO_TOKEN.values())) if phrase not in PAGE] == []


def test_every_sentence_of_trouble_is_explained() -> None:
    sentences = [answers.NOT_OPENED, answers.NOT_SHOWN, answers.NO_FILE, answers.TOO_LATE, answers.UNSURE]
    told = [*sentences, inbound.NOT_TAKEN, people.NOT_HERE.replace("`", "")]

    assert [sentence for sentence in told if sentence not in PAGE] == []
