"""What Discord would say to a message or a modal before it took it: its published rules, written out once.

A second reading of the pages *Component reference*, *Message* and *Receiving and responding*, made without a
look at how Koko renders. Stricter than Discord where it would cut, ignore or guess instead of refusing, and
where its pages and its schemas differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import Field, TypeAdapter, model_validator

from tests.adapters.discord.reading import Json, contents
from tests.adapters.discord.reading import mentions as called
from tests.adapters.discord.rules_basics import (
    ABSENT,
    ComponentId,
    CustomId,
    Strict,
    check,
    check_distinct,
    problems,
    said,
    units,
)

MAX_COMPONENTS = 40
MAX_TEXT = 4000
COMPONENTS_V2 = 1 << 15
EPHEMERAL = 1 << 6
FLAGS = COMPONENTS_V2 | EPHEMERAL

FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$", max_length=255)]
AltText = Annotated[str, said(1024)]


class Component(Strict):
    id: ComponentId = ABSENT


class Button(Component):
    """One that comes back: links and premium buttons are none of Koko's."""

    type: Literal[2]
    style: Literal[1, 2, 3, 4]
    label: Annotated[str, said(80)]
    custom_id: CustomId
    disabled: bool = ABSENT


class Row(Component):
    type: Literal[1]
    components: Annotated[list[Button], Field(min_length=1, max_length=5)]


class TextDisplay(Component):
    type: Literal[10]
    content: Annotated[str, said(MAX_TEXT)]


class Media(Strict):
    """A file that is sent along."""

    url: Annotated[str, Field(pattern=r"^attachment://[A-Za-z0-9_.-]+$")]


class GalleryItem(Strict):
    """Discord would do without a description; who can't see would not."""

    media: Media
    description: AltText


class Gallery(Component):
    type: Literal[12]
    items: Annotated[list[GalleryItem], Field(min_length=1, max_length=10)]


class File(Component):
    type: Literal[13]
    file: Media


class Separator(Component):
    type: Literal[14]
    divider: bool = ABSENT
    spacing: Literal[1, 2] = ABSENT


Inner = Annotated[Row | TextDisplay | Gallery | File | Separator, Field(discriminator="type")]


class Container(Component):
    type: Literal[17]
    components: Annotated[list[Inner], Field(min_length=1)]


Outer = Annotated[Row | TextDisplay | Gallery | File | Separator | Container, Field(discriminator="type")]


class Attachment(Strict):
    id: Annotated[str, Field(pattern=r"^\d$")]
    filename: FileName
    description: AltText = ABSENT


class NoMentions(Strict):
    parse: Annotated[list[str], Field(max_length=0)]


class Message(Strict):
    """Pages *Create Message*, *Edit Message* and *Create Interaction Response*: the keys that Koko may send.

    A message of components has no content, embeds, polls or stickers.
    """

    flags: int
    components: Annotated[list[Outer], Field(min_length=1)]
    allowed_mentions: NoMentions
    attachments: Annotated[list[Attachment], Field(max_length=10)]
    nonce: Annotated[str, Field(min_length=1, max_length=25)] = ABSENT
    enforce_nonce: bool = ABSENT

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        flat = list(_flat(self.components))
        check(self.flags & COMPONENTS_V2 != 0, "has the flag of components")
        check(self.flags & ~FLAGS == 0, "has no other flag than those of components and of private messages")
        check(len(flat) <= MAX_COMPONENTS, f"has at most {MAX_COMPONENTS} components, those inside counted")
        text = sum(units(one.content) for one in flat if isinstance(one, TextDisplay))
        check(text <= MAX_TEXT, f"has at most {MAX_TEXT:,} characters of text in all")
        check_distinct((one.custom_id for one in flat if isinstance(one, Button)), "custom_id")
        check_distinct((one.id for one in flat), "id")
        check_distinct((one.id for one in self.attachments), "attachment")
        check_distinct((one.filename for one in self.attachments), "filename")
        shown = [url.removeprefix("attachment://") for one in flat for url in _urls(one)]
        check_distinct(shown, "shown file")
        check(set(shown) == {one.filename for one in self.attachments}, "shows all that is attached, no more")
        check(self.enforce_nonce is None or self.nonce is not None, "has a nonce where one is enforced")
        return self


