"""Discord's rules for messages and modals: what is valid passes, and each rule refuses what breaks it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.adapters.broken import misjudged
from tests.adapters.discord.reading import Json
from tests.adapters.discord.rules import mentions, message_problems, modal_problems


def text(content: str = "Words", **more: Any) -> Json:
    return {"type": 10, "content": content, **more}


def button(value: str = "7", **more: Any) -> Json:
    return {"type": 2, "style": 1, "label": "Answer", "custom_id": f"answer|{value}", **more}


def row(*buttons: Json) -> Json:
    return {"type": 1, "components": list(buttons)}


def picture(name: str = "a.png", **more: Any) -> Json:
    return {"media": {"url": f"attachment://{name}"}, "description": "Two histograms", **more}


def gallery(*items: Json) -> Json:
    return {"type": 12, "items": list(items)}


def file(name: str = "a.json") -> Json:
    return {"type": 13, "file": {"url": f"attachment://{name}"}}


def post(*components: Json, files: tuple[str, ...] = (), **more: Any) -> Json:
    attached = [{"id": str(number), "filename": name} for number, name in enumerate(files)]
    body = {"flags": 1 << 15, "components": list(components), "allowed_mentions": {"parse": []}}
    return body | {"attachments": attached} | more


def line(**more: Any) -> Json:
    return {"type": 4, "custom_id": "why", "style": 2, **more}


def option(value: str = "a", **more: Any) -> Json:
    return {"label": "An option", "value": value, **more}


def choice(kind: int, count: int = 3, **more: Any) -> Json:
    return {"type": kind, "custom_id": "kind", "options": [option(str(n)) for n in range(count)], **more}


def label(component: Json, **more: Any) -> Json:
    return {"type": 18, "label": "Answer", "component": component, **more}


def modal(*components: Json, **more: Any) -> Json:
    return {"custom_id": "answer|7", "title": "Your answer", "components": list(components), **more}


GOOD_MESSAGES = [
    post(text()),
    post(text(id=7), {"type": 14, "divider": True, "spacing": 2}, row(button(), button("8", disabled=True))),
    post({"type": 17, "components": [text(), row(button())]}),
    post(gallery(picture(), picture("b.png")), file(), files=("a.png", "b.png", "a.json")),
    post(text(), flags=1 << 15 | 1 << 6, nonce="n" * 25, enforce_nonce=True),
]
GOOD_MODALS = [
    modal(label(line(min_length=1, max_length=4000, value="x", placeholder="y", required=False))),
    modal(text(), label(choice(3, 25, min_values=1, max_values=25)), label(line(), description="x")),
    modal(
        label(choice(21)), label(choice(22, min_values=0, max_values=3, required=False) | {"custom_id": "x"})
    ),
]


@pytest.mark.parametrize("body", GOOD_MESSAGES)
def test_what_is_valid_is_taken(body: Json) -> None:
    assert message_problems(body) == []


@pytest.mark.parametrize("data", GOOD_MODALS)
def test_a_form_that_is_valid_is_taken(data: Json) -> None:
    assert modal_problems(data) == []


BROKEN_MESSAGES: list[tuple[Json, str]] = [
    (post(), "components has at least 1 items"),
    (post(text(), flags=0), "has the flag of components"),
    (post(text(), flags=1 << 15 | 1 << 12), "has no other flag than those of components and of private"),
    (post(text(), content="Words"), "content is not known here"),
    (post(text(), embeds=[]), "embeds is not known here"),
    (post(text(), allowed_mentions={"parse": ["users"]}), "allowed_mentions.parse has at most 0 items"),
    (post(text()) | {"allowed_mentions": None}, "allowed_mentions should be a valid dictionary"),
    (post(text(), nonce="n" * 26), "nonce has at most 25 characters"),
    (post(text(), enforce_nonce=True), "has a nonce where one is enforced"),
    (post({"type": 9}), "components.0 is of no type that is allowed here"),
    (post(text("")), "components.0.10.content is not blank"),
    (post(text(" \n")), "content is not blank"),
    (post(text("\ud800")), "content has no half characters"),
    (post(text("x" * 4001)), "content has at most 4,000 characters"),
    (post(text("👩" * 2001)), "content has at most 4,000 characters"),
    (post(text("x" * 2001), text("x" * 2000)), "has at most 4,000 characters of text in all"),
    (post(*[text()] * 41), "has at most 40 components"),
    (post({"type": 17, "components": [text()] * 40}), "has at most 40 components"),
    (post({"type": 17, "components": []}), "has at least 1 items"),
    (post({"type": 17, "components": [{"type": 17, "components": [text()]}]}), "is of no type"),
    (post({"type": 17, "components": [text()], "accent_color": 1}), "accent_color is not known here"),
    (post(text(id=0)), "id is at least 1"),
    (post(text(id=2**31)), "id is at most 2147483647"),
    (post(text(id=7), text(id=7)), "has the id 7 more than once"),
    (post({"type": 14, "spacing": 3}), "spacing is 1 or 2"),
    (post(row()), "components.0.1.components has at least 1 items"),
    (post(row(*[button(str(n)) for n in range(6)])), "components has at most 5 items"),
    (post(button()), "is of no type that is allowed here"),
    (post(row(button(), button())), "has the custom_id answer|7 more than once"),
    (post(row(button("x" * 94))), "custom_id has at most 100 characters"),
    (post(row(button(label="x" * 81))), "label has at most 80 characters"),
    (post(row(button(label=" "))), "label is not blank"),
    (post(row(button(style=5))), "style is 1, 2, 3 or 4"),
    (post(row(button(url="https://x.y"))), "url is not known here"),
    (post(gallery(), files=()), "items has at least 1 items"),
    (
        post(gallery(*[picture(f"{n}") for n in range(11)]), files=tuple(map(str, range(10)))),
        "items has at most 10 items",
    ),
    (post(gallery({"media": {"url": "attachment://a.png"}}), files=("a.png",)), "description is required"),
    (post(gallery(picture(description="x" * 1025)), files=("a.png",)), "at most 1,024 characters"),
    (post(gallery(picture("a b.png"))), "url is of the form"),
    (post(gallery(picture() | {"media": {"url": "https://x.y/z.png"}})), "url is of the form"),
    (post(file()), "shows all that is attached, no more"),
    (post(text(), files=("a.json",)), "shows all that is attached, no more"),
    (post(file(), file(), files=("a.json",)), "has the shown file a.json more than once"),
    (post(file(), files=("a.json", "a.json")), "has the filename a.json more than once"),
    (post(text(), attachments=[{"id": "0", "filename": "a b"}]), "filename is of the form"),
    (post(text(), attachments=[{"id": "11", "filename": "a"}]), "id is of the form"),
    (
        post(file("a"), file("b"), attachments=[{"id": "0", "filename": "a"}, {"id": "0", "filename": "b"}]),
        "has the attachment 0 more than once",
    ),
    (post(text(), files=tuple(map(str, range(11)))), "attachments has at most 10 items"),
]


def test_a_message_that_breaks_a_rule_is_refused_by_its_name() -> None:
    assert misjudged(BROKEN_MESSAGES, message_problems) == []


BROKEN_MODALS: list[tuple[Json, str]] = [
    (modal(label(line()), title="x" * 46), "title has at most 45 characters"),
    (modal(label(line()), title=" "), "title is not blank"),
    (modal(label(line()), custom_id="x" * 101), "custom_id has at most 100 characters"),
    (modal(label(line()), submit="Send"), "submit is not known here"),
    (modal(), "components has at least 1 items"),
    (modal(text()), "asks for something"),
    (modal(text(), *[label(line(custom_id=str(n))) for n in range(5)]), "components has at most 5 items"),
    (modal(row(line())), "is of no type that is allowed here"),
    (modal(label(line()), label(line())), "has the custom_id why more than once"),
    (modal(label(line(), label="x" * 46)), "label has at most 45 characters"),
    (modal(label(line(), description="x" * 101)), "description has at most 100 characters"),
    (modal(label(button())), "is of no type that is allowed here"),
    (modal(label(line(custom_id=""))), "custom_id is not blank"),
    (modal(label(line(style=3))), "style is 1 or 2"),
    (modal(label(line(label="Why"))), "label is not known here"),
    (modal(label(line(max_length=4001))), "max_length is at most 4000"),
    (modal(label(line(max_length=0))), "max_length is at least 1"),
    (modal(label(line(min_length=3, max_length=2))), "has a min_length up to its max_length"),
    (modal(label(line(value="xxx", max_length=2))), "has a value that is no longer than its max_length"),
    (modal(label(line(placeholder="x" * 101))), "placeholder has at most 100 characters"),
    (modal(label(choice(3, 0))), "options has at least 1 items"),
    (modal(label(choice(3, 26))), "options has at most 25 items"),
    (modal(label(choice(21, 1))), "options has at least 2 items"),
    (modal(label(choice(21, 11))), "options has at most 10 items"),
    (modal(label(choice(22, 11))), "options has at most 10 items"),
    (modal(label(choice(21, min_values=1))), "min_values is not known here"),
    (modal(label(choice(3, placeholder="x" * 151))), "placeholder has at most 150 characters"),
    (modal(label(choice(3, max_values=4))), "has min_values up to max_values, and those up to its options"),
    (modal(label(choice(22, min_values=2))), "has min_values up to max_values"),
    (modal(label(choice(3, min_values=0))), "is not required where nothing need be chosen"),
    (
        modal(label({**choice(21), "options": [option("a", default=True), option("b", default=True)]})),
        "chooses no more than may be",
    ),
    (modal(label({**choice(3), "options": [option(), option()]})), "has the value a more than once"),
    (modal(label({**choice(3), "options": [option("x" * 101)]})), "value has at most 100 characters"),
    (modal(label({**choice(3), "options": [option(label="x" * 101)]})), "label has at most 100 characters"),
    (modal(label({**choice(3), "options": [option(description="x" * 101)]})), "has at most 100 characters"),
]


def test_a_modal_that_breaks_a_rule_is_refused_by_its_name() -> None:
    assert misjudged(BROKEN_MODALS, modal_problems) == []


def test_every_problem_is_told_at_once() -> None:
    assert len(message_problems(post(text(" "), row(button(style=9))))) == 2


def test_whom_a_message_would_call_is_listed() -> None:
    assert mentions(post(text("<@1> `<@2>`"), {"type": 17, "components": [text("@here")]})) == [
        "<@1>",
        "@here",
    ]
    assert mentions(modal(text("<@&3>"), label(line()))) == ["<@&3>"]
