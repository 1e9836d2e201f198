from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.chat.refs import Place
from bot.domain.challenge import Challenge, coverage, short_id
from bot.domain.channel import Answers
from bot.domain.grade import Grade, Judgement, Verdict

NINE = datetime(2026, 4, 3, 9, tzinfo=UTC)
CHALLENGE = Challenge(
    id="c",
    place=Place("local", "w", "general"),
    question="lora/frozen",
    question_hash="f00d",
    day=date(2026, 4, 3),
    opened_at=NINE,
    closes_at=NINE + timedelta(hours=23),
    answers=Answers.BOTH,
)


def grade(**verdicts: Verdict) -> Grade:
    judgements = tuple(Judgement(name, f"says {name}", 0.5, verdict) for name, verdict in verdicts.items())
    return Grade(0.5, judgements, by="rubric", version="1", question="f00d")


def test_a_challenge_takes_answers_until_its_close_or_its_reveal() -> None:
    assert CHALLENGE.is_open(CHALLENGE.closes_at - timedelta(microseconds=1))
    assert not CHALLENGE.is_open(CHALLENGE.closes_at)
    assert not replace(CHALLENGE, revealed_at=NINE).is_open(NINE)


def test_coverage_counts_who_met_each_criterion_in_the_rubrics_order() -> None:
    grades = [
        Grade(None, (), by="rubric", version="1", question="f00d"),
        grade(frozen=Verdict.MET, small=Verdict.PARTIAL),
        grade(frozen=Verdict.MET, small=Verdict.MET),
        grade(frozen=Verdict.CONTRADICTED, small=Verdict.UNMET),
    ]

    assert coverage(grades) == [("frozen", "says frozen", 2), ("small", "says small", 1)]
    assert coverage([]) == []


def test_the_same_key_has_the_same_id_and_another_key_another() -> None:
    assert short_id("schedule:2026-04-03") == "3c981c654d45fdd8"
    assert short_id("schedule:2026-04-04") != short_id("schedule:2026-04-03")
