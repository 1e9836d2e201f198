"""What the columns hold: the domain's values, kept the same way on every database."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import DateTime, Dialect, Text, TypeDecorator

V = TypeVar("V")

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def keepable(text: str) -> str:
    """The text with U+FFFD for each character that no database takes: NUL and lone surrogates.

    Offsets into the text stay true.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return _UNKEEPABLE.sub("\ufffd", text)
    return text.replace("\0", "\ufffd")


class Words(TypeDecorator[str]):
    """Anybody's text, however hostile."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else keepable(value)


class Spelled(TypeDecorator[V]):
    """A value that `str` spells and `parse` reads: a reference, an enum's member."""

    impl = Text
    cache_ok = True

    def __init__(self, parse: Callable[[str], V]) -> None:
        super().__init__()
        self.parse = parse
        self.read = lru_cache(1024)(parse)

    def process_bind_param(self, value: V | None, dialect: Dialect) -> str | None:
        return None if value is None else keepable(str(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> V | None:
        return None if value is None else self.read(value)


class Json(TypeDecorator[V]):
    """A value as JSON text, of the type that pydantic was told.

    Text and not the database's own JSON, since JSONB refuses an escaped NUL. With `repeats`, for
    frozen values of which there are few, those read before are remembered.
    """

    impl = Text
    cache_ok = True

    def __init__(self, adapter: TypeAdapter[V], *, repeats: bool = False) -> None:
        super().__init__()
        self.adapter = adapter
        self.read: Callable[[str], V] = (
            lru_cache(1024)(adapter.validate_json) if repeats else adapter.validate_json
        )

    def process_bind_param(self, value: V | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        # Not pydantic's own writer, which refuses lone surrogates.
        return keepable(_JSON.encode(self.adapter.dump_python(value, mode="json")))

    def process_result_value(self, value: str | None, dialect: Dialect) -> V | None:
        return None if value is None else self.read(value)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Instead of a value that this version can't read; `reason` has nothing of what it says."""

    reason: str


class Foreign(Json[V]):
    """JSON that another version may have written: where it can't be read it is `Unreadable`, so that one row
    spoils no query."""

    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        try:
            return super().process_result_value(value, dialect)
        except ValidationError as error:
            return Unreadable(", ".join(sorted({each["type"] for each in error.errors()})))


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC to the microsecond; SQLite keeps it without a zone, in an order that sorts."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a zone: {value}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
