from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.grade import GRADES, Evidence, Grade, Guard, Judgement, Verdict

words = st.text(max_size=10)
grades = st.builds(
    Grade,
    score=st.none() | st.floats(0, 1),
    judgements=st.lists(
        st.builds(
            Judgement,
            criterion=words,
            statement=words,
            weight=st.floats(0, 1),
            verdict=st.sampled_from(Verdict),
            evidence=st.lists(
                st.builds(Evidence, start=st.integers(0), end=st.integers(0), text=words), max_size=2
            ).map(tuple),
            note=words,
        ),
        max_size=3,
    ).map(tuple),
    by=words,
    version=words,
    question=words,
    guards=st.lists(st.sampled_from(Guard), max_size=2).map(tuple),
    note=words,
)


def grade(score: float | None) -> Grade:
    return Grade(score, (), by="rubric", version="1", question="")


@given(grades)
def test_a_grade_survives_json(grade: Grade) -> None:
    assert GRADES.validate_json(GRADES.dump_json(grade)) == grade


@pytest.mark.parametrize(
    ("score", "fifths"),
    [(None, None), (0, 0), (0.01, 1), (0.3, 2), (0.5, 2), (0.7, 4), (0.9, 4), (0.94, 4), (0.95, 5), (1, 5)],
)
def test_members_see_fifths(score: float | None, fifths: int | None) -> None:
    assert grade(score).fifths == fifths


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_is_never_fewer_fifths(one: float, other: float) -> None:
    low, high = sorted([one, other])

    assert (grade(low).fifths or 0) <= (grade(high).fifths or 0)
    assert (grade(low).fifths == 0) == (low == 0)


def test_what_was_met_is_what_was_met_whole() -> None:
    judgements = tuple(Judgement(verdict.value, "x", 0.2, verdict) for verdict in Verdict)

    assert [j.criterion for j in Grade(0.2, judgements, "rubric", "1", "").met] == ["met"]
