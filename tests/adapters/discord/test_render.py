"""Cards as messages of components."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings

from adapters.discord.render import message, pressed
from bot.chat.card import Button, Buttons, Card, Code, Fields, File, Image, Style, Table, Text, card, escape
from bot.chat.plain import plain
from tests.adapters.discord.reading import Json, buttons, contents, marks, read
from tests.adapters.discord.rules import mentions, message_problems
from tests.contract import cards
from tests.strategies import cards as any_card


def components(shown: Card) -> list[Json]:
    body = message(shown).body
    assert not message_problems(body)
    found: list[Json] = body["components"]
    return found


def said(shown: Card) -> str:
    return read(components(shown))


def test_every_block_has_its_place() -> None:
    sent = message(cards.EVERYTHING)

    assert read(sent.body["components"]) == (
        "Today\nWhy is the base frozen?\n- one\n- two\nfor x in xs:\n    print(x)\n"
        "Topic: fine tuning\nMinutes: 5\nrank  member\n1     Ada\n2     Grace\n\n"
        "[picture: a small dot]\n\n[file: my-data.json]\n\n[Answer]  [Hint]\n\nopen until nine"
    )
    assert sent.files == {"picture.png": cards.PIXEL, "my-data.json": b'{"answers": 3}'}
    assert sent.body["attachments"] == [
        {"id": "0", "filename": "picture.png", "description": "a small dot"},
        {"id": "1", "filename": "my-data.json"},
    ]


def test_nobody_is_called_and_nothing_of_an_earlier_message_stays() -> None:
    body = message(card("Today")).body

    assert body["allowed_mentions"] == {"parse": []}
    assert body["attachments"] == []


def test_a_title_is_a_heading_and_a_footer_is_small() -> None:
    (shown,) = contents(components(card("Today", "Why?", footer="until nine")))

    assert shown.split("\n")[0] == "## Today"
    assert shown.split("\n")[-1] == "-# until nine"


def test_a_title_is_one_line_of_words() -> None:
    assert contents(components(card("# Two\n lines *here*"))) == ["## \\# Two lines \\*here\\*"]


def test_a_field_is_a_line_with_its_name() -> None:
    (shown,) = contents(components(card("", Fields((("Topic", "fine *tuning*"), ("Minutes", "5"))))))

    assert shown == "**Topic:** fine *tuning*\n**Minutes:** 5"


def test_a_field_with_a_list_begins_it_on_a_line_of_its_own() -> None:
    assert said(card("", Fields((("Steps", "- one\n- two"),)))) == "Steps:\n- one\n- two"


def test_buttons_say_what_they_do_and_how_much_they_matter() -> None:
    row = (
        Button("Yes", "go", "yes", Style.PRIMARY),
        Button("No", "stop", style=Style.DANGER),
        Button("Later", "stop", "1"),
    )

    shown = buttons(components(card("", Buttons(row))))

    assert [button["label"] for button in shown] == ["Yes", "No", "Later"]
    assert [button["style"] for button in shown] == [1, 4, 2]
    assert [pressed(button["custom_id"]) for button in shown] == [("go", "yes"), ("stop", ""), ("stop", "1")]


def test_a_label_of_wide_characters_is_cut() -> None:
    (button,) = buttons(components(card("", Buttons((Button("👩" * 75, "go"),)))))

    assert button["label"].endswith("…")


def test_a_button_says_again_what_it_was_given() -> None:
    assert pressed("answer|c|1") == ("answer", "c|1")


@pytest.mark.parametrize(("count", "rows"), [(5, [5]), (7, [4, 3]), (11, [4, 4, 3]), (25, [5] * 5)])
def test_more_than_five_buttons_are_in_rows_of_much_the_same_length(count: int, rows: list[int]) -> None:
    row = Buttons(tuple(Button(str(number), "go", str(number)) for number in range(count)))
    shown = components(card("", row))

    assert [len(row["components"]) for row in shown] == rows
    assert [button["label"] for button in buttons(shown)] == [str(number) for number in range(count)]


def test_pictures_side_by_side_share_a_gallery() -> None:
    first, gallery = components(card("Two", Image(b"1", "one"), Image(b"2", "two")))

    assert first["type"] == 10
    assert gallery["items"] == [
        {"media": {"url": "attachment://picture.png"}, "description": "one"},
        {"media": {"url": "attachment://picture2.png"}, "description": "two"},
    ]


def test_the_words_of_a_picture_are_as_many_as_discord_takes() -> None:
    (gallery,) = components(card("", Image(b"1", "語👩" * 600)))

    assert gallery["items"][0]["description"].endswith("…")


def test_files_of_one_name_and_of_odd_names_are_told_apart() -> None:
    sent = message(card("", File("a.py", "1"), File("a.py", "2"), File("größe", "3"), File("語", "4")))

    assert sent.files == {"a.py": b"1", "a2.py": b"2", "gr_e": b"3", "_": b"4"}
    assert not message_problems(sent.body)


def test_a_message_is_marked_in_its_first_component() -> None:
    assert (
        message(card("Today", "Why?", Buttons((Button("Answer", "answer"),))), 7).body["components"][0]["id"]
        == 7
    )


class TestWhatIsTooMuch:
    def test_of_one_text_is_cut_and_attached_whole(self) -> None:
        long = ("word " * 796).strip()
        large = card("Log", "Before", Code(long), "After", footer="the end")
        sent = message(large)
        shown = read(sent.body["components"])

        assert not message_problems(sent.body)
        assert shown.startswith("Log\nBefore\nword word")
        assert shown.endswith("…\nAfter\nthe end\n\n[file: whole-text.txt]")
        assert sent.files["whole-text.txt"].decode() == plain(large)

    def test_of_words_that_need_escapes_is_cut_too(self) -> None:
        sent = message(card("", Table(("*" * 40, "_" * 40), (("`" * 40, "~" * 40),) * 23)))

        assert not message_problems(sent.body)
        assert list(sent.files) == ["whole-text.txt"]

    def test_of_rows_is_gathered(self) -> None:
        rows = [Buttons((Button(name, "go", name),)) for name in "abcdefghi"]
        more = Buttons(tuple(Button(f"more {number}", "go", str(number)) for number in range(15)))
        blocks = [block for row in rows for block in (Text("word"), row)]
        sent = message(card("", *blocks, more))

        assert not message_problems(sent.body)
        assert len(buttons(sent.body["components"])) == 24
        assert contents(sent.body["components"])[0].count("word") == 9

    def test_of_files_is_packed(self) -> None:
        files = [File(f"f{number}.txt", str(number)) for number in range(19)]
        sent = message(card("", *files, Buttons((Button("Go", "go"),))))

        assert not message_problems(sent.body)
        assert list(sent.files) == ["f0.txt", "f1.txt", "f2.txt", "f3.txt", "more.zip"]
        with zipfile.ZipFile(io.BytesIO(sent.files["more.zip"])) as packed:
            assert packed.read("15-f18.txt") == b"18"


class TestWhatDiscordTakes:
    @pytest.mark.parametrize(
        "largest", [cards.EVERYTHING, *(one for one, _ in cards.LARGEST)], ids=lambda one: one.title[:5]
    )
    def test_the_largest_card(self, largest: Card) -> None:
        assert not message_problems(message(largest).body)

    @pytest.mark.parametrize(("largest", "ends"), cards.LARGEST)
    def test_the_largest_card_whole(self, largest: Card, ends: tuple[str, ...]) -> None:
        sent = message(largest)
        whole = read(sent.body["components"]) + sent.files.get("whole-text.txt", b"").decode()

        assert not [words for words in ends if words not in whole]

    @pytest.mark.parametrize("words", cards.HOSTILE)
    def test_what_people_wrote_as_words(self, words: str) -> None:
        body = message(cards.quoting(words)).body
        *texts, row, footer = body["components"]

        assert not message_problems(body)
        assert not mentions(body)
        assert read([*texts, footer]).count(words) == cards.QUOTED
        assert [button["label"] for button in row["components"]] == [words]
        made = {mark.split(" ")[0] for content in contents(body["components"]) for mark in marks(content)}
        assert made == {"heading", "bold", "small"}

    def test_words_that_cannot_be_sent_as_none(self) -> None:
        assert said(card("\x00\ud800")) == "…"
        assert said(card("a\x00b", escape("c\ud800d"), Code("e\x1bf"))) == "ab\ncd\nef"

    @given(any_card)
    @settings(suppress_health_check=[HealthCheck.too_slow])
    def test_any_card(self, any_: Card) -> None:
        body = message(any_, 1).body

        assert not message_problems(body)
        assert not mentions(body)
        assert not mentions({"components": []})
