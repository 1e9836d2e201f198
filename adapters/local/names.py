"""What people may write: texts and names, cleaned and bounded, and the ids made of names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import chain, count

from bot.errors import UserError

MAX_MESSAGE = 4000  # characters
MAX_NAME = 32  # characters

_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def text(typed: str) -> str:
    """A message as typed, without control characters. Raises UserError where there is none, or too much."""
    kept = _CONTROL.sub("", typed.replace("\r\n", "\n")).strip("\n").rstrip()
    if not kept:
        raise UserError("Write something first.")
    if len(kept) > MAX_MESSAGE:
        raise UserError(f"A message has at most {MAX_MESSAGE:,} characters; this has {len(kept):,}.")
    return kept


def name(typed: str, what: str) -> str:
    """A name on one line, of visible characters. Raises UserError, in which `what` says whose."""
    kept = " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFKC", typed)).split())
    if not kept:
        raise UserError(f"{what} is needed.")
    if len(kept) > MAX_NAME:
        raise UserError(f"{what} has at most {MAX_NAME} characters.")
    return kept


def slug(name: str) -> str:
    """Letters, digits and hyphens; empty where the name has none."""
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")


def free_slug(name: str, taken: Container[str]) -> str:
    """One that is not taken, with a number if need be."""
    stem = slug(name) or "member"
    numbered = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return next(each for each in numbered if each not in taken)
