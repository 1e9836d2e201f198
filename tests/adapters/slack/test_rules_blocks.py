"""Slack's rules for blocks: what is valid passes, and each rule refuses what breaks it."""

from __future__ import annotations

import pytest

from tests.adapters.broken import misjudged
from tests.adapters.slack.block_kit import (
    CONFIRM,
    EVERY_INLINE,
    FILE,
    FORM,
    QUESTION,
    Json,
    ask,
    bullets,
    button,
    cell,
    date,
    header,
    line,
    line_input,
    menu,
    mrkdwn,
    offer,
    option,
    picture,
    plain,
    rich,
    row,
    section,
    table,
    words,
)
from tests.adapters.slack.rules import Surface, problems, view_problems


def test_a_question_with_every_block_is_a_valid_message() -> None:
    assert problems(QUESTION, "message") == []


def test_a_message_without_tables_and_markdown_is_a_valid_modal_and_home() -> None:
    assert problems(QUESTION[:-2], "modal") == []
    assert problems(QUESTION[:-2], "home") == []


def test_every_element_of_rich_text_is_known() -> None:
    assert problems([EVERY_INLINE], "message") == []


def test_a_form_with_every_input_is_a_valid_modal() -> None:
    assert view_problems(FORM) == []


def test_a_home_with_an_input_is_valid() -> None:
    assert view_problems({"type": "home", "blocks": [header(), ask(menu())], "callback_id": "home"}) == []


def test_texts_are_measured_in_characters_and_may_be_as_long_as_the_page_says() -> None:
    exactly = [
        header("é" * 150),
        section(text=plain("x" * 3000), fields=[plain("x" * 2000)]),
        row(button(text=plain("x" * 75), action_id="x" * 255, value="x" * 2000)),
        picture(slack_file=FILE, alt_text="x" * 2000, title=plain("x" * 2000)),
    ]
    assert problems(exactly, "message") == []


