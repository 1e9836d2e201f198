"""The cards and forms that try an adapter: every block, the largest, and what people might write."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.card import (
    MAX_ACTION,
    MAX_BLOCKS,
    MAX_BUTTONS,
    MAX_COLUMNS,
    MAX_FIELDS,
    MAX_FILE,
    MAX_LABEL,
    MAX_ROWS,
    MAX_TEXT,
    MAX_TITLE,
    Button,
    Buttons,
    Card,
    Code,
    Fields,
    File,
    Image,
    Style,
    Table,
    Text,
    card,
    escape,
)
from bot.chat.form import (
    MAX_ABOUT,
    MAX_CHOICE,
    MAX_HINT,
    MAX_OPTION,
    MAX_OPTIONS,
    MAX_VALUE,
    Choice,
    Form,
    Input,
    Select,
    TextInput,
)
from bot.chat.form import MAX_LABEL as MAX_INPUT_LABEL
from bot.chat.form import MAX_TEXT as MAX_FORM_TEXT
from bot.chat.form import MAX_TITLE as MAX_FORM_TITLE

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)

EVERYTHING = card(
    "Today",
    "Why is the base frozen\\?\n\n- one\n- two",
    Code("for x in xs:\n    print(x)", "python"),
    Fields((("Topic", "fine tuning"), ("Minutes", "5"))),
    Table(("rank", "member"), (("1", "Ada"), ("2", "Grace"))),
    Image(PIXEL, "a small dot"),
    File("my-data.json", '{"answers": 3}'),
    Buttons((Button("Answer", "answer", style=Style.PRIMARY), Button("Hint", "hint"))),
    footer="open until nine",
)
EVERYTHING_SAYS = (
    "Today",
    "Why is the base frozen?",
    "one",
    "for x in xs: print(x)",
    *("Topic", "fine tuning", "Minutes", "5"),
    *("rank", "member", "1", "Ada", "Grace"),
    "a small dot",
    "my-data.json",
    "open until nine",
)
EVERYTHING_CARRIES = {PIXEL, b'{"answers": 3}'}


def _words(length: int, first: str, last: str) -> str:
    """Text of exactly so many characters."""
    return f"{first} {'word ' * length}"[: length - len(last) - 1] + f" {last}"


_CELLS = tuple(
    tuple(f"cell{row:03}-{column:03}" for column in range(MAX_COLUMNS)) for row in range(MAX_ROWS + 1)
)
_MANY = tuple(
    Button(_words(MAX_LABEL, "Press", f"b{n:02}"), "a", f"{n:02}".zfill(MAX_ACTION - 2))
    for n in range(MAX_BUTTONS)
)

LARGEST: tuple[tuple[Card, tuple[str, ...]], ...] = (
    (card("", _words(MAX_TEXT, "alpha", "omega")), ("alpha", "omega")),
    (card("", Code(_words(MAX_TEXT, "beta", "psi"))), ("beta", "psi")),
    (card("", Table(_CELLS[0], _CELLS[1:])), ("cell000-000", "cell050-005")),
    (
        card(
            _words(MAX_TITLE, "gamma", "chi"),
            *(Text(f"paragraph{n}") for n in range(MAX_BLOCKS - 5)),
            Fields(tuple((f"name{n}", _words(100, f"value{n}", "end")) for n in range(MAX_FIELDS))),
            Image(PIXEL, _words(1000, "delta", "phi")),
            File("large.txt", "x" * MAX_FILE),
            Code("x = 1"),
            Buttons(_MANY),
            footer=_words(300, "epsilon", "upsilon"),
        ),
        (
            "gamma",
            "chi",
            "paragraph0",
            f"paragraph{MAX_BLOCKS - 6}",
            "name9",
            "delta",
            "phi",
            "epsilon",
            "upsilon",
        ),
    ),
)

HOSTILE = (
    *("@everyone", "@here", "<@U1>", "<!channel>", "<#C1>", "<@&42>", "<https://x.y|bank>"),
    *("**bold**", "_slanted_", "*starred*", "~~struck~~", "||hidden||", "`code`", "```fence```"),
    *("[a](https://x.y/z)", "![a](https://x.y/z.png)", "<b>x</b>", "<script>alert(1)</script>", "&amp;"),
    *("# heading", "- item", "> quoted", "1. one", "a | b", "a\\b", ":smile:", "x < y > z", "\"'"),
)
QUOTED = 8


def quoting(words: str) -> Card:
    """A card that shows what somebody wrote `QUOTED` times, and on a button."""
    return card(
        words,
        escape(words),
        Code(words),
        Fields(((words, escape(words)),)),
        Table((words,), ((words,),)),
        Buttons((Button(words, "go"),)),
        footer=escape(words),
    )


FORM = Form(
    action="answer",
    value="c|1",
    title="Your answer",
    text="Two things.",
    inputs=(
        TextInput(id="why", label="Why", multiline=True, max_length=500, initial="Because"),
        Select(
            id="days",
            label="Days",
            options=(Choice("Monday", "0"), Choice("Tuesday", "1"), Choice("Wednesday", "2")),
            multiple=True,
            required=False,
        ),
    ),
)
_TEXT = TextInput(
    id="text0",
    label=_words(MAX_INPUT_LABEL, "Label", "0"),
    multiline=True,
    max_length=MAX_VALUE,
    placeholder=_words(MAX_HINT, "Like", "this"),
    initial=_words(MAX_VALUE, "It", "was"),
)
_SELECT = Select(
    id="select0",
    label=_words(MAX_INPUT_LABEL, "Choose", "0"),
    options=tuple(
        Choice(
            _words(MAX_OPTION, "Option", f"{n:02}"),
            f"{n:02}".zfill(MAX_CHOICE),
            _words(MAX_ABOUT, "About", f"{n:02}"),
        )
        for n in range(MAX_OPTIONS)
    ),
    multiple=True,
)
LARGEST_FORM = Form(
    action="a",
    value="v" * (MAX_ACTION - 2),
    title=_words(MAX_FORM_TITLE, "Large", "form"),
    text=_words(MAX_FORM_TEXT, "Read", "this"),
    inputs=(
        _TEXT,
        replace(_TEXT, id="text1"),
        replace(_TEXT, id="text2"),
        _SELECT,
        replace(_SELECT, id="select1"),
    ),
)


def largest_value(entry: Input) -> str:
    """The most that somebody can put into an input."""
    if isinstance(entry, TextInput):
        return _words(entry.max_length, "I", "typed")
    return ",".join(option.value for option in entry.options)


def gaps(text: str) -> str:
    """With one space for each gap: platforms break lines as they like."""
    return " ".join(text.split())
