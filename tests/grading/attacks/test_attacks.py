"""No text that asks for a grade gets one."""

from __future__ import annotations

from collections import Counter

from tests.grading.attacks.carried import EVERY, PLACES, attacks, carriers


def test_there_are_families_of_ten() -> None:
    families = Counter(attack.family for attack in attacks())
    assert len(families) >= 22
    assert set(families.values()) == {10}


def test_each_is_one_of_a_kind_and_has_its_place() -> None:
    rows = attacks()
    assert len({attack.id for attack in rows}) == len({attack.text for attack in rows}) == len(rows)
    assert {attack.where for attack in rows} == set(PLACES)


def test_each_question_that_is_attacked_has_four_carriers() -> None:
    kinds = {(carrier.question_id, carrier.kind) for carrier in carriers()}
    attacked = {attack.question_id for attack in attacks()} - {EVERY}
    assert kinds == {(id, kind) for id in attacked for kind in ("right", "half", "vague", "wrong")}
