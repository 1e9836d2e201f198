"""Koko's Markdown as Discord's: what Koko marks is marked, what people wrote is words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.markdown import discord_markdown, literal, preformatted, size, small, table
from bot.chat.card import escape, place_link
from bot.chat.plain import unmark
from bot.chat.refs import Place
from tests.adapters.discord.reading import INVISIBLE, lines, marks, mentions, words
from tests.contract.cards import HOSTILE, gaps
from tests.strategies import hostile

DISCORDS_OWN = (
    *("<@42>", "<@!42>", "<#42>", "<id:browse>", "</koko ask now:42>", "<t:42:R>", "<a:wave:42>", ":wave:"),
    *("__under__", "||hidden||", "-# small", "### heading", ">>> quoted", "* item", "+ item"),
    *("discord.gg/koko", "Discordapp.com/invite/koko", "see discord.com/invite/koko", "<ada@x.y>"),
)
NEVER_SENT = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


@pytest.mark.parametrize(
    ("koko", "discord"),
    [
        ("one\ntwo\n\nthree", "one\ntwo\n\nthree"),
        ("**a** *b* ~~c~~ `d`", "**a** *b* ~~c~~ `d`"),
        ("__a__ _b_", "**a** *b*"),
        ("a\\*b snake_case", "a\\*b snake\\_case"),
        ("&amp; &#64;here", "& \\@here"),
        ("# Title\n\nText", "**Title**\n\nText"),
        ("one\n\n---\n\ntwo", "one\n\n———\n\ntwo"),
        ("Two things:\n\n- one\n- two\n\nNo more", "Two things:\n- one\n- two\n\nNo more"),
        ("- one\n  - deep\n\n4. four\n5. five", "- one\n  - deep\n4. four\n5. five"),
        ("> one\n> two\n\nthree", "> one\n> two\nthree"),
        ("Look:\n```python\nif x:\n\n    y\n```\nEnd", "Look:\n```python\nif x:\n\n    y\n```\nEnd"),
        ("- a:\n  ```\n  x\n  ```\n- b", "- a:\n```\nx\n```\n- b"),
        ("line  \n   under *it*  \nnext", "line\n-# under *it*\nnext"),
        ("| a | b |\n|---|---|\n| 1 | **2** |", "```\na  b\n1  2\n```"),
    ],
)
def test_each_mark(koko: str, discord: str) -> None:
    assert discord_markdown(koko) == discord


class TestALink:
    @pytest.mark.parametrize(
        ("koko", "discord"),
        [
            ("[paper](https://x.y/z)", "[paper](<https://x.y/z>)"),
            ("[**bold** paper](https://x.y/a_(b))", "[**bold** paper](<https://x.y/a_%28b%29>)"),
            ("<https://x.y/a_b>", "<https://x.y/a_b>"),
            ("[www.bank.de](https://x.y)", "www.bank.de (<https://x.y>)"),
            ("[https://bank.de](https://x.y)", "https\\://bank.de (<https://x.y>)"),
            ("[a \\[b\\]](https://x.y)", "a \\[b] (<https://x.y>)"),
            ("[mail](mailto:a@b.c)", "mail (mailto:a@b.c)"),
        ],
    )
    def test_says_where_it_leads_and_unfurls_nothing(self, koko: str, discord: str) -> None:
        assert discord_markdown(koko) == discord

    def test_without_a_mark_is_no_link(self) -> None:
        assert marks(discord_markdown("see https://x.y/z")) == []

    def test_to_a_channel_shows_its_name(self) -> None:
        channel = Place("discord", "1100000000000000001", "1100000000000000002")

        assert discord_markdown(place_link(channel)) == "<#1100000000000000002>"
        assert words(discord_markdown(place_link(Place("discord", "1", "general")))) == "#general"


class TestCode:
    def test_cannot_end_its_fence(self) -> None:
        (only,) = lines(preformatted("a\n```\n<@1> **b**\n````"))

        assert (only.kind, only.words) == ("code", "a\n```\n<@1> **b**\n````")

    def test_has_a_language_only_if_that_is_one(self) -> None:
        assert preformatted("x", "python").startswith("```python\n")
        assert preformatted("x", "py thon`").startswith("```\n")

    def test_with_backticks_in_a_line_is_words(self) -> None:
        assert marks(discord_markdown("``a`b``")) == []
        assert words(discord_markdown("``a`b``")) == "a`b"

    @given(hostile)
    def test_is_shown_to_the_letter(self, code: str) -> None:
        shown = list(lines(preformatted(code, "py")))

        assert [line.kind for line in shown] == ["code"]
        sent = NEVER_SENT.sub("", code).replace(INVISIBLE, "")
        assert shown[0].words.strip("\n") == sent.strip("\n")


class TestATable:
    HEADER = ("", "member", "points", "answered", "streak", "change")

    def test_that_a_telephone_shows_is_aligned(self) -> None:
        assert table(("member", "score"), [("Ada", "5/5"), ("Grace", "–")]) == (
            "```\nmember  score\nAda     5/5\nGrace   –\n```"
        )

    def test_that_is_wider_has_a_line_for_each_row(self) -> None:
        rows = [("1", "Ada", "240", "5", "6", ""), ("2", "Bo_*", "9", "1", "0", "+9")]

        assert table(self.HEADER, rows) == (
            "- **1 Ada**: points 240, answered 5, streak 6\n"
            "- **2 Bo\\_\\*\u200b**: points 9, answered 1, streak 0, change +9"
        )

    def test_that_is_large_does_not_grow(self) -> None:
        shown = table(("h" * 300,) * 6, [("x",) * 6] * 50)

        assert shown.endswith("x  x  x  x  x  x\n```")
        assert len(shown) < 4000

    def test_without_rows_shows_its_header(self) -> None:
        assert "answered" in table(self.HEADER, [])


def test_small_lines_are_small_each() -> None:
    assert small("one\n\n*two*") == "-# one\n-# *two*"


@pytest.mark.parametrize("empty", ["```\n```", "#", ">", "[a]: https://x.y/z"])
def test_marks_around_nothing_are_shown_as_they_stand(empty: str) -> None:
    assert words(discord_markdown(empty)) == empty


def test_marks_that_touch_are_kept_apart() -> None:
    assert marks(discord_markdown("*a***b** ***c***")) == ["italic a", "bold b", "italic c", "bold c"]


def test_a_character_beyond_the_first_plane_counts_twice() -> None:
    assert size("a語👩") == 4


@pytest.mark.parametrize("shown", [lambda wrote: discord_markdown(escape(wrote)), literal])
def test_what_people_wrote_is_shown_to_the_letter(shown: Callable[[str], str]) -> None:
    seen = {wrote: shown(wrote) for wrote in (*HOSTILE, *DISCORDS_OWN)}
    assert {wrote: said for wrote, said in seen.items() if words(said) != wrote or marks(said)} == {}


@given(hostile)
def test_escaped_text_never_is_more_than_words(wrote: str) -> None:
    shown = discord_markdown(escape(wrote))

    assert marks(shown) == []
    assert gaps(words(shown)) == gaps(NEVER_SENT.sub("", unmark(escape(wrote))).replace(INVISIBLE, ""))


@given(hostile)
def test_literal_text_never_is_more_than_words(wrote: str) -> None:
    assert marks(literal(wrote)) == []
    assert gaps(words(literal(wrote))) == gaps(NEVER_SENT.sub("", wrote).replace(INVISIBLE, ""))


@given(hostile, st.sampled_from(["**{}**", "*{}*", "- {}", "> {}", "[{}](https://x.y)", "1. **{}** x"]))
def test_words_within_koko_s_marks_add_none_of_their_own(wrote: str, frame: str) -> None:
    shown = discord_markdown(frame.format(escape(" ".join(wrote.split()) or "x")))

    assert len(marks(shown)) <= 2
    assert mentions(shown) == []


@given(hostile)
def test_whatever_is_marked_calls_nobody(markdown: str) -> None:
    assert mentions(discord_markdown(markdown)) == []
