"""What becomes of a grade on appeal."""

from __future__ import annotations

import pytest

from bot.domain.appeal import regraded, rescored, sample
from bot.domain.grade import Evidence, Grade, Guard, Judgement, Verdict
from bot.domain.question import OpenQuestion
from tests.bank import CACHE

KEPT = (Evidence(0, 5, "keeps"),)
SAVED = (Evidence(9, 14, "never"),)
BEFORE = Grade(
    0.25,
    (
        Judgement("keeps-copies", "It keeps copies of results.", 0.5, Verdict.PARTIAL, KEPT),
        Judgement("saves-work", "It saves computing them again.", 0.5, Verdict.CONTRADICTED, SAVED),
    ),
    "rubric",
    "rubric/1",
    "hash",
    guards=(Guard.ECHO,),
    note="A note.",
)


def granted(**verdicts: Verdict) -> Grade:
    assert isinstance(CACHE, OpenQuestion)
    return regraded(CACHE, BEFORE, {name.replace("_", "-"): verdict for name, verdict in verdicts.items()})


def test_the_verdicts_of_an_admin_make_the_score_and_keep_the_evidence_that_still_holds() -> None:
    grade = granted(keeps_copies=Verdict.MET, saves_work=Verdict.MET)

    assert (grade.score, grade.by, grade.question, grade.guards) == (1.0, "appeal", "hash", ())
    assert [judgement.evidence for judgement in grade.judgements] == [KEPT, ()]


def test_what_an_admin_names_nowhere_is_missing() -> None:
    grade = granted(saves_work=Verdict.PARTIAL)

    assert grade.score == 0.25
    assert [judgement.verdict for judgement in grade.judgements] == [Verdict.UNMET, Verdict.PARTIAL]


def test_a_contradiction_costs_half_its_weight_as_with_any_engine() -> None:
    grade = granted(keeps_copies=Verdict.MET, saves_work=Verdict.CONTRADICTED)

    assert grade.score == 0.25
    assert grade.judgements[1].evidence == SAVED


def test_a_score_that_an_admin_sets_keeps_what_was_found_and_says_so() -> None:
    grade = rescored(BEFORE, 0.8)

    assert (grade.score, grade.by, grade.judgements) == (0.8, "appeal", BEFORE.judgements)
    assert grade.note == "An admin set this score."


@pytest.mark.parametrize(
    ("verdicts", "score", "met", "kind"),
    [
        ({"keeps_copies": Verdict.MET, "saves_work": Verdict.MET}, 1.0, 2, "excellent"),
        ({"keeps_copies": Verdict.MET}, 0.5, 1, "partial"),
        ({"keeps_copies": Verdict.MET, "saves_work": Verdict.CONTRADICTED}, 0.25, 1, "wrong"),
        ({}, 0.0, 0, "vague"),
    ],
)
def test_a_sample_is_of_the_kind_that_its_verdicts_make_it(
    verdicts: dict[str, Verdict], score: float, met: int, kind: str
) -> None:
    made = sample("An answer.", granted(**verdicts))

    assert (made.text, made.score, len(made.met), made.kind) == ("An answer.", score, met, kind)
