"""The weights that tell talk from answers: what they do with writers they were not made from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.bank.files import Bank
from bot.domain.grade import Grade, Guard
from bot.domain.question import BehaviouralQuestion, OpenQuestion
from bot.grading.rubric import judge_prose
from bot.grading.rubric.talk import is_talk, rows, sound
from tests.grading.answers import answers, bank
from tests.grading.talk.learn import Labelled, labelled, learn
from tests.grading.talk.texts import LAST, Said, learned_from, written

PAGE = re.sub(r"\s+", " ", (Path(__file__).parents[3] / "docs/grading.md").read_text(encoding="utf-8"))
PAIRS = [said for said in written("pairs") if said.writer.endswith(LAST)]
HONEST = [said for said in written("honest") if said.writer.endswith(LAST)]


@pytest.fixture(scope="module")
def questions() -> Bank:
    return bank()


def grade(questions: Bank, said: Said, text: str) -> Grade:
    question = questions.by_id[said.question_id]
    assert isinstance(question, OpenQuestion | BehaviouralQuestion)
    return judge_prose(question, text)


@pytest.mark.slow
def test_the_page_says_what_a_writer_gets_through(questions: Bank) -> None:
    gains = [
        (grade(questions, said, said.text).score or 0) - (grade(questions, said, said.plain).score or 0)
        for said in PAIRS
    ]
    raised = sum(gain > 1e-9 for gain in gains)
    assert f"of {len(PAIRS)} pairs by a writer who came when all was learned, {raised} get more" in PAGE


@pytest.mark.slow
def test_the_page_says_how_many_honest_answers_are_accused(questions: Bank) -> None:
    guards = [grade(questions, said, said.text).guards for said in HONEST]
    accused = sum(Guard.SPOKEN_TO_GRADER in fired for fired in guards)
    assert f"of {len(HONEST)} honest answers by another such writer, {accused} are accused" in PAGE


def test_nothing_is_learned_from_the_last_writers_or_the_unseen_half() -> None:
    learned = {text for said in learned_from() for text in (said.text, said.plain)}
    assert learned.isdisjoint(text for said in (*PAIRS, *HONEST) for text in (said.text, said.plain))
    assert learned.isdisjoint(answer.text for answer in answers() if not answer.seen)


@pytest.mark.slow
def test_what_is_shipped_is_what_is_learned(questions: Bank) -> None:
    """But for last digits of the library, and for what a rubric that was edited since shows or hides."""
    shipped = rows()
    learned = learn([labelled(said, questions) for said in learned_from()])
    texts = [labelled(said, questions) for said in (*PAIRS, *HONEST)]
    other = [text for text in texts if heard(shipped, text) != heard(learned, text)]
    assert len(other) <= len(texts) // 50


@pytest.mark.slow
def test_some_writers_teach_how_others_talk(questions: Bank) -> None:
    taught = [
        labelled(said, questions)
        for said in (*written("pairs"), *written("honest"))
        if said.writer in {"pairs-01", "pairs-02", "pairs-03", "pairs-04", "honest-12", "honest-13"}
    ]
    weights = learn(taught)
    talk, plain = (
        sum(heard(weights, labelled(said, questions)) for said in some) for some in (PAIRS, HONEST[:83])
    )
    assert talk > 30 > 15 > plain


def heard(weights: dict[str, int], text: Labelled) -> bool:
    """Whether any of its sentences that touch a point passes for talk."""
    said = text.sentences
    sounds = [sound(sentence, weights) for sentence in said]
    return any(sentence.points and is_talk(said, at, sounds, weights) for at, sentence in enumerate(said))
