"""Blocks as plain JSON, for tests of Slack's rules."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def plain(text: str = "Words", **more: Any) -> Json:
    return {"type": "plain_text", "text": text, **more}


def mrkdwn(text: str = "*Words*", **more: Any) -> Json:
    return {"type": "mrkdwn", "text": text, **more}


def words(text: str = "words", **more: Any) -> Json:
    return {"type": "text", "text": text, **more}


def rich(*elements: Json, **more: Any) -> Json:
    return {"type": "rich_text", "elements": list(elements), **more}


def line(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def bullets(*lines: Json, **more: Any) -> Json:
    return {"type": "rich_text_list", "style": "bullet", "elements": list(lines), **more}


def date(**more: Any) -> Json:
    return {"type": "date", "timestamp": 1_720_710_212, "format": "{date_num}", **more}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Answer"), "action_id": "answer|7", **more}


def row(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def section(**more: Any) -> Json:
    return {"type": "section", **more}


def header(text: str = "Question of the day", **more: Any) -> Json:
    return {"type": "header", "text": plain(text), **more}


def picture(**more: Any) -> Json:
    return {"type": "image", "alt_text": "Two histograms", **more}


def option(value: str = "a", **more: Any) -> Json:
    return {"text": plain("An option"), "value": value, **more}


def menu(kind: str = "static_select", options: int = 3, **more: Any) -> Json:
    return {"type": kind, "action_id": "kind", "options": [option(str(n)) for n in range(options)], **more}


def line_input(**more: Any) -> Json:
    return {"type": "plain_text_input", "action_id": "answer", **more}


def ask(element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": "answer", "label": plain("Answer"), "element": element, **more}


def offer(one: Json, kind: str = "static_select") -> Json:
    return ask({"type": kind, "action_id": "kind", "options": [one]})


def table(*rows: list[Json], **more: Any) -> Json:
    return {"type": "table", "rows": list(rows), **more}


def cell(text: str = "1") -> Json:
    return {"type": "raw_text", "text": text}


def modal(*blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "title": plain("Answer"),
        "submit": plain("Send"),
        "blocks": list(blocks),
        **more,
    }


def post(*blocks: Json, **more: Any) -> Json:
    return {"channel": "C0123", "text": "Question of the day", "blocks": list(blocks), **more}


CONFIRM = {"title": plain(), "text": plain(), "confirm": plain("Yes"), "deny": plain("No")}
FILE = {"id": "F0123ABC"}
QUESTION = [
    header(),
    rich(
        line(words("What does "), words("top_k", style={"code": True}), words(" do?", style={"bold": True})),
        bullets(line(words("one")), indent=1),
        {"type": "rich_text_preformatted", "border": 0, "elements": [words("print(1)")]},
        {"type": "rich_text_quote", "elements": [words("Two words")]},
    ),
    {"type": "divider"},
    picture(slack_file=FILE, title=plain("Two periods")),
    section(text=mrkdwn(verbatim=True), accessory=button(style="primary")),
    section(fields=[plain(), mrkdwn()], accessory=picture(image_url="https://example.org/a.png")),
    row(button(), button(action_id="hint|7", style="danger", confirm=CONFIRM), menu()),
    {"type": "context", "elements": [plain("Difficulty 2 of 5"), picture(slack_file=FILE)]},
    table([cell("Who"), rich(line(words("When")))], [cell(), cell()], column_settings=[{"align": "right"}]),
    {"type": "markdown", "text": "**Words**"},
]
EVERY_INLINE = rich(
    line(
        {"type": "link", "url": "https://example.org", "text": "Source", "style": {"italic": True}},
        {"type": "user", "user_id": "U0123", "style": {"bold": True}},
        {"type": "usergroup", "usergroup_id": "S0123"},
        {"type": "channel", "channel_id": "C0123"},
        {"type": "broadcast", "range": "here"},
        {"type": "emoji", "name": "tada"},
        {"type": "color", "value": "#F405B3"},
        date(fallback="11 July"),
    )
)
FORM = modal(
    rich(line(words("What does top_k do?"))),
    ask(line_input(multiline=True, max_length=3000, placeholder=plain(), initial_value="Cuts"), hint=plain()),
    ask(menu(initial_option=option("1")), block_id="one"),
    ask(menu("multi_static_select", initial_options=[option("2")]), block_id="some", optional=True),
    ask(menu("checkboxes", initial_options=[option("0")]), block_id="boxes"),
    ask(menu("radio_buttons", initial_option=option("0")), block_id="radio"),
    close=plain("Not now"),
    callback_id="answer|7",
    private_metadata='{"place": "slack:T1:C1"}',
    external_id="answer-7",
    notify_on_close=True,
)