BROKEN_BLOCKS: list[tuple[Json, str]] = [
    # Header block
    (header("x" * 151), "header: text has at most 150 characters"),
    (header(""), "header: text has at least 1 character"),
    ({"type": "header", "text": mrkdwn()}, "header: text.type is 'plain_text'"),
    ({"type": "header"}, "header: text is required"),
    (header(level=1), "header: level is not known here"),
    (header(block_id="x" * 256), "header: block_id has at most 255 characters"),
    (header(block_id=""), "header: block_id has at least 1 character"),
    # Text object
    (section(text=plain(verbatim=True)), "section: text.verbatim is not known here"),
    (section(text=mrkdwn(emoji=True)), "section: text.emoji is not known here"),
    (section(text={"type": "html", "text": "x"}), "'plain_text', 'mrkdwn'"),
    (section(text="x"), "section: text should be a valid dictionary"),
    (section(text=plain("x" * 3001)), "section: text has at most 3,000 characters"),
    # Section block
    (section(), "section: needs text or fields"),
    (section(text=mrkdwn("")), "section: text has at least 1 character"),
    (section(text=mrkdwn("x" * 3001)), "section: text has at most 3,000 characters"),
    (section(fields=[]), "section: fields has at least 1 item"),
    (section(fields=[plain()] * 11), "section: fields has at most 10 items"),
    (section(fields=[plain("x" * 2001)]), "section: fields[0] has at most 2,000 characters"),
    (section(text=plain(), accessory={"type": "video"}), "video: is of no type that is allowed here"),
    (section(text=plain(), accessory=line_input()), "plain_text_input: is of no type that is allowed here"),
    # Context block
    ({"type": "context", "elements": []}, "context: elements has at least 1 item"),
    ({"type": "context", "elements": [plain()] * 11}, "context: elements has at most 10 items"),
    ({"type": "context", "elements": [button()]}, "button: is of no type that is allowed here"),
    # Actions block
    (row(), "actions: elements has at least 1 item"),
    (row(*[button(action_id=f"a{n}") for n in range(26)]), "actions: elements has at most 25 items"),
    (row(button(), button()), "actions: has the action_id 'answer|7' more than once"),
    (row(line_input()), "plain_text_input: is of no type that is allowed here"),
    # Button element
    (row(button(text=plain("x" * 76))), "button: text has at most 75 characters"),
    (row(button(text=plain(""))), "button: text has at least 1 character"),
    (row(button(text=mrkdwn())), "button: text.type is 'plain_text'"),
    (row(button(action_id="x" * 256)), "button: action_id has at most 255 characters"),
    (row(button(value="x" * 2001)), "button: value has at most 2,000 characters"),
    (row(button(value=7)), "button: value should be a valid string"),
    (row(button(style="default")), "button: style is 'primary' or 'danger'"),
    (row(button(style=None)), "button: style is 'primary' or 'danger'"),
    (row(button(url="https://example.org/" + "x" * 3000)), "button: url has at most 3,000 characters"),
    (row(button(url="javascript:alert(1)")), "button: url is of the form"),
    (row(button(accessibility_label="x" * 76)), "button: accessibility_label has at most 75 characters"),
    (row(button(accessibility_label="")), "button: accessibility_label has at least 1 character"),
    (row(button(emoji=True)), "button: emoji is not known here"),
    # Confirmation dialog object
    (row(button(confirm=CONFIRM | {"title": plain("x" * 101)})), "confirm.title has at most 100 characters"),
    (row(button(confirm=CONFIRM | {"text": plain("x" * 301)})), "confirm has at most 300 characters"),
    (
        row(button(confirm=CONFIRM | {"confirm": plain("x" * 31)})),
        "confirm.confirm has at most 30 characters",
    ),
    (row(button(confirm=CONFIRM | {"deny": plain("x" * 31)})), "confirm.deny has at most 30 characters"),
    # Image block and element
    (picture(), "image: has an image_url or a slack_file, one of them"),
    (picture(slack_file=FILE, image_url="https://example.org/a.png"), "one of them"),
    ({"type": "image", "slack_file": FILE}, "image: alt_text is required"),
    (picture(slack_file=FILE, alt_text=""), "image: alt_text has at least 1 character"),
    (picture(slack_file=FILE, alt_text="x" * 2001), "image: alt_text has at most 2,000 characters"),
    (picture(slack_file=FILE, title=plain("x" * 2001)), "image: title has at most 2,000 characters"),
    (picture(image_url="file:///etc/passwd"), "image: image_url is of the form"),
    (picture(slack_file={}), "image: slack_file has an id or a url, one of them"),
    (picture(slack_file={"id": "7"}), "image: slack_file.id is of the form"),
    # Rich text block
    (rich(), "rich_text: elements has at least 1 item"),
    (rich(words()), "text: is of no type that is allowed here"),
    (rich(line(words(""))), "text: text has at least 1 character"),
    (rich(line(words(style={"blink": True}))), "text: style.blink is not known here"),
    (rich(line(words(style={"bold": "yes"}))), "text: style.bold should be a valid boolean"),
    (rich(line(plain())), "rich_text_section: elements[0] is of no type that is allowed here"),
    (rich(line({"type": "link", "url": ""})), "link: url has at least 1 character"),
    (rich(line({"type": "link", "url": "x" * 3001})), "link: url has at most 3,000 characters"),
    (rich(line({"type": "link", "url": "x", "text": ""})), "link: text has at least 1 character"),
    (rich(line({"type": "link", "text": "x"})), "link: url is required"),
    (rich(line({"type": "user", "user_id": "koko"})), "user: user_id is of the form"),
    (rich(line({"type": "channel", "channel_id": "#general"})), "channel: channel_id is of the form"),
    (rich(line({"type": "usergroup", "usergroup_id": "all"})), "usergroup: usergroup_id is of the form"),
    (
        rich(line({"type": "broadcast", "range": "all"})),
        "broadcast: range is 'here', 'channel' or 'everyone'",
    ),
    (rich(line({"type": "emoji", "name": ":tada:"})), "emoji: name is of the form"),
    (rich(line({"type": "color", "value": "red"})), "color: value is of the form"),
    (rich(line(date(timestamp="now"))), "date: timestamp should be a valid integer"),
    (rich(line(date(timestamp=-1))), "date: timestamp is at least 0"),
    (rich(line(date(format=""))), "date: format has at least 1 character"),
    (rich(line(date(url=""))), "date: url has at least 1 character"),
    (rich(line(date(url="x" * 3001))), "date: url has at most 3,000 characters"),
    (rich(line(date(fallback=""))), "date: fallback has at least 1 character"),
    (rich(bullets(style="numbered")), "rich_text_list: style is 'bullet' or 'ordered'"),
    (
        rich(bullets({"type": "rich_text_quote", "elements": []})),
        "rich_text_quote: type is 'rich_text_section'",
    ),
    (rich(bullets(indent=9)), "rich_text_list: indent is at most 8"),
    (rich(bullets(indent=-1)), "rich_text_list: indent is at least 0"),
    (rich(bullets(offset=-1)), "rich_text_list: offset is at least 0"),
    (
        rich({"type": "rich_text_preformatted", "elements": [{"type": "emoji", "name": "tada"}]}),
        "emoji: is of no type that is allowed here",
    ),
    (rich({"type": "rich_text_quote", "border": 2, "elements": []}), "rich_text_quote: border is 0 or 1"),
    # Table block
    (table(), "table: rows has at least 1 item"),
    (table(*[[cell()]] * 101), "table: rows has at most 100 items"),
    (table([cell()] * 21), "table: rows[0] has at most 20 items"),
    (table([cell("")]), "raw_text: text has at least 1 character"),
    (table([plain()]), "rows[0][0] is of no type that is allowed here"),
    (table([]), "table: rows[0] has at least 1 item"),
    (table([cell()], column_settings=[{}] * 21), "table: column_settings has at most 20 items"),
    (table([cell()], column_settings=[{"align": "top"}]), "align is 'left', 'center' or 'right'"),
    # Markdown block
    ({"type": "markdown", "text": ""}, "markdown: text has at least 1 character"),
    ({"type": "markdown", "text": "x", "block_id": "a"}, "markdown: block_id is not known here"),
    ({"type": "markdown", "text": "x" * 12001}, "at most 12,000 characters in all markdown blocks together"),
    # Blocks
    ({"type": "video"}, "video: is of no type that is allowed here"),
    ({"text": plain()}, "blocks: [0] has a type"),
    (ask(line_input()), "input: is of no type that is allowed here"),
]


