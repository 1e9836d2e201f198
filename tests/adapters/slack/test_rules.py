"""Slack's rules for messages and views: what is valid passes, and each rule refuses what breaks it."""

from __future__ import annotations

import pytest

from tests.adapters.broken import misjudged
from tests.adapters.slack.block_kit import (
    EVERY_INLINE,
    FORM,
    QUESTION,
    Json,
    ask,
    button,
    cell,
    header,
    line,
    menu,
    modal,
    mrkdwn,
    plain,
    post,
    rich,
    row,
    section,
    table,
    words,
)
from tests.adapters.slack.rules import mentions, message_problems, view_problems

BROKEN_VIEWS: list[tuple[Json, str]] = [
    (FORM | {"title": plain("x" * 25)}, "modal: title has at most 24 characters"),
    (FORM | {"title": plain("")}, "modal: title has at least 1 character"),
    (FORM | {"submit": plain("x" * 25)}, "modal: submit has at most 24 characters"),
    (FORM | {"close": plain("x" * 25)}, "modal: close has at most 24 characters"),
    (FORM | {"title": mrkdwn()}, "modal: title.type is 'plain_text'"),
    ({"type": "modal", "title": plain(), "blocks": [ask(menu())]}, "needs submit, since it has an input"),
    ({"type": "modal", "blocks": []}, "modal: title is required"),
    (FORM | {"callback_id": "x" * 256}, "modal: callback_id has at most 255 characters"),
    (FORM | {"external_id": "x" * 256}, "modal: external_id has at most 255 characters"),
    (FORM | {"private_metadata": "x" * 3001}, "modal: private_metadata has at most 3,000 characters"),
    (FORM | {"hash": "x"}, "modal: hash is not known here"),
    (modal(*[header()] * 101), "modal: blocks has at most 100 items"),
    (modal(ask(menu()), ask(menu())), "blocks has the block_id 'answer' more than once"),
    (
        modal(ask(menu(focus_on_load=True)), ask(menu(focus_on_load=True), block_id="two")),
        "has one element with focus_on_load at most",
    ),
    ({"type": "home", "blocks": [], "title": plain()}, "home: title is not known here"),
    ({"type": "home", "blocks": [], "submit": plain()}, "home: submit is not known here"),
    ({"type": "home"}, "home: blocks is required"),
    ({"type": "home", "blocks": [], "private_metadata": "x" * 3001}, "at most 3,000 characters"),
    ({"type": "workflow_step", "blocks": []}, "workflow_step: is of no type that is allowed here"),
]


def test_a_view_that_breaks_a_rule_is_refused_by_its_name() -> None:
    assert misjudged(BROKEN_VIEWS, view_problems) == []


METADATA = {"event_type": "koko_post", "event_payload": {"key": "challenge:7"}}

GOOD_MESSAGES = [
    post(*QUESTION, metadata=METADATA, unfurl_links=False, unfurl_media=False, thread_ts="1720710212.000100"),
    {"channel": "C0123", "ts": "1720710212.000100", "text": "Edited", "blocks": []},
    {"channel": "C0123", "user": "U0123", "text": "x" * 4000},
    {"response_type": "ephemeral", "replace_original": True, "text": "Seen"},
    {"delete_original": True},
]


@pytest.mark.parametrize("body", GOOD_MESSAGES)
def test_a_post_an_update_and_an_answer_are_valid_messages(body: Json) -> None:
    assert message_problems(body) == []


BROKEN_MESSAGES: list[tuple[Json, str]] = [
    (post() | {"text": "x" * 4001}, "message: text has at most 4,000 characters"),
    (post() | {"text": ""}, "message: text has at least 1 character"),
    ({"channel": "C0123", "blocks": [header()]}, "message: has a text, which stands in for the blocks"),
    (post(*[{"type": "divider"}] * 51), "message: blocks has at most 50 items"),
    (post(header(block_id="a"), header(block_id="a")), "blocks has the block_id 'a' more than once"),
    (post(table([cell()]), table([cell()])), "message: blocks has at most one table"),
    (post(*[{"type": "markdown", "text": "x" * 6001}] * 2), "12,000 characters in all markdown blocks"),
    (post(*[section(text=plain("x" * 2700))] * 5), "at most 13,000 characters in all blocks together"),
    (post(attachments=[]), "message: attachments is not known here"),
    (post(icon_emoji=":tada:"), "message: icon_emoji is not known here"),
    (post(parse="full"), "message: parse is 'none'"),
    (post(link_names=True), "message: link_names is False"),
    (post(thread_ts="7"), "message: thread_ts is of the form"),
    (post() | {"channel": "#general"}, "message: channel is of the form"),
    (post(user="Ada"), "message: user is of the form"),
    (post(reply_broadcast=True), "message: has reply_broadcast only in a thread"),
    (post(response_type="private"), "message: response_type is 'ephemeral' or 'in_channel'"),
    (post(unfurl_links="false"), "message: unfurl_links should be a valid boolean"),
    (post(metadata={"event_type": "koko_post"}), "message: metadata.event_payload is required"),
    (post(metadata={"event_type": "koko.post", "event_payload": {}}), "metadata.event_type is of the form"),
    (post(metadata=METADATA | {"event_type": "x" * 256}), "metadata.event_type has at most 255 characters"),
    (post(metadata=METADATA | {"key": "x"}), "message: metadata.key is not known here"),
    (post(metadata=METADATA | {"event_payload": "x"}), "event_payload should be a valid dictionary"),
    (
        post(metadata=METADATA | {"event_payload": {"key": "x" * 8001}}),
        "at most 8,000 bytes of event_payload",
    ),
]


def test_a_message_that_breaks_a_rule_is_refused_by_its_name() -> None:
    assert misjudged(BROKEN_MESSAGES, message_problems) == []


def test_every_problem_of_a_message_is_told_at_once() -> None:
    found = message_problems(post(header("x" * 151), row(button(style="loud"))))
    assert found == [
        "header: text has at most 150 characters",
        "button: style is 'primary' or 'danger'",
    ]


def test_what_notifies_or_leads_somewhere_is_listed() -> None:
    assert mentions(post(EVERY_INLINE)) == [
        "link https://example.org",
        "user U0123",
        "usergroup S0123",
        "channel C0123",
        "broadcast here",
    ]
    loud = "<!channel> <@U0123> <#C0123> <!subteam^S0123> <https://example.org|here> https://example.org"
    marks = [
        "<!channel>",
        "<@U0123>",
        "<#C0123>",
        "<!subteam^S0123>",
        "<https://example.org|here>",
        "https://example.org",
    ]
    assert mentions(post(section(text=mrkdwn(loud)))) == marks
    assert mentions(post({"type": "context", "elements": [mrkdwn(loud)]})) == marks
    assert mentions(post({"type": "markdown", "text": loud})) == marks
    assert mentions({"text": loud}) == marks
    assert mentions(modal(section(fields=[mrkdwn(loud)]))) == marks


def test_a_fallback_beside_blocks_may_hold_an_address_but_no_mention() -> None:
    assert mentions(post(header()) | {"text": "https://example.org <!here>"}) == ["<!here>"]


def test_text_shown_to_the_letter_mentions_nobody() -> None:
    loud = "<!channel> <@U0123> @here https://example.org <https://example.org|here>"
    quiet = post(
        header(loud), section(text=plain(loud)), rich(line(words(loud))), row(button(text=plain(loud)))
    )
    assert mentions(quiet | {"text": "a &lt;!channel&gt; b < c > d"}) == []
