"""Slack's composition objects and interactive elements: what their pages under *Block Kit* allow.

Each class names its page at docs.slack.dev/reference/block-kit; what is not written here is refused, so a
key or an element that Koko begins to use has to be read up and added first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

ABSENT: Any = None
"""The default of a key that may be left out; a null is refused all the same."""

Style = Literal["primary", "danger"]
Id = Annotated[str, Field(min_length=1, max_length=255)]
Url = Annotated[str, Field(max_length=3000, pattern=r"^https?://\S+$")]
AltText = Annotated[str, Field(min_length=1, max_length=2000)]


def check(condition: bool, rule: str) -> None:
    """Raise the rule as a problem; it continues the sentence that names the object."""
    if not condition:
        raise PydanticCustomError("rule", "{rule}", {"rule": rule})


def check_distinct(names: Iterable[str | None], what: str) -> None:
    given = [name for name in names if name is not None]
    twice = sorted({name for name in given if given.count(name) > 1})
    check(not twice, f"has the {what} {', '.join(map(repr, twice))} more than once")


class Strict(BaseModel):
    """No key more than is written down, and no value turned into another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class PlainText(Strict):
    """Page *Text object*: 1 to 3,000 characters, shown as they are but for `:emoji:`."""

    type: Literal["plain_text"]
    text: Annotated[str, Field(min_length=1, max_length=3000)]
    emoji: bool = ABSENT


class Mrkdwn(Strict):
    """Page *Text object*: 1 to 3,000 characters in Slack's own markup."""

    type: Literal["mrkdwn"]
    text: Annotated[str, Field(min_length=1, max_length=3000)]
    verbatim: bool = ABSENT


AnyText = Annotated[PlainText | Mrkdwn, Field(discriminator="type")]


def shorter(limit: int) -> AfterValidator:
    """For texts that have less room than a text object of its own."""

    def fits(text: PlainText | Mrkdwn) -> PlainText | Mrkdwn:
        check(len(text.text) <= limit, f"has at most {limit:,} characters")
        return text

    return AfterValidator(fits)


class Confirm(Strict):
    """Page *Confirmation dialog object*."""

    title: Annotated[PlainText, shorter(100)]
    text: Annotated[PlainText, shorter(300)]
    confirm: Annotated[PlainText, shorter(30)]
    deny: Annotated[PlainText, shorter(30)]
    style: Style = ABSENT


class SlackFile(Strict):
    """Page *Slack file object*: by id or by address, not both."""

    id: Annotated[str, Field(pattern=r"^F[A-Z0-9]+$")] = ABSENT
    url: Url = ABSENT

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        check((self.id is None) != (self.url is None), "has an id or a url, one of them")
        return self


class Picture(Strict):
    """What image block and image element share: one source, and words for those who can't see it."""

    type: Literal["image"]
    alt_text: AltText
    image_url: Url = ABSENT
    slack_file: SlackFile = ABSENT

    @model_validator(mode="after")
    def _has_a_source(self) -> Self:
        one = (self.image_url is None) != (self.slack_file is None)
        check(one, "has an image_url or a slack_file, one of them")
        return self


class Button(Strict):
    """Page *Button element*."""

    type: Literal["button"]
    text: Annotated[PlainText, shorter(75)]
    action_id: Id = ABSENT
    value: Annotated[str, Field(max_length=2000)] = ABSENT
    url: Url = ABSENT
    style: Style = ABSENT
    confirm: Confirm = ABSENT
    accessibility_label: Annotated[str, Field(min_length=1, max_length=75)] = ABSENT


Value = Annotated[str, Field(min_length=1, max_length=150)]


class Option(Strict):
    """Page *Option object*, as menus take it: plain text."""

    text: Annotated[PlainText, shorter(75)]
    value: Value
    description: Annotated[PlainText, shorter(75)] = ABSENT


class MarkedOption(Strict):
    """Page *Option object*, as checkboxes and radio buttons take it: either kind of text."""

    text: Annotated[AnyText, shorter(75)]
    value: Value
    description: Annotated[AnyText, shorter(75)] = ABSENT


Options = Annotated[list[Option], Field(min_length=1, max_length=100)]
FewOptions = Annotated[list[MarkedOption], Field(min_length=1, max_length=10)]


class Element(Strict):
    """What every element that a person fills in may have."""

    action_id: Id = ABSENT
    focus_on_load: bool = ABSENT


class StaticSelect(Element):
    """Page *Select menu element*, static options; groups of options are not used here."""

    type: Literal["static_select"]
    options: Options
    initial_option: Option = ABSENT
    placeholder: Annotated[PlainText, shorter(150)] = ABSENT
    confirm: Confirm = ABSENT

    @model_validator(mode="after")
    def _begins_with_an_option(self) -> Self:
        check(
            self.initial_option in (None, *self.options), "has an initial_option that is one of the options"
        )
        return self


class MultiStaticSelect(Element):
    """Page *Multi-select menu element*, static options."""

    type: Literal["multi_static_select"]
    options: Options
    initial_options: Options = ABSENT
    max_selected_items: Annotated[int, Field(ge=1)] = ABSENT
    placeholder: Annotated[PlainText, shorter(150)] = ABSENT
    confirm: Confirm = ABSENT

    @model_validator(mode="after")
    def _begins_with_options(self) -> Self:
        inside = all(option in self.options for option in self.initial_options or ())
        check(inside, "has initial_options that are among the options")
        return self


class Checkboxes(Element):
    """Page *Checkboxes element*."""

    type: Literal["checkboxes"]
    options: FewOptions
    initial_options: FewOptions = ABSENT
    confirm: Confirm = ABSENT

    @model_validator(mode="after")
    def _begins_with_options(self) -> Self:
        inside = all(option in self.options for option in self.initial_options or ())
        check(inside, "has initial_options that are among the options")
        return self


class RadioButtons(Element):
    """Page *Radio button group element*."""

    type: Literal["radio_buttons"]
    options: FewOptions
    initial_option: MarkedOption = ABSENT
    confirm: Confirm = ABSENT

    @model_validator(mode="after")
    def _begins_with_an_option(self) -> Self:
        check(
            self.initial_option in (None, *self.options), "has an initial_option that is one of the options"
        )
        return self


class DispatchConfig(Strict):
    """Page *Dispatch action configuration object*."""

    trigger_actions_on: Annotated[
        list[Literal["on_enter_pressed", "on_character_entered"]], Field(min_length=1, max_length=2)
    ]


class PlainTextInput(Element):
    """Page *Plain-text input element*; 3,000 characters are the most that it takes."""

    type: Literal["plain_text_input"]
    initial_value: str = ABSENT
    multiline: bool = ABSENT
    min_length: Annotated[int, Field(ge=0, le=3000)] = 0
    max_length: Annotated[int, Field(ge=1, le=3000)] = 3000
    placeholder: Annotated[PlainText, shorter(150)] = ABSENT
    dispatch_action_config: DispatchConfig = ABSENT

    @model_validator(mode="after")
    def _lengths_agree(self) -> Self:
        check(self.min_length <= self.max_length, "has a min_length that is not over max_length")
        fits = len(self.initial_value or "") <= self.max_length
        check(fits, f"has an initial_value of at most max_length, {self.max_length:,}, characters")
        return self