def test_a_block_that_breaks_a_rule_is_refused_by_its_name() -> None:
    assert misjudged(BROKEN_BLOCKS, lambda block: problems([block], "message")) == []


BROKEN_INPUTS: list[tuple[Json, str]] = [
    # Input block
    (ask(line_input(), label=plain("x" * 2001)), "input: label has at most 2,000 characters"),
    (ask(line_input(), label=plain("")), "input: label has at least 1 character"),
    (ask(line_input(), label=mrkdwn()), "input: label.type is 'plain_text'"),
    (ask(line_input(), hint=plain("x" * 2001)), "input: hint has at most 2,000 characters"),
    (ask(line_input(), required=True), "input: required is not known here"),
    (ask(button()), "button: is of no type that is allowed here"),
    # Plain-text input element
    (ask(line_input(max_length=3001)), "plain_text_input: max_length is at most 3000"),
    (ask(line_input(max_length=0)), "plain_text_input: max_length is at least 1"),
    (ask(line_input(min_length=-1)), "plain_text_input: min_length is at least 0"),
    (ask(line_input(min_length=5, max_length=4)), "has a min_length that is not over max_length"),
    (ask(line_input(initial_value="12345", max_length=4)), "initial_value of at most max_length, 4, char"),
    (ask(line_input(initial_value="x" * 3001)), "initial_value of at most max_length, 3,000, characters"),
    (ask(line_input(placeholder=plain("x" * 151))), "placeholder has at most 150 characters"),
    (ask(line_input(placeholder=plain(""))), "placeholder has at least 1 character"),
    (ask(line_input(action_id="x" * 256)), "plain_text_input: action_id has at most 255 characters"),
    (ask(line_input(dispatch_action_config={"trigger_actions_on": []})), "has at least 1 item"),
    (ask(line_input(min_length=3001)), "plain_text_input: min_length is at most 3000"),
    (
        ask(line_input(dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"] * 3})),
        "trigger_actions_on has at most 2 items",
    ),
    # Select menu element, multi-select menu element
    (ask(menu(options=0)), "static_select: options has at least 1 item"),
    (ask(menu(options=101)), "static_select: options has at most 100 items"),
    (ask(menu(initial_option=option("9"))), "has an initial_option that is one of the options"),
    (ask(menu(placeholder=plain("x" * 151))), "static_select: placeholder has at most 150 characters"),
    (ask(menu("multi_static_select", options=101)), "multi_static_select: options has at most 100 items"),
    (ask(menu("multi_static_select", initial_options=[option("9")])), "initial_options that are among"),
    (
        ask(menu("multi_static_select", placeholder=plain("x" * 151))),
        "placeholder has at most 150 characters",
    ),
    (ask(menu("multi_static_select", max_selected_items=0)), "max_selected_items is at least 1"),
    # Checkboxes element, radio button group element
    (ask(menu("checkboxes", options=0)), "checkboxes: options has at least 1 item"),
    (ask(menu("checkboxes", options=11)), "checkboxes: options has at most 10 items"),
    (ask(menu("checkboxes", initial_options=[option("9")])), "initial_options that are among the options"),
    (ask(menu("radio_buttons", options=11)), "radio_buttons: options has at most 10 items"),
    (ask(menu("radio_buttons", initial_option=option("9"))), "initial_option that is one of the options"),
    # Option object
    (offer(option(text=plain("x" * 76))), "static_select: options[0] has at most 75 characters"),
    (offer(option(text=mrkdwn())), "static_select: options[0].text.type is 'plain_text'"),
    (offer(option("x" * 151)), "static_select: options[0].value has at most 150 characters"),
    (offer(option("")), "static_select: options[0].value has at least 1 character"),
    (offer(option(description=plain("x" * 76))), "options[0].description has at most 75 characters"),
    (offer(option(text=mrkdwn("x" * 76)), "checkboxes"), "checkboxes: options[0] has at most 75 characters"),
    (offer(option(""), "checkboxes"), "checkboxes: options[0].value has at least 1 character"),
    (
        offer(option(description=mrkdwn("x" * 76)), "radio_buttons"),
        "radio_buttons: options[0].description has at most 75 characters",
    ),
    # Where a block may stand
    ({"type": "markdown", "text": "x"}, "markdown: is of no type that is allowed here"),
    (table([cell()]), "table: is of no type that is allowed here"),
]


@pytest.mark.parametrize("surface", ["modal", "home"])
def test_an_input_that_breaks_a_rule_is_refused_by_its_name(surface: Surface) -> None:
    assert misjudged(BROKEN_INPUTS, lambda block: problems([block], surface)) == []
