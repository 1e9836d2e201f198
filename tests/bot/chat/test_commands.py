from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.commands import CommandSpec, Option, parse_line
from bot.errors import UserError

TOPIC = Option(name="topic", description="What about.")
COUNT = Option(name="count", description="How many.", minimum=1, maximum=20)
LEVEL = Option(name="difficulty", description="How hard.", choices=("easy", "medium", "hard"))
QUIZ = CommandSpec("quiz", "A private run of questions.", (TOPIC, COUNT, LEVEL))
SPECS = (
    QUIZ,
    CommandSpec("koko ask", "Ask."),
    CommandSpec("koko ask now", "Ask one at once."),
    CommandSpec("koko pause", "Stop asking."),
)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("", {}),
        ("lora", {"topic": "lora"}),
        ("5", {"count": 5}),
        ("lora 5 hard", {"topic": "lora", "count": 5, "difficulty": "hard"}),
        ("HARD 5 lora", {"topic": "lora", "count": 5, "difficulty": "hard"}),
        ("count=5 topic=lora", {"topic": "lora", "count": 5}),
        ("Topic=lora DIFFICULTY=Easy", {"topic": "lora", "difficulty": "easy"}),
        ("topic='fine tuning' 3", {"topic": "fine tuning", "count": 3}),
        ('"fine tuning"', {"topic": "fine tuning"}),
        ('topic="a = b"', {"topic": "a = b"}),
        ("topic=7", {"topic": "7"}),
        ("5 7", {"count": 5, "topic": "7"}),
        ("topic=", {"topic": ""}),
        ("don't", {"topic": "don't"}),
        ("020", {"count": 20}),
    ],
)
def test_words_find_their_options(text: str, options: dict[str, object]) -> None:
    assert QUIZ.parse(text) == options


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("count=0", "count is a whole number from 1 to 20."),
        ("21", "count is a whole number from 1 to 20."),
        ("count=-3", "count is a whole number from 1 to 20."),
        ("count=five", "count is a whole number from 1 to 20."),
        ("count=²", "count is a whole number from 1 to 20."),
        ("000000005999", "count is a whole number from 1 to 20."),
        ("0000000019999", "count is a whole number from 1 to 20."),
        ("count=" + "1" * 5000, "count is a whole number from 1 to 20."),
        ("difficulty=easier", "difficulty is one of easy, medium, hard."),
        ("topic=a topic=b", "topic is given twice. Usage: `/quiz [topic] [count] [difficulty]`"),
        (
            "kount=3",
            "There is no option “kount”. Did you mean count? Usage: `/quiz [topic] [count] [difficulty]`",
        ),
        ("zzz=3", "There is no option “zzz”. Usage: `/quiz [topic] [count] [difficulty]`"),
        ("a 1 easy b", "That is more than `/quiz` takes. Usage: `/quiz [topic] [count] [difficulty]`"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(text: str, reason: str) -> None:
    with pytest.raises(UserError) as refusal:
        QUIZ.parse(text)

    assert str(refusal.value) == reason


@pytest.mark.parametrize(
    ("line", "name", "options"),
    [
        ("/quiz lora", "quiz", {"topic": "lora"}),
        ("quiz", "quiz", {}),
        ("  /QUIZ   5  ", "quiz", {"count": 5}),
        ("/koko ask", "koko ask", {}),
        ("/koko  Ask now", "koko ask now", {}),
        ('/quiz "two  spaces"', "quiz", {"topic": "two  spaces"}),
    ],
)
def test_the_longest_name_wins(line: str, name: str, options: dict[str, object]) -> None:
    spec, found = parse_line(SPECS, line)

    assert (spec.name, found) == (name, options)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("/qiz lora 5", "I don't know `/qiz lora 5`. Did you mean `/quiz`?"),
        ("/koko puase", "I don't know `/koko puase`. Did you mean `/koko pause`?"),
        ("/koko ask nwo", "That is more than `/koko ask` takes. Usage: `/koko ask`"),
        ("/<@U1>", "I don't know `/<@U1>`. `/koko help` shows what I can do."),
        ("/weather", "I don't know `/weather`. `/koko help` shows what I can do."),
        ("/", "I don't know `/`. `/koko help` shows what I can do."),
    ],
)
def test_an_unknown_command_is_answered_with_the_nearest(line: str, reason: str) -> None:
    with pytest.raises(UserError) as refusal:
        parse_line(SPECS, line)

    assert str(refusal.value) == reason


@given(st.text() | st.text(alphabet="quiz koa=1'\"\\"))
def test_any_line_is_understood_or_refused_in_a_sentence(line: str) -> None:
    with suppress(UserError):
        _, options = parse_line(SPECS, line)
        assert options.keys() <= {"topic", "count", "difficulty"}


@given(st.integers(1, 20))
def test_every_number_in_range_is_taken(count: int) -> None:
    assert QUIZ.parse(str(count)) == {"count": count}


@pytest.mark.parametrize(
    ("build", "problem"),
    [
        (lambda: CommandSpec("a b c d", "d"), "one to three words"),
        (lambda: CommandSpec("", "d"), "one to three words"),
        (lambda: CommandSpec("Quiz", "d"), "one to three words"),
        (lambda: CommandSpec("q" * 33, "d"), "one to three words"),
        (lambda: CommandSpec("quiz", ""), "1 to 100 characters"),
        (lambda: CommandSpec("quiz", "d" * 101), "1 to 100 characters"),
        (lambda: CommandSpec("quiz", "d", (TOPIC, TOPIC)), "two options have one name"),
        (lambda: Option(name="How many", description="d"), "an option's name"),
        (lambda: Option(name="count", description=""), "1 to 100 characters"),
        (lambda: Option(name="count", description="d", minimum=1), "both ends"),
        (lambda: Option(name="count", description="d", maximum=1), "both ends"),
        (lambda: Option(name="count", description="d", minimum=-1, maximum=3), "from 0 on"),
        (lambda: Option(name="level", description="d", choices=("Easy",)), "lower case"),
        (lambda: Option(name="level", description="d", choices=("x",) * 26), "at most 25"),
    ],
)
def test_what_some_platform_would_refuse_is_refused_where_it_is_built(
    build: Callable[[], object], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        build()
