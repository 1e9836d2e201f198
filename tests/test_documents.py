"""The documents say what is so: their links, names, commands, settings and examples are tried."""

from __future__ import annotations

import ast
import re
import shlex
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.core import TyperGroup
from typer.main import get_command

from bot.chat.commands import parse_line
from bot.cli import command_line
from bot.cli.batch import inline
from bot.domain.question import Case, Question
from bot.grading.grader import Grader
from bot.grading.ports import Outcome, Report
from bot.grading.rubric import RubricJudge
from tests.bank import CODE
from tests.bots import TestBot
from tests.crash.gaps import GAPS
from tests.fakes import StubRunner
from tests.reference import settings_models

ROOT = Path(__file__).parent.parent
PAGES = {
    str(path.relative_to(ROOT)): path.read_text()
    for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "deploy/README.md"])
}
FENCE = re.compile(r"^(`{3,})(\w*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
FOLDERS = "bot|adapters|tests|bench|deploy|docs|requirements"


def prose(page: str) -> str:
    return FENCE.sub("", PAGES[page])


def spans(page: str) -> list[str]:
    """What stands between single backticks."""
    return re.findall(r"`([^`\n]+)`", prose(page))


def fences(page: str, *languages: str) -> list[str]:
    return [body for _, language, body in FENCE.findall(PAGES[page]) if language in languages]


def shell_lines(page: str) -> list[str]:
    return [line for body in fences(page, "sh", "console") for line in body.splitlines()]


def table(page: str, heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its header."""
    section = PAGES[page].split(f"\n{heading}\n", 1)[1]
    rows = re.search(r"(?:^\|.*\n)+", section, re.MULTILINE)
    assert rows, f"no table under {heading}"
    lines = rows[0].splitlines()[2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


# Links and names


def anchors(page: str) -> set[str]:
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_somewhere(page: str, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (ROOT / page).parent / path if path else ROOT / page
    name = str(target.resolve().relative_to(ROOT))
    return target.exists() and (not anchor or anchor in anchors(name))


def test_every_link_leads_somewhere() -> None:
    links = [(page, link) for page in PAGES for link in re.findall(r"\]\(([^)\s]+)\)", prose(page))]

    assert [
        (page, link) for page, link in links if "://" not in link and not leads_somewhere(page, link)
    ] == []


def test_the_first_page_leads_to_all_others() -> None:
    linked = set(re.findall(r"\]\(([^)\s]+\.md)\)", PAGES["README.md"]))

    assert {page for page in PAGES if page.startswith("docs/")} - linked == set()


def names_in(body: Sequence[ast.stmt], within: str = "") -> Iterator[str]:
    for node in body:
        match node:
            case ast.ClassDef(name=name, body=inner):
                yield within + name
                yield from names_in(inner, f"{within}{name}.")
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield within + name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield within + name


def test_every_file_and_name_in_it_is_there() -> None:
    references = [
        (page, found[1], found[2] or "")
        for page in PAGES
        for span in spans(page)
        if (found := re.fullmatch(rf"((?:{FOLDERS})/(?!\.env)[\w./-]+)(?::([\w.]+))?", span))
    ]
    missing = [
        (page, path, name)
        for page, path, name in references
        if not (ROOT / path).exists()
        or (name and name not in names_in(ast.parse((ROOT / path).read_text()).body))
    ]

    assert missing == []


# What can be typed


@pytest.fixture(scope="module")
def koko() -> TyperGroup:
    group = get_command(command_line())
    assert isinstance(group, TyperGroup)
    return group


def command_of(koko: TyperGroup, words: Sequence[str]) -> tuple[Any, list[str]]:
    """The command that the words name, and the rest of them; raises KeyError where there is none."""
    command, left = koko.commands[words[0]], list(words[1:])
    while isinstance(command, TyperGroup) and left:
        command = command.commands[left.pop(0)]
    return command, left


def test_every_koko_line_can_be_run(koko: TyperGroup, subtests: pytest.Subtests) -> None:
    for page, line in ((name, line) for name in PAGES for line in shell_lines(name)):
        if line.startswith("koko "):
            with subtests.test(page, line=line):
                command, arguments = command_of(koko, shlex.split(line, comments=True)[1:])
                command.make_context(command.name, arguments)


def test_every_koko_command_that_is_named_exists(koko: TyperGroup, subtests: pytest.Subtests) -> None:
    for page, span in ((name, span) for name in PAGES for span in spans(name)):
        if re.match("koko [a-z]", span):
            with subtests.test(page, span=span):
                command_of(koko, span.split()[1:])


def test_every_word_of_make_is_one() -> None:
    words = {
        (page, line.split()[1])
        for page in PAGES
        for line in (*spans(page), *shell_lines(page))
        if line.startswith("make ")
    }
    known = re.findall(r"^(\w+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert {(page, word) for page, word in words if word not in known} == set()


async def test_every_command_of_the_chat_is_one(bot: TestBot, subtests: pytest.Subtests) -> None:
    for page, span in ((name, span) for name in PAGES for span in spans(name)):
        if re.match(r"/(?!healthz|proc|invite|slack/|acme-)[a-z]", span):
            with subtests.test(page, span=span):
                parse_line(bot.koko.router.commands, re.sub(r"\[[^\]]*\]", "", span))


def test_every_setting_is_one() -> None:
    """But for those of the platform that is made up in docs/adapters.md."""
    known = {
        f"{model.model_config['env_prefix']}{name}".upper()
        for model in settings_models()
        for name in model.model_fields
    }
    named = {(page, name) for page in PAGES for name in re.findall(r"\bKOKO_[A-Z_]*[A-Z]\b", PAGES[page])}

    assert {(page, name) for page, name in named if name not in known and page != "docs/adapters.md"} == set()


# docs/architecture.md


def test_the_tree_is_the_tree() -> None:
    shown, folders = set[str](), list[str]()
    for line in fences("docs/architecture.md", "text")[1].splitlines():
        name = line.split()[0]
        folders[(len(line) - len(line.lstrip())) // 2 :] = [name]
        shown.add("".join(folders))
    python = {
        str(path.relative_to(ROOT))
        for package in ("bot", "adapters")
        for path in (ROOT / package).rglob("*.py")
        if path.name != "__init__.py"
    }

    assert {name for name in shown if name.endswith(".py")} == python
    assert [name for name in shown if not (ROOT / name).exists()] == []


def test_all_contracts_are_told() -> None:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    told = [row[0] for row in table("docs/architecture.md", "## Who may import whom")]

    assert told == [contract["name"] for contract in linter["contracts"]]


def test_all_gaps_are_told() -> None:
    assert tuple(row[0] for row in table("docs/architecture.md", "## When it dies")) == GAPS


# docs/grading.md


@dataclass
class FixedRunner:
    """Reports the same of every program."""

    report: Report

    async def run(
        self, source: str, function: str, method: str | None, cases: Sequence[Case], limit_s: float
    ) -> Report:
        return self.report

    async def check(self) -> str | None:
        return None


def question_shown(title: str) -> Question:
    shown = [yaml.safe_load(body) for body in fences("docs/grading.md", "yaml")]
    return inline(next(fields for fields in shown if fields["title"] == title))


@pytest.mark.parametrize(
    ("title", "heading"), [("Dropout", "### Examples"), ("LoRA's parameters", "## Numbers")]
)
async def test_every_answer_gets_the_grade_that_is_shown(title: str, heading: str) -> None:
    question, grader = question_shown(title), Grader(RubricJudge(), StubRunner())
    for answer, *verdicts, score, guards in (
        row if title == "Dropout" else [*row, ""] for row in table("docs/grading.md", heading)
    ):
        grade = await grader.grade(question, answer)

        assert [judgement.verdict for judgement in grade.judgements] == verdicts, answer
        assert ("withheld" if grade.score is None else f"{grade.score:.1f}") == score, answer
        assert " ".join(grade.guards) == guards, answer


async def test_every_outcome_of_a_program_is_worth_what_is_shown() -> None:
    rows = table("docs/grading.md", "## Code")
    for outcome, passed, score in rows:
        done, total = map(int, passed.split(" of "))
        grader = Grader(RubricJudge(), FixedRunner(Report(Outcome(outcome), done, total)))
        grade = await grader.grade(CODE, "def increment(x): ...")

        assert grade.score == float(score), outcome

    assert {outcome for outcome, *_ in rows} == set(Outcome)
