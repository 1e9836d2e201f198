"""One door for all kinds of question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from bot.domain.grade import Grade, Guard, Verdict
from bot.domain.question import Case, ChoiceQuestion, CodeQuestion, NumericQuestion, Prose, question_hash
from bot.grading.grader import Grader, program
from bot.grading.ports import Outcome, Report, SandboxUnavailable

ACCEPTED = Report(Outcome.ACCEPTED, 4, 4)


class NoJudge:
    async def judge(self, question: Prose, answer: str, workspace: str = "") -> Grade:
        raise AssertionError("nobody writes prose here")


@dataclass
class Runner:
    """Reports what it was told to, and keeps what it was given."""

    report: Report = ACCEPTED
    sources: list[str] = field(default_factory=list)

    async def run(
        self, source: str, function: str, method: str | None, cases: Sequence[Case], limit_s: float
    ) -> Report:
        self.sources.append(source)
        return self.report

    async def check(self) -> str | None:
        return None


class NoSandbox(Runner):
    async def run(
        self, source: str, function: str, method: str | None, cases: Sequence[Case], limit_s: float
    ) -> Report:
        raise SandboxUnavailable("wasmtime is not installed")


def verdicts(grade: Grade) -> list[Verdict]:
    return [judgement.verdict for judgement in grade.judgements]


async def test_a_choice_is_graded_by_its_key(one_of_four: ChoiceQuestion) -> None:
    grade = await Grader(NoJudge(), Runner()).grade(one_of_four, "C")
    assert (grade.score, grade.by, grade.question) == (1, "key", question_hash(one_of_four))


async def test_numbers_are_graded_by_the_members_own_key(lora: NumericQuestion) -> None:
    grader = Grader(NoJudge(), Runner())
    text = "65,536 parameters, 0.39 %, yes"
    assert (await grader.grade(lora, text)).score == 1
    others = [await grader.grade(lora, text, f"challenge:{n}") for n in range(20)]
    assert min(grade.score or 0 for grade in others) < 0.6


async def test_a_question_that_can_t_be_computed_withholds_the_score(lora: NumericQuestion) -> None:
    broken = lora.model_copy(update={"values": (lora.values[0].model_copy(update={"expression": "r / 0"}),)})
    grade = await Grader(NoJudge(), Runner()).grade(broken, "3")
    assert grade.score is None
    assert "divided by 0" in grade.note


async def test_nothing_is_worth_nothing(one_of_four: ChoiceQuestion) -> None:
    grade = await Grader(NoJudge(), Runner()).grade(one_of_four, "  ")
    assert (grade.score, grade.guards) == (0, (Guard.EMPTY,))


async def test_a_right_program_is_accepted(koko: CodeQuestion) -> None:
    grade = await Grader(NoJudge(), Runner()).grade(koko, "def min_eating_speed(piles, h): ...")
    assert (grade.score, grade.by, verdicts(grade)) == (1, "tests", [Verdict.MET, Verdict.MET])
    assert grade.note == "Accepted: 4 of 4 cases passed."


async def test_a_wrong_program_learns_the_first_shown_case_that_failed(koko: CodeQuestion) -> None:
    runner = Runner(Report(Outcome.WRONG_ANSWER, 1, 4, failing=0, detail="It returned 1."))
    grade = await Grader(NoJudge(), runner).grade(koko, "def min_eating_speed(piles, h): return 1")
    assert grade.score == pytest.approx(1 / 16)
    assert verdicts(grade) == [Verdict.UNMET, Verdict.UNMET]
    assert grade.judgements[0].note == "min_eating_speed([3, 6, 7, 11], 8) must be 4. It returned 1."


async def test_hidden_cases_stay_hidden(koko: CodeQuestion) -> None:
    runner = Runner(Report(Outcome.WRONG_ANSWER, 3, 4))
    grade = await Grader(NoJudge(), runner).grade(koko, "…")
    assert verdicts(grade) == [Verdict.MET, Verdict.PARTIAL]
    assert "30" not in "".join(j.note for j in grade.judgements)


async def test_a_slow_program_is_worth_more_than_a_wrong_one(koko: CodeQuestion) -> None:
    slow = await Grader(NoJudge(), Runner(Report(Outcome.TIME_LIMIT, 3, 4))).grade(koko, "…")
    wrong = await Grader(NoJudge(), Runner(Report(Outcome.WRONG_ANSWER, 3, 4))).grade(koko, "…")
    assert (slow.score or 0) > (wrong.score or 0) > 0


async def test_a_score_less_than_the_share_of_cases_that_passed_is_explained(koko: CodeQuestion) -> None:
    wrong = await Grader(NoJudge(), Runner(Report(Outcome.WRONG_ANSWER, 12, 16))).grade(koko, "…")
    none = await Grader(NoJudge(), Runner(Report(Outcome.WRONG_ANSWER, 0, 16))).grade(koko, "…")
    assert wrong.score == pytest.approx(0.1875)
    assert wrong.note == (
        "Wrong answer: 12 of 16 cases passed. A program that goes wrong earns a quarter of that share."
    )
    assert none.note == "Wrong answer: 0 of 16 cases passed."


async def test_without_a_sandbox_the_score_is_withheld_and_the_reason_told(koko: CodeQuestion) -> None:
    grade = await Grader(NoJudge(), NoSandbox()).grade(koko, "def min_eating_speed(piles, h): ...")
    assert grade.score is None
    assert "wasmtime is not installed" in grade.note


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("x = 1", "x = 1"),
        ("Here it is:\n```python\nx = 1\n```\nDone.", "x = 1\n"),
        ("```\nx\n```\nor\n```py\nx = 1\ny = 2\n```", "x = 1\ny = 2\n"),
        ("```python\nx = 1", "x = 1"),
        ("```Python 3\r\nx = 1\r\n```\r\n", "x = 1\r\n"),
        ("```x = 1\ny = 2```", "x = 1\ny = 2"),
        ("```import heapq\nx = 1\n```", "import heapq\nx = 1\n"),
        ("\ufeff```\nx = 1\n```", "x = 1\n"),
        ("\ufeffx = 1", "x = 1"),
        ("use `x = 1`", "use `x = 1`"),
    ],
)
def test_the_program_is_the_longest_block_or_the_whole_text(text: str, source: str) -> None:
    assert program(text) == source
