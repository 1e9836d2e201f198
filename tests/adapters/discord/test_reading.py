"""The tests' own reading of Discord's Markdown sees all that clients make of a text."""

from __future__ import annotations

import pytest

from tests.adapters.discord.reading import lines, marks, mentions, words

SEEN = [
    ("**a**", "bold a"),
    ("*a*", "italic a"),
    ("_a_", "italic a"),
    ("__a__", "underline a"),
    ("~~a~~", "strike a"),
    ("||a||", "spoiler a"),
    ("`a`", "code a"),
    ("``a`b``", "code a`b"),
    ("<@1>", "call <@1>"),
    ("<@!1>", "call <@!1>"),
    ("<@&1>", "call <@&1>"),
    ("@everyone", "call @everyone"),
    ("@here", "call @here"),
    ("<#1>", "mention <#1>"),
    ("<id:browse>", "mention <id:browse>"),
    ("</koko ask now:1>", "mention </koko ask now:1>"),
    ("<t:1:R>", "mention <t:1:R>"),
    ("<a:wave:1>", "mention <a:wave:1>"),
    (":wave:", "emoji :wave:"),
    ("https://x.y/z", "link https://x.y/z"),
    ("<https://x.y/z>", "link https://x.y/z"),
    ("<ada@x.y>", "link ada@x.y"),
    ("[a](https://x.y/z)", "link a"),
    ("[a](<https://x.y/z>)", "link a"),
    ("discord.gg/abc", "link discord.gg/abc"),
    ("discord.com/invite/abc", "link discord.com/invite/abc"),
    ("# a", "heading 1"),
    ("### a", "heading 3"),
    ("-# a", "small"),
    ("- a", "item"),
    ("1. a", "item"),
    ("> a", "quote"),
    (">>> a", "quote"),
]


def test_each_mark() -> None:
    assert [(content, marks(content)) for content, _ in SEEN] == [(content, [seen]) for content, seen in SEEN]


@pytest.mark.parametrize(
    "content",
    [
        *(
            "\\*a*",
            "\\_a_",
            "\\*\\*a**",
            "\\~~a~~",
            "\\`a`",
            "\\<@1>",
            "\\<#1>",
            "\\<id:browse>",
            "\\@everyone",
        ),
        *(
            "\\:wave:",
            "https\\://x.y",
            "\\[a](b)",
            "\\# a",
            "\\-# a",
            "\\- a",
            "1\\. a",
            "\\> a",
            "\\\\ a",
            "\\```a```",
        ),
    ],
)
def test_a_backslash_takes_its_meaning_away(content: str) -> None:
    assert marks(content) == []


def test_marks_within_marks() -> None:
    assert marks("**a *b***") == ["bold a ", "bold b", "italic b"]
    assert marks("***a* b**") == ["bold a", "italic a", "bold  b"]


def test_code_is_code_whatever_it_holds() -> None:
    (code,) = lines("```py\n# a\n**b**\n\n<@1>\n```")

    assert (code.kind, code.words) == ("code", "# a\n**b**\n\n<@1>")
    assert mentions("```\n<@1>\n```") == []


def test_what_is_called() -> None:
    assert mentions("<@1> <#2> \\@everyone @here `<@3>`") == ["<@1>", "@here"]


def test_what_the_eye_sees() -> None:
    assert words("## a\n-# b\n- c\n  - **d**\n\n> e\n```\nf\n```\ng\\*") == "a\nb\n- c\n  - d\n\ne\nf\ng*"
