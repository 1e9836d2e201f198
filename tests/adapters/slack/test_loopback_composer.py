"""What people type, as Slack's composer sends it."""

from __future__ import annotations

import pytest

from tests.adapters.slack.loopback.composer import composed
from tests.adapters.slack.loopback.state import Json

PEOPLE = {"ada": "U0ADA"}
CHANNELS = {"general": "C0GENERAL"}


def text(typed: str) -> str:
    return composed(typed, PEOPLE, CHANNELS)[0]


def elements(typed: str) -> list[Json]:
    (block,) = composed(typed, PEOPLE, CHANNELS)[1]
    found: list[Json] = block["elements"]
    return found


@pytest.mark.parametrize(
    ("typed", "arrives"),
    [
        ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"),
        ("&lt;", "&amp;lt;"),
        ("<@U0ADA> <!here>", "&lt;@U0ADA&gt; &lt;!here&gt;"),
        ("@ada, look", "<@U0ADA>, look"),
        ("@nobody and a@b", "@nobody and a@b"),
        ("@here @channel", "<!here> <!channel>"),
        ("in #general or #nowhere", "in <#C0GENERAL|general> or #nowhere"),
        ("see https://a.example/x?y=1&z=2.", "see <https://a.example/x?y=1&amp;z=2>."),
        ("[the paper](https://a.example)", "<https://a.example|the paper>"),
        ("ada@example.com", "<mailto:ada@example.com|ada@example.com>"),
        ("4 * 5 * 6 and snake_case_name", "4 * 5 * 6 and snake_case_name"),
        ("`x < y`", "`x &lt; y`"),
        ("> quoted\nnot", "&gt; quoted\nnot"),
        ("- one\n- two", "• one\n• two"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("👍", ":+1:"),
        ("before\n```\na\n```\nafter", "before\n```a```\nafter"),
        ("```one line```", "```one line```"),
    ],
)
def test_the_text_is_escaped_and_marked(typed: str, arrives: str) -> None:
    assert text(typed) == arrives


def test_the_blocks_say_the_same_unescaped() -> None:
    assert elements("a & b @ada https://a.example 👍") == [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "a & b "},
                {"type": "user", "user_id": "U0ADA"},
                {"type": "text", "text": " "},
                {"type": "link", "url": "https://a.example"},
                {"type": "text", "text": " "},
                {"type": "emoji", "name": "+1", "unicode": "1f44d"},
            ],
        }
    ]


def test_styles_lose_their_marks() -> None:
    (section,) = elements("*so* `x*y`")
    assert section["elements"] == [
        {"type": "text", "text": "so", "style": {"bold": True}},
        {"type": "text", "text": " "},
        {"type": "text", "text": "x*y", "style": {"code": True}},
    ]


def test_code_is_an_element_of_its_own() -> None:
    before, code, after = elements("before\n```\na < b\n```\nafter")

    assert before["elements"] == [{"type": "text", "text": "before\n"}]
    assert code == {
        "type": "rich_text_preformatted",
        "elements": [{"type": "text", "text": "a < b"}],
        "border": 0,
    }
    assert after["elements"] == [{"type": "text", "text": "after"}]


def test_lists_and_quotes_are_elements_of_their_own() -> None:
    listed, words, quote = elements("- one\n- *two*\nso\n> said")

    assert (listed["type"], listed["style"]) == ("rich_text_list", "bullet")
    assert [item["elements"][0]["text"] for item in listed["elements"]] == ["one", "two"]
    assert words["elements"] == [{"type": "text", "text": "so\n"}]
    assert (quote["type"], quote["elements"]) == ("rich_text_quote", [{"type": "text", "text": "said"}])
