"""What the judge makes of everything that the bank and these tests have to say, as one line a question.

    python -m tests.bot.grading.rubric.digests > tests/bot/grading/rubric/digests.txt

records it, which is due whenever the judge's version is raised; with `--new` it is of those questions alone
that were not recorded as they are now. A line holds that version, the question's id
and version, and SHA-256 over all grades: verdicts, offsets of the evidence, guards, scores.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from bot.domain.grade import GRADES
from bot.domain.question import Prose, question_hash
from bot.grading.rubric import judge_prose
from bot.grading.rubric.judge import VERSION
from tests.bot.grading.rubric import answers, injections
from tests.bot.grading.rubric.rubrics import QUESTIONS
from tests.questions.bank import whole_bank

SHARE = 4
"""Of what is no answer to a question of the bank each is given one in so many, all of them to some."""

RECORD = Path(__file__).with_name("digests.txt")


def by_question(lines: Iterable[str]) -> dict[str, str]:
    """What each question, in its version and the judge's, comes to."""
    return dict(line.rsplit(" ", 1) for line in lines)


def recorded() -> dict[str, str]:
    return by_question(RECORD.read_text().splitlines())


def lines(but: Container[str] = ()) -> Iterator[str]:
    prose = (question for question in whole_bank().questions if isinstance(question, Prose))
    for question in (*QUESTIONS, *prose):
        key = f"{VERSION} {question.id} {question_hash(question)}"
        if key not in but:
            yield f"{key} {_digest(question)}"


def _digest(question: Prose) -> str:
    grades = (GRADES.dump_json(judge_prose(question, text)) for text in _texts(question))
    return hashlib.sha256(b"\n".join(grades)).hexdigest()


def _texts(question: Prose) -> Iterator[str]:
    yield from (question.answer, question.prompt, question.hint, *question.probes.values())
    yield from (sample.text for sample in question.samples)
    for criterion in question.criteria:
        shown = criterion.examples
        yield from (criterion.statement, *shown.met, *shown.unmet, *shown.contradicted)
    first, step = (0, 1) if question in QUESTIONS else (sum(question.id.encode()) % SHARE, SHARE)
    strangers = [answer for _, answer in answers.ALL]
    strangers += [answer for _, *pair in answers.TERSE for answer in pair]
    yield from strangers[first::step]
    yield from (f"{question.answer}\n{said}" for said in injections.ALL[::6][first::step])


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in lines(recorded() if "--new" in sys.argv else ()))
