"""Which question comes next."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.choose import choose, draw, fitting
from bot.domain.question import QUESTIONS, Difficulty, Question

DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
COMMON = {"title": "T", "minutes": 3, "hint": "H", "sources": ["S"], "prompt": "P", "answer": "A"}
CRITERION = {"weight": 0.5, "statement": "S", "any": [[["x"]]], "examples": {"met": ["x"], "unmet": ["y"]}}
KINDS: dict[str, dict[str, object]] = {
    "open": {"criteria": [CRITERION | {"id": "a"}, CRITERION | {"id": "b"}]},
    "choice": {
        "options": [{"id": "a", "text": "A", "why": "W"}, {"id": "b", "text": "B", "why": "W"}],
        "correct": ["a"],
    },
    "code": {
        "function": "f",
        "signature": "def f(x):",
        "cases": [{"arguments": [1], "expected": 1, "hidden": False}, {"arguments": [2], "expected": 2}],
        "reference": "def f(x): return x",
        "wrong": [{"source": "def f(x): return 1"}],
    },
}


def question(id: str, kind: str = "open", difficulty: str = "easy") -> Question:
    return QUESTIONS.validate_python(
        COMMON | KINDS[kind] | {"id": id, "kind": kind, "difficulty": difficulty}
    )


BANK = [
    *(question(f"{topic}/open-{n}") for topic in ("drift", "rlhf", "evaluation") for n in range(6)),
    question("drift/choice", "choice", "medium"),
    question("evaluation/choice", "choice", "hard"),
    question("coding/code", "code", "medium"),
]
IDS = [q.id for q in BANK]
seeds = st.text(max_size=20)
pasts = st.dictionaries(
    st.sampled_from(IDS), st.none() | st.integers(0, 400).map(lambda n: DAY - timedelta(days=n))
)


def chosen(seen: dict[str, datetime | None], seed: str, questions: list[Question] = BANK) -> Question:
    found = choose(questions, seen, seed)
    assert found is not None
    return found


@given(pasts, seeds)
def test_the_same_channel_day_and_bank_give_the_same_question(
    seen: dict[str, datetime | None], seed: str
) -> None:
    assert choose(BANK, seen, seed) == choose(list(reversed(BANK)), seen, seed)


@given(pasts, seeds)
def test_none_comes_again_while_one_is_unseen(seen: dict[str, datetime | None], seed: str) -> None:
    unseen = [id for id in IDS if seen.get(id) is None]
    longest_ago = min((at for at in seen.values() if at), default=None)
    next_one = chosen(seen, seed)
    assert next_one.id in unseen or (not unseen and seen[next_one.id] == longest_ago)


WIDE = [
    question(f"{topic}/{kind}-{n}", kind, difficulty)
    for topic in ("drift", "rlhf", "evaluation", "agents", "training", "retrieval")
    for kind, many in (("open", 5), ("choice", 2), ("code", 1))
    for n, difficulty in zip(range(many), ("easy", "medium", "hard", "easy", "medium"), strict=False)
]


@given(seeds)
def test_topics_kinds_and_difficulties_take_turns(seed: str) -> None:
    seen: dict[str, datetime | None] = {}
    by_id = {q.id: q for q in WIDE}
    asked: list[Question] = []
    for day in range(24):
        asked.append(by_id[chosen(seen, f"{seed} {day}", WIDE).id])
        seen[asked[-1].id] = DAY + timedelta(days=day)
    for day in range(len(asked) - 3):
        assert len({q.topic for q in asked[day : day + 4]}) == 4
    assert set(Counter(q.topic for q in asked).values()) <= {3, 4, 5}
    for week in (asked[:12], asked[12:]):
        assert {q.kind for q in week} == {"open", "choice", "code"}
        assert {q.difficulty for q in week} == set(Difficulty)


@given(seeds)
def test_every_question_has_its_turn_before_any_has_a_second(seed: str) -> None:
    seen: dict[str, datetime | None] = {}
    for day in range(2 * len(BANK)):
        seen[chosen(seen, f"{seed} {day}").id] = DAY + timedelta(days=day)
    first_round = Counter[str]()
    seen.clear()
    for day in range(len(BANK)):
        next_one = chosen(seen, f"{seed} {day}")
        first_round[next_one.id] += 1
        seen[next_one.id] = DAY + timedelta(days=day)
    assert first_round == Counter(IDS)


def test_channels_do_not_all_begin_with_the_same_question() -> None:
    assert len({chosen({}, f"channel {n}").id for n in range(100)}) > len(BANK) / 2


def test_nothing_is_chosen_from_nothing() -> None:
    assert choose([], {}, "seed") is None


def test_what_fits_is_of_the_topics_and_the_range() -> None:
    found = fitting(
        BANK,
        topics={"drift", "evaluation"},
        easiest=Difficulty.MEDIUM,
        hardest=Difficulty.MEDIUM,
    )
    assert [q.id for q in found] == ["drift/choice"]
    assert fitting(BANK) == BANK


@given(st.integers(1, 25), seeds, st.lists(st.sampled_from(IDS)), st.sets(st.sampled_from(IDS)))
def test_a_quiz_begins_with_what_was_missed(
    count: int, seed: str, missed: list[str], exclude: set[str]
) -> None:
    drawn = [q.id for q in draw(BANK, count, seed, missed=missed, exclude=exclude)]
    wanted = [id for id in dict.fromkeys(missed) if id not in exclude]
    assert drawn[: len(wanted)] == wanted[:count]
    assert len(set(drawn)) == len(drawn) == min(count, len(set(IDS) - exclude))
    assert not set(drawn) & exclude


@given(st.integers(2, 6), seeds)
def test_a_quiz_mixes_kinds_and_topics(count: int, seed: str) -> None:
    drawn = draw(BANK, count, seed)
    assert max(Counter(q.kind for q in drawn).values()) <= (count + 1) // 2
    assert len({q.topic for q in drawn}) >= min(count, 3)


def test_a_rare_kind_comes_often_but_not_always() -> None:
    quizzes = [draw(BANK, 3, f"member {n}") for n in range(300)]
    with_code = sum(any(q.kind == "code" for q in quiz) for quiz in quizzes)
    assert 0.2 < with_code / len(quizzes) < 0.8


@pytest.mark.parametrize("count", [0, -1])
def test_a_quiz_of_nothing_is_empty(count: int) -> None:
    assert draw(BANK, count, "seed") == []