class TextInput(Component):
    type: Literal[4]
    custom_id: CustomId
    style: Literal[1, 2]
    min_length: Annotated[int, Field(ge=0, le=4000)] = ABSENT
    max_length: Annotated[int, Field(ge=1, le=4000)] = ABSENT
    required: bool = ABSENT
    value: Annotated[str, said(4000)] = ABSENT
    placeholder: Annotated[str, said(100)] = ABSENT

    @model_validator(mode="after")
    def _can_be_sent_back(self) -> Self:
        most = self.max_length or 4000
        check((self.min_length or 0) <= most, "has a min_length up to its max_length")
        check(len(self.value or "") <= most, "has a value that is no longer than its max_length")
        return self


class Option(Strict):
    label: Annotated[str, said(100)]
    value: Annotated[str, said(100)]
    description: Annotated[str, said(100)] = ABSENT
    default: bool = ABSENT


class Choice(Component):
    """What menus, radio groups and groups of boxes share."""

    custom_id: CustomId
    required: bool = ABSENT
    options: list[Option]

    @model_validator(mode="after")
    def _can_be_chosen(self) -> Self:
        check_distinct((option.value for option in self.options), "value")
        low, high = self._range()
        check(
            low <= high <= len(self.options), "has min_values up to max_values, and those up to its options"
        )
        check(low > 0 or self.required is False, "is not required where nothing need be chosen")
        check(sum(bool(option.default) for option in self.options) <= high, "chooses no more than may be")
        return self

    def _range(self) -> tuple[int, int]:
        return 1, 1


class Several(Choice):
    min_values: Annotated[int, Field(ge=0)] = ABSENT
    max_values: Annotated[int, Field(ge=1)] = ABSENT

    def _range(self) -> tuple[int, int]:
        return (1 if self.min_values is None else self.min_values, self.max_values or 1)


class Menu(Several):
    type: Literal[3]
    options: Annotated[list[Option], Field(min_length=1, max_length=25)]
    placeholder: Annotated[str, said(150)] = ABSENT


class RadioGroup(Choice):
    type: Literal[21]
    options: Annotated[list[Option], Field(min_length=2, max_length=10)]


class Boxes(Several):
    type: Literal[22]
    options: Annotated[list[Option], Field(min_length=1, max_length=10)]


class Label(Component):
    type: Literal[18]
    label: Annotated[str, said(45)]
    description: Annotated[str, said(100)] = ABSENT
    component: Annotated[TextInput | Menu | RadioGroup | Boxes, Field(discriminator="type")]


class Modal(Strict):
    """Page *Modal*: 1 to 5 components, whereas Discord's schema would take 40."""

    custom_id: CustomId
    title: Annotated[str, said(45)]
    components: Annotated[
        list[Annotated[Label | TextDisplay, Field(discriminator="type")]], Field(min_length=1, max_length=5)
    ]

    @model_validator(mode="after")
    def _can_be_sent(self) -> Self:
        asked = [one.component for one in self.components if isinstance(one, Label)]
        check(bool(asked), "asks for something")
        check_distinct((one.custom_id for one in asked), "custom_id")
        return self


_MESSAGES: TypeAdapter[Any] = TypeAdapter(Message)
_MODALS: TypeAdapter[Any] = TypeAdapter(Modal)


def message_problems(body: Json) -> list[str]:
    """What is wrong with the body of a message, or with the data of an answer to an interaction."""
    return problems(_MESSAGES, body)


def modal_problems(data: Json) -> list[str]:
    return problems(_MODALS, data)


def mentions(body: Json) -> list[str]:
    """Whom the texts of a message or a modal would call if mentions were on."""
    return [mention for content in contents(body["components"]) for mention in called(content)]


def _flat(components: Iterable[Any]) -> Iterator[Any]:
    for one in components:
        yield one
        yield from _flat(getattr(one, "components", ()))


def _urls(component: object) -> list[str]:
    match component:
        case Gallery():
            return [item.media.url for item in component.items]
        case File():
            return [component.file.url]
    return []
