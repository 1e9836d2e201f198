"""What Discord's rules are written in, and how a broken one is told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

ABSENT: Any = None
"""The default of a key that may be left out; a null is refused all the same."""

_SENTENCES = {
    "extra_forbidden": "is not known here",
    "missing": "is required",
    "string_too_long": "has at most {max_length:,} characters",
    "string_too_short": "has at least {min_length} character",
    "too_long": "has at most {max_length} items",
    "too_short": "has at least {min_length} items",
    "literal_error": "is {expected}",
    "union_tag_invalid": "is of no type that is allowed here, which are {expected_tags}",
    "union_tag_not_found": "has a type",
    "string_pattern_mismatch": "is of the form {pattern}",
    "greater_than_equal": "is at least {ge}",
    "less_than_equal": "is at most {le}",
    "rule": "{rule}",
}


class Strict(BaseModel):
    """No key more than is written down, and no value turned into another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def check(condition: bool, rule: str) -> None:
    """Raise the rule as a problem; it continues the sentence that names the object."""
    if not condition:
        raise PydanticCustomError("rule", "{rule}", {"rule": rule})


def check_distinct(names: Iterable[object], what: str) -> None:
    twice = sorted(str(name) for name, count in Counter(names).items() if name is not None and count > 1)
    check(not twice, f"has the {what} {', '.join(twice)} more than once")


_HALF = re.compile("[\ud800-\udfff]")


def _is_sent(text: str) -> str:
    check(bool(text.strip()), "is not blank")
    check(not _HALF.search(text), "has no half characters")
    return text


def units(text: str) -> int:
    """Characters as a client counts them, which is never less than as a server does."""
    return len(text.encode("utf-16-le")) // 2


def said(limit: int) -> AfterValidator:
    """Text with 1 to so many characters, something of which is seen."""

    def is_short(text: str) -> str:
        check(units(_is_sent(text)) <= limit, f"has at most {limit:,} characters")
        return text

    return AfterValidator(is_short)


CustomId = Annotated[str, said(100)]
ComponentId = Annotated[int, Field(ge=1, le=2**31 - 1)]


def problems(rules: TypeAdapter[Any], value: object) -> list[str]:
    """What is wrong, a sentence each with its way there: `components.0.content has at most …`."""
    try:
        rules.validate_python(value)
    except ValidationError as error:
        return [_sentence(found) for found in error.errors(include_url=False)]
    return []


def _sentence(error: ErrorDetails) -> str:
    way = ".".join(str(part) for part in error["loc"])
    template = _SENTENCES.get(error["type"], error["msg"].removeprefix("Input "))
    return f"{way} {template.format(**error.get('ctx', {}))}".strip()
