"""Hypothesis strategies for the vocabulary of chat, from the legal through the odd to the hostile."""

from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.chat.adapter import Reaction
from bot.chat.card import MAX_TITLE, Button, Buttons, Card, Code, Fields, File, Image, Style, Table, Text
from bot.chat.events import (
    ButtonPressed,
    CommandInvoked,
    CompletionAsked,
    Event,
    FormSubmitted,
    HomeOpened,
    MessageDeleted,
    MessageEdited,
    MessageSent,
    PlaceGained,
    PlaceLost,
    ShortcutUsed,
    WorkspaceLost,
)
from bot.chat.outbox import Action, Edit, React, Send
from bot.chat.refs import MessageRef, Person, Place

words = st.text(max_size=30)
names = st.text(min_size=1, max_size=20)
shown = names.filter(lambda text: bool(text.strip()))
moments = st.timedeltas(timedelta(), timedelta(days=40_000)).map(datetime(1990, 1, 1, tzinfo=UTC).__add__)

hostile = st.lists(
    st.sampled_from(
        [
            *"<>@&|:#*_`~[]()\\!=-+.{}'\"",
            *("\n", "\n\n", "    ", "\t", "  \n", "\r\n", "\n===", "\n---", "\n    "),
            *("```", "~~~", "||", "**", "__", "1. ", "> ", "# ", "- ", "<@U1>", "<!channel>", "@everyone"),
            *("<script>alert(1)</script>", "[a](javascript:b)", "![x](http://x.y/z.png)", "https://x.y/z"),
            *("&lt;", "&#64;", "\u200b", "\u202e", "\u2066", "\u00ad", "\U000e0041", "é", "語", "👩‍🔬"),
            *("word", "snake_case", "a*b*c", "=", ":smile:", "$x^2$"),
        ]
    )
    | st.text(alphabet=string.printable, max_size=5)
    | words,
    max_size=12,
).map("".join)
"""What somebody might type to be shown as something else."""

people = st.builds(Person, adapter=names, workspace=names, user=names, name=words)
places = st.builds(Place, adapter=names, workspace=names, channel=names, thread=st.none() | names)
messages = st.builds(MessageRef, place=places, id=names)

buttons = st.builds(
    Button,
    label=shown,
    action=names.filter(lambda text: "|" not in text),
    value=words,
    style=st.sampled_from(Style),
)
tables = st.integers(1, 4).flatmap(
    lambda width: st.builds(
        Table,
        header=st.tuples(*[words] * width),
        rows=st.lists(st.tuples(*[words] * width), max_size=3).map(tuple),
    )
)
cards = st.builds(
    Card,
    title=st.text(min_size=1, max_size=MAX_TITLE),
    blocks=st.lists(
        st.builds(Text, text=shown)
        | st.builds(Code, text=shown, language=words)
        | st.builds(Fields, fields=st.lists(st.tuples(shown, shown), min_size=1, max_size=3).map(tuple))
        | tables
        | st.builds(Image, png=st.binary(max_size=20), alt=names)
        | st.builds(File, name=st.just("my-data.json"), text=words)
        | st.builds(
            Buttons,
            buttons=st.lists(buttons, min_size=1, max_size=3, unique_by=lambda b: (b.action, b.value)).map(
                tuple
            ),
        ),
        max_size=4,
    )
    .filter(lambda blocks: sum(isinstance(block, Buttons) for block in blocks) <= 1)
    .map(tuple),
    footer=words,
)
actions: st.SearchStrategy[Action] = (
    st.builds(Send, to=places | people, card=cards, thread=words)
    | st.builds(Edit, message=messages, card=cards)
    | st.builds(React, message=messages, reaction=st.sampled_from(Reaction))
)
_happened: dict[str, st.SearchStrategy[Any]] = {"id": names, "at": moments}
_done = _happened | {"person": people, "place": places}
_written = _happened | {"person": people, "message": messages, "text": words, "addressed": st.booleans()}
_options = st.dictionaries(names, words | st.integers(-(10**9), 10**9), max_size=3)
_values = st.dictionaries(names, words, max_size=3)
_maybe_message = st.none() | messages

events: st.SearchStrategy[Event] = (
    st.builds(CommandInvoked, **_done, command=names, options=_options)
    | st.builds(ButtonPressed, **_done, action=names, value=words, message=_maybe_message)
    | st.builds(FormSubmitted, **_done, action=names, value=words, values=_values, message=_maybe_message)
    | st.builds(ShortcutUsed, **_done, shortcut=names, message=messages)
    | st.builds(HomeOpened, id=names, person=people)
    | st.builds(
        CompletionAsked, id=names, person=people, place=places, command=names, option=names, typed=words
    )
    | st.builds(MessageSent, **_written)
    | st.builds(MessageEdited, **_written)
    | st.builds(MessageDeleted, **_happened, message=messages)
    | st.builds(PlaceGained, **_happened, place=places, person=st.none() | people)
    | st.builds(PlaceLost, **_happened, place=places, reason=words)
    | st.builds(WorkspaceLost, **_happened, adapter=names, workspace=names, reason=words)
)
