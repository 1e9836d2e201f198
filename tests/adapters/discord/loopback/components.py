"""What components must look like, in messages and in modals."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tests.adapters.discord.loopback.errors import invalid
from tests.adapters.discord.loopback.state import Json

ROW, BUTTON, STRING_SELECT, TEXT_INPUT, SECTION, TEXT, THUMBNAIL = 1, 2, 3, 4, 9, 10, 11
GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = 12, 13, 14, 17, 18
SELECTS = (3, 5, 6, 7, 8)
LEGACY_TOP = (ROW,)
V2_TOP = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER)
IN_CONTAINER = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR)
IN_MODAL = (ROW, TEXT, LABEL)
IN_LABEL = (TEXT_INPUT, 3, 5, 6, 7, 8, 19, 21, 22, 23)
MOST = 40
"""Components of a message with IS_COMPONENTS_V2, nested ones too."""
CHARACTERS = 4000
"""Of all text displays of a message together."""
ROWS = 5
INPUTS = 5
"""Top-level components of a modal."""


def nested(components: list[Json]) -> Iterator[Json]:
    """All of them, those inside of others too, in their order."""
    for one in components:
        yield one
        yield from nested(one.get("components") or [])
        for name in ("accessory", "component"):
            if one.get(name):
                yield from nested([one[name]])


def check_components(components: list[Json], *, is_v2: bool, files: Collection[str], where: str) -> None:
    at = f"{where}components"
    if not is_v2 and len(components) > ROWS:
        raise invalid(at, f"Must be between 1 and {ROWS} in length.")
    for number, one in enumerate(components):
        allowed = V2_TOP if is_v2 else LEGACY_TOP
        _check_one(one, allowed, files, f"{at}.{number}")
    every = list(nested(components))
    if len(every) > MOST:
        raise invalid(at, f"a message has at most {MOST} components, nested ones counted")
    if sum(len(one["content"]) for one in every if one["type"] == TEXT) > CHARACTERS:
        raise invalid(at, f"all text of a message's components has at most {CHARACTERS:,} characters")
    check_unique(every, at)


def check_unique(every: list[Json], at: str) -> None:
    for name in ("custom_id", "id"):
        seen = set()
        for one in every:
            if name in one and one[name] in seen:
                raise invalid(at, f"Component {name} cannot be duplicated")
            seen.add(one.get(name))


def check_modal(data: Json) -> None:
    check_length(data.get("title"), 1, 45, "data.title")
    check_length(data.get("custom_id"), 1, 100, "data.custom_id")
    components = data.get("components") or []
    if not 1 <= len(components) <= INPUTS:
        raise invalid("data.components", f"Must be between 1 and {INPUTS} in length.")
    for number, one in enumerate(components):
        at = f"data.components.{number}"
        if one.get("type") not in IN_MODAL:
            raise invalid(f"{at}.type", "a modal has labels, text displays and rows of one text input")
        if one["type"] == TEXT:
            check_length(one.get("content"), 1, CHARACTERS, f"{at}.content")
        elif one["type"] == LABEL:
            check_length(one.get("label"), 1, 45, f"{at}.label")
            check_length(one.get("description", "-"), 0, 100, f"{at}.description")
            _check_field(one.get("component") or {}, IN_LABEL, f"{at}.component")
            if "label" in one["component"]:
                raise invalid(f"{at}.component.label", "inside of a label a text input has none of its own")
        else:
            row = one.get("components") or []
            if len(row) != 1:
                raise invalid(f"{at}.components", "a row of a modal has one text input")
            _check_field(row[0], (TEXT_INPUT,), f"{at}.components.0")
            check_length(row[0].get("label"), 1, 45, f"{at}.components.0.label")
    check_unique(list(nested(components)), "data.components")


def check_length(text: object, low: int, high: int, at: str) -> None:
    if not isinstance(text, str) or not low <= len(text) <= high:
        raise invalid(at, f"Must be between {low} and {high} in length.")


def _check_field(one: Json, allowed: Collection[int], at: str) -> None:
    if one.get("type") not in allowed:
        raise invalid(f"{at}.type", f"of type {', '.join(map(str, allowed))}")
    check_length(one.get("custom_id"), 1, 100, f"{at}.custom_id")
    if one["type"] in SELECTS:
        _check_select(one, at)
    if one["type"] == TEXT_INPUT:
        if one.get("style") not in (1, 2):
            raise invalid(f"{at}.style", "a text input has the style 1 or 2")
        low, high = one.get("min_length") or 0, one.get("max_length") or 4000
        if not 0 <= low <= high <= 4000:
            raise invalid(f"{at}.max_length", "min_length is at most max_length, and that 4000")
        check_length(one.get("placeholder", ""), 0, 100, f"{at}.placeholder")
        if value := one.get("value"):
            check_length(value, low, high, f"{at}.value")


def _check_one(one: Json, allowed: Collection[int], files: Collection[str], at: str) -> None:
    kind = one.get("type")
    if kind not in allowed:
        rule = (
            "without the flag IS_COMPONENTS_V2 only rows" if allowed == LEGACY_TOP else f"of type {allowed}"
        )
        raise invalid(f"{at}.type", f"here components are {rule}")
    if kind == ROW:
        _check_row(one.get("components") or [], at)
    elif kind == TEXT:
        check_length(one.get("content"), 1, CHARACTERS, f"{at}.content")
    elif kind == SECTION:
        inside = one.get("components") or []
        if not 1 <= len(inside) <= 3:
            raise invalid(f"{at}.components", "Must be between 1 and 3 in length.")
        for number, text in enumerate(inside):
            _check_one(text, (TEXT,), files, f"{at}.components.{number}")
        accessory = one.get("accessory") or {}
        if accessory.get("type") == BUTTON:
            _check_button(accessory, f"{at}.accessory")
        elif accessory.get("type") == THUMBNAIL:
            _check_media(accessory, "media", files, f"{at}.accessory")
        else:
            raise invalid(f"{at}.accessory", "a section has a button or a thumbnail beside it")
    elif kind == GALLERY:
        items = one.get("items") or []
        if not 1 <= len(items) <= 10:
            raise invalid(f"{at}.items", "Must be between 1 and 10 in length.")
        for number, item in enumerate(items):
            _check_media(item, "media", files, f"{at}.items.{number}")
    elif kind == FILE:
        _check_media(one, "file", files, at)
        if not one["file"]["url"].startswith("attachment://"):
            raise invalid(f"{at}.file.url", "a file component shows an attachment://")
    elif kind == CONTAINER:
        inside = one.get("components") or []
        if not inside:
            raise invalid(f"{at}.components", "Must be 1 or more in length.")
        for number, each in enumerate(inside):
            _check_one(each, IN_CONTAINER, files, f"{at}.components.{number}")


def _check_row(inside: list[Json], at: str) -> None:
    if not 1 <= len(inside) <= 5:
        raise invalid(f"{at}.components", "Must be between 1 and 5 in length.")
    for number, one in enumerate(inside):
        if one.get("type") == BUTTON:
            _check_button(one, f"{at}.components.{number}")
        elif one.get("type") in SELECTS:
            if len(inside) > 1:
                raise invalid(f"{at}.components", "a select stands in a row of its own")
            check_length(one.get("custom_id"), 1, 100, f"{at}.components.{number}.custom_id")
            _check_select(one, f"{at}.components.{number}")
        else:
            raise invalid(f"{at}.components.{number}.type", "a row has buttons or one select")


def _check_button(one: Json, at: str) -> None:
    style = one.get("style")
    if style not in (1, 2, 3, 4, 5, 6):
        raise invalid(f"{at}.style", "a button has a style from 1 to 6")
    check_length(one.get("label", ""), 0, 80, f"{at}.label")
    if style == 5:
        check_length(one.get("url"), 1, 512, f"{at}.url")
        if one.get("custom_id"):
            raise invalid(f"{at}.custom_id", "a link button has a url and no custom_id")
    elif style != 6:
        check_length(one.get("custom_id"), 1, 100, f"{at}.custom_id")
        if one.get("url"):
            raise invalid(f"{at}.url", "only link buttons have a url")
        if not one.get("label") and not one.get("emoji"):
            raise invalid(f"{at}.label", "a button has a label or an emoji")


def _check_select(one: Json, at: str) -> None:
    check_length(one.get("placeholder") or "", 0, 150, f"{at}.placeholder")
    if one["type"] != STRING_SELECT:
        return
    options = one.get("options") or []
    if not 1 <= len(options) <= 25:
        raise invalid(f"{at}.options", "Must be between 1 and 25 in length.")
    values = set()
    for number, option in enumerate(options):
        check_length(option.get("label"), 1, 100, f"{at}.options.{number}.label")
        check_length(option.get("value"), 1, 100, f"{at}.options.{number}.value")
        check_length(option.get("description") or "", 0, 100, f"{at}.options.{number}.description")
        values.add(option["value"])
    if len(values) < len(options):
        raise invalid(f"{at}.options", "The specified option value is already used")
    if (one.get("max_values") or 1) > len(options):
        raise invalid(f"{at}.max_values", "no more can be chosen than there are options")


def _check_media(one: Json, name: str, files: Collection[str], at: str) -> None:
    url = (one.get(name) or {}).get("url")
    check_length(url, 1, 2048, f"{at}.{name}.url")
    check_length(one.get("description") or "", 0, 1024, f"{at}.description")
    if str(url).startswith("attachment://"):
        if str(url).removeprefix("attachment://") not in files:
            raise invalid(f"{at}.{name}.url", "no file of this name came with the message")
    elif not str(url).startswith(("http://", "https://")):
        raise invalid(f"{at}.{name}.url", "Scheme must be one of http, https, or attachment")
