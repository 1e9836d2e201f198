"""Cards as blocks: every block is shown, whatever is in it, and Slack takes it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from adapters.slack.names import CommandNames
from adapters.slack.render import Renderer, pressed
from bot.chat.card import Button, Buttons, Card, Fields, File, Image, Style, Table, Text, card, escape
from tests.adapters.slack.rules import mentions, message_problems, problems, view_problems
from tests.contract import cards
from tests.strategies import cards as any_card

RENDERER = Renderer(CommandNames())
PREFIXED = Renderer(CommandNames("acme-"))


def parts(value: object) -> list[str]:
    """All texts that are read, in order."""
    match value:
        case {"type": "text" | "plain_text", "text": str(words)} | {"alt_text": str(words)}:
            return [words]
        case dict():
            return [words for inner in value.values() for words in parts(inner)]
        case list():
            return [words for inner in value for words in parts(inner)]
    return []


def read(blocks: list[dict[str, Any]]) -> str:
    return "".join(parts([block for block in blocks if block["type"] != "actions"]))


def test_every_block_is_shown() -> None:
    shown = cards.gaps("\n".join(parts(RENDERER.blocks(cards.EVERYTHING))))

    assert all(cards.gaps(words) in shown for words in cards.EVERYTHING_SAYS)


def test_a_card_reads_from_its_title_to_its_footer() -> None:
    blocks = RENDERER.blocks(cards.EVERYTHING)

    assert [block["type"] for block in blocks] == ["header", *["rich_text"] * 6, "actions", "context"]


def test_a_field_is_a_line_with_its_name() -> None:
    (block,) = RENDERER.blocks(card("", Fields((("Topic", "fine *tuning*"), ("Minutes", "5")))))

    assert read([block]) == "Topic: fine tuning\nMinutes: 5"
    assert block["elements"][0]["elements"][0]["style"] == {"bold": True}


def test_buttons_say_what_they_do_and_how_much_they_matter() -> None:
    row = (
        Button("Yes", "go", "yes", Style.PRIMARY),
        Button("No", "stop", style=Style.DANGER),
        Button("Later", "stop", "1"),
    )

    (block,) = RENDERER.blocks(card("", Buttons(row)))

    assert [button["text"]["text"] for button in block["elements"]] == ["Yes", "No", "Later"]
    assert [button.get("style") for button in block["elements"]] == ["primary", "danger", None]
    assert [pressed(button["action_id"]) for button in block["elements"]] == [
        ("go", "yes"),
        ("stop", ""),
        ("stop", "1"),
    ]


def test_a_button_says_again_what_it_was_given() -> None:
    assert pressed("answer|c|1") == ("answer", "c|1")


def test_a_picture_is_the_uploaded_file_with_its_words() -> None:
    picture = Image(cards.PIXEL, "a small dot")

    assert RENDERER.blocks(card("", picture), {picture: "F0123"}) == [
        {"type": "image", "slack_file": {"id": "F0123"}, "alt_text": "a small dot"}
    ]
    assert read(RENDERER.blocks(card("", picture))) == "Picture: a small dot"


def test_a_file_is_named() -> None:
    assert read(RENDERER.blocks(card("", File("my-data.json", "{}")))) == "Attached: my-data.json"


def test_commands_are_called_what_they_are_called_here() -> None:
    told = card("", "Try `/quiz`.", Fields((("Next", "`/koko setup`"),)), footer="or `/koko help`")

    assert read(PREFIXED.blocks(told)) == "Try /acme-quiz.Next: /acme-koko setupor /acme-koko help"
    assert PREFIXED.text(told) == "Try `/acme-quiz`.\n\nNext: `/acme-koko setup`\n\nor `/acme-koko help`"


def test_what_members_call_a_command_stays_what_they_wrote() -> None:
    assert read(PREFIXED.blocks(card("", escape("I typed `/quiz` there")))) == "I typed `/quiz` there"


class TestTheFallback:
    def test_says_the_card_without_its_buttons(self) -> None:
        said = RENDERER.text(
            card("Today", "**Why**?", Buttons((Button("Answer", "answer"),)), footer="*soon*")
        )

        assert said == "Today\n\nWhy?\n\nsoon"

    def test_calls_nobody(self) -> None:
        assert RENDERER.text(card("<!channel> & <@U1>")) == "&lt;!channel&gt; &amp; &lt;@U1&gt;"

    def test_is_cut_where_slack_can_read_it(self) -> None:
        said = RENDERER.text(card("", Text("x&" * 2000)))

        assert len(said) <= 3000
        assert said.endswith(("x…", ";…"))

    def test_is_never_empty(self) -> None:
        assert RENDERER.text(card("", Buttons((Button("Answer", "answer"),)))) == "[Answer]"
        assert RENDERER.text(card("", Table(("",), ()))) == "…"


class TestWhatSlackTakes:
    @pytest.mark.parametrize(
        "largest", [cards.EVERYTHING, *(one for one, _ in cards.LARGEST)], ids=lambda one: one.title[:5]
    )
    def test_the_largest_card(self, largest: Card) -> None:
        pictures = {block: "F0123" for block in largest.blocks if isinstance(block, Image)}
        blocks = RENDERER.blocks(largest, pictures)

        assert not message_problems({"text": RENDERER.text(largest), "blocks": blocks})
        assert not view_problems(RENDERER.home(largest))

    @pytest.mark.parametrize(("largest", "ends"), cards.LARGEST)
    def test_the_largest_card_whole(self, largest: Card, ends: tuple[str, ...]) -> None:
        shown = read(RENDERER.blocks(largest))

        assert not [words for words in ends if words not in shown]

    @pytest.mark.parametrize("words", cards.HOSTILE)
    def test_what_people_wrote_as_words(self, words: str) -> None:
        quoting = cards.quoting(words)
        blocks = RENDERER.blocks(quoting)

        assert not problems(blocks, "message")
        assert not mentions({"text": RENDERER.text(quoting), "blocks": blocks})
        assert read(blocks).count(words) == cards.QUOTED
        assert parts(blocks).count(words) >= 4

    @given(any_card)
    @settings(suppress_health_check=[HealthCheck.too_slow])
    def test_any_card(self, any_: Card) -> None:
        said, blocks = RENDERER.text(any_), RENDERER.blocks(any_)

        assert not message_problems({"text": said, "blocks": blocks})
        assert not mentions({"text": said})
