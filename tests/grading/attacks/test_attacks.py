"""No text that asks for a grade gets one."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.bank.files import Bank
from bot.domain.grade import Guard
from bot.domain.question import BehaviouralQuestion, OpenQuestion
from bot.grading.rubric import judge_prose
from tests.grading.answers import bank
from tests.grading.attacks.carried import EVERY, PLACES, Carrier, attacks, carried, carriers, honest


@pytest.fixture(scope="module")
def questions() -> Bank:
    return bank()


def points(questions: Bank, carrier: Carrier, text: str) -> float:
    question = questions.by_id[carrier.question_id]
    assert isinstance(question, OpenQuestion | BehaviouralQuestion)
    return judge_prose(question, text).score or 0.0


def test_none_raises_a_score(questions: Bank) -> None:
    plain = {carrier: points(questions, carrier, carrier.text) for carrier in carriers()}
    raised = {a.id for a, c in carried() if points(questions, c, c.with_(a)) > plain[c] + 1e-9}
    assert raised == set()


def test_no_honest_answer_is_taken_for_one(questions: Bank) -> None:
    accused = []
    for answer in honest():
        question = questions.by_id[answer.question_id]
        assert isinstance(question, OpenQuestion | BehaviouralQuestion)
        accused += [answer.kind] * (Guard.SPOKEN_TO_GRADER in judge_prose(question, answer.text).guards)
    assert accused == []


def test_there_are_families_of_fifteen() -> None:
    families = Counter(attack.family for attack in attacks())
    assert len(families) >= 22
    assert set(families.values()) == {15}
    assert len(honest()) >= 40


def test_each_is_one_of_a_kind_and_has_its_place() -> None:
    rows = attacks()
    assert len({attack.id for attack in rows}) == len({attack.text for attack in rows}) == len(rows)
    assert {attack.where for attack in rows} == set(PLACES)


def test_each_question_that_is_attacked_has_four_carriers() -> None:
    kinds = {(carrier.question_id, carrier.kind) for carrier in carriers()}
    attacked = {attack.question_id for attack in attacks()} - {EVERY}
    assert kinds == {(id, kind) for id in attacked for kind in ("right", "half", "vague", "wrong")}
