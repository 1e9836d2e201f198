"""Each way in which a question can be unfair, planted in a good file, and told with its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.bank.files import question_files, read_file
from bot.bank.lint import lint, lint_file
from bot.domain.question import Case
from bot.grading.ports import Outcome, Report, SandboxUnavailable

GROUPS = """- - [cheap*, fast, bm25, bi encoder]
        - [candidate, shortlist, narrow*, top .. hundred]
"""
ALL = "share-of-relevant, share-of-first-k, place-of-first"
SAME = "The share of all relevant documents that are among the first k."


@dataclass
class Runner:
    """Gives each program the verdict that is named in it, and accepts the others."""

    reason: str = ""
    ran: list[str] = field(default_factory=list)

    async def run(
        self, source: str, function: str, method: str | None, cases: Sequence[Case], limit_s: float
    ) -> Report:
        if self.reason:
            raise SandboxUnavailable(self.reason)
        self.ran.append(source)
        outcome = next((o for o in Outcome if f"# {o}" in source), Outcome.ACCEPTED)
        return Report(outcome, 1, 3)

    async def check(self) -> str | None:
        return self.reason or None


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


async def complaints(path: Path, runner: Runner | None = None) -> list[str]:
    """What is said of a file, each with its line."""
    found = await lint_file(read_file(path), runner or Runner())
    return [f"{problem.line}: {problem.wrong} {problem.remedy}" for problem in found]


def among(found: list[str], said: str) -> bool:
    return any(line.startswith(said) for line in found)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("narrow*, top", "nar*row, top", '15: "nar*row": "*" may only end a word'),
        ("fetches the candidates.", "fetches.", "20: This example is partial, not met:"),
        ("unmet: [It sorts", "unmet: [A query pair", "35: This example is met, not unmet:"),
        ("embeds both of them separately", "is good", "37: This example is unmet, not contradicted:"),
        ("[separately, on their own]", "[rarely]", "29: No text in this file shows rarely."),
        ("title: Reranking", "title: Fast, for the top two hundred", "2: candidates-first is met by the"),
        ("hint: ", "hint: Take the query as a pair. ", "7: read-together is met by the question's own"),
        ("that it sorts?", "a fast search gives as candidates?", "40: candidates-first is met by the"),
        (GROUPS, "- - [works, best]\n", "9: candidates-first is met by 'It makes the model better."),
        ("gets the query and one candidate together", "is slow", "70: The model answer scores"),
        ("kind: stuffed", "kind: vague", "42: There is no sample that is stuffed."),
        ("score: 0.5\n", "score: 0.9\n", "56: This partial sample scores 0.50, not 0.9"),
        ("met: [candidates-first]", "met: [read-together]", "56: This partial sample does not meet read-"),
        ("would never get", "a few hundred candidates", "50: This paraphrase has the model answer's own"),
        ("arXiv:1901.04085", "arXiv:190104085", "8: arXiv:190104085 is no arXiv id."),
        ("The second stage", "The [second](stage)", "70: The link to 'stage' is not whole."),
    ],
)
async def test_an_unfair_rubric_is_told_of(examples: Path, old: str, new: str, said: str) -> None:
    path = examples / "retrieval/reranking.md"
    change(path, old, new)
    found = await complaints(path)
    assert among(found, said), found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[share-of-relevant]", f"[{ALL}]", "18: Every option is right."),
        ("One over the place of the first hit.", SAME, "9: This text is taken for another option."),
    ],
)
async def test_an_unfair_choice_is_told_of(examples: Path, old: str, new: str, said: str) -> None:
    path = examples / "retrieval/recall-at-k.md"
    change(path, old, new)
    found = await complaints(path)
    assert among(found, said), found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("default: 10}", "default: 11}", "9: The default is none of the choices."),
        ("n * d * 4", "n * dim * 4", "13: There is no parameter or earlier value dim."),
        ("n * d * 4", "n * 4", "10: The parameter d is not used."),
        ("n * d * 4", "n * d * open(4)", "13: In 'n * d * open(4) / 1000': there is no function open;"),
        ("4 / 1000", "4 / (m - 16)", "12: With n = 2, d = 384, m = 16: something is divided by 0."),
        ("memory <= m", "memory <= 1000", "19: No parameters ever lead to 'No, they do not fit'."),
        ("memory <= m", "memory < 0", "12: With the defaults: no option of the decision holds."),
        (
            "when: memory > m",
            "when: m > 16",
            "12: With n = 5, d = 1,024, m = 16: no option of the decision holds.",
        ),
        (
            "tolerance: 0.02",
            "tolerance: 0",
            "12: With n = 40, d = 768, m = 16 the key itself is refused: memory,",
        ),
    ],
)
async def test_a_numeric_question_is_tried_with_all_its_parameters(
    examples: Path, old: str, new: str, said: str
) -> None:
    path = examples / "retrieval/index-memory.md"
    change(path, old, new)
    found = await complaints(path)
    assert among(found, said), found


async def test_the_reference_and_every_wrong_program_are_run(examples: Path) -> None:
    path = examples / "retrieval/reciprocal-rank.md"
    change(path, "          return sum", "          # wrong_answer\n          return sum")
    runner = Runner()
    (found,) = await complaints(path, runner)
    assert found.startswith("22: The verdict is accepted (1 of 3 cases passed), not runtime_error.")
    assert len(runner.ran) == 3


async def test_a_verdict_that_does_not_exist_is_told_of(examples: Path) -> None:
    path = examples / "retrieval/reciprocal-rank.md"
    change(path, "verdict: runtime_error", "verdict: crash")
    assert among(
        await complaints(path), "21: There is no verdict 'crash'. Write one of accepted, wrong_answer"
    )


async def test_without_a_sandbox_programs_are_not_said_to_be_good(examples: Path) -> None:
    runner = Runner("there is no wasmtime here")
    (found,) = await complaints(examples / "retrieval/reciprocal-rank.md", runner)
    assert found.startswith("14: It was not run: there is no wasmtime here. `koko check`")


async def test_a_file_that_can_t_be_read_is_told_of_among_the_others(examples: Path) -> None:
    (examples / "retrieval/a.md").write_text("nothing")
    first, *others = [found async for found in lint(question_files(examples), Runner())]
    assert [problem.wrong for problem in first] == ["The file does not begin with front matter."]
    assert len(others) == 4
