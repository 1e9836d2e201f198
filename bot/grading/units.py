"""Units as people type them, and what a number in one of them is in the unit that was asked for.

A table of our own and not `pint`, which knows thousands more and therefore takes "Gb" for gilberts, "G" for
gauss, "b" for barns, "nats" for nanotechnical atmospheres and "pct" for picocarats, does not know tokens,
FLOPs, "gb" or billions, and takes most of a second to start.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple


class Meaning(NamedTuple):
    """What a spelling may stand for: what it measures, and how many of that one's base unit one is.

    Base units are the byte, second, nat, dollar (euro, pound), operation, and one; a rate is "data/time".
    """

    dimension: str
    factor: float


_SCALES = {
    "thousand million": 1e9,
    "k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "millions": 1e6, "mn": 1e6, "mio": 1e6, "mil": 1e6,
    "b": 1e9, "g": 1e9, "billion": 1e9, "billions": 1e9, "bn": 1e9, "milliard": 1e9, "milliards": 1e9,
    "mrd": 1e9, "t": 1e12, "trillion": 1e12, "trillions": 1e12, "tn": 1e12, "quadrillion": 1e15,
    "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7,
}  # fmt: skip
_TIMES = {
    "ns": 1e-9, "nanosecond": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "usec": 1e-6, "microsecond": 1e-6,
    "ms": 1e-3, "msec": 1e-3, "millisecond": 1e-3, "s": 1.0, "sec": 1.0, "second": 1.0, "min": 60.0,
    "m": 60.0,
    "minute": 60.0, "h": 3600.0, "hr": 3600.0, "hour": 3600.0, "d": 86400.0, "day": 86400.0,
}  # fmt: skip
_SHARES = {
    "%": 1e-2, "percent": 1e-2, "per cent": 1e-2, "percentage": 1e-2, "pct": 1e-2, "prozent": 1e-2,
    "pour cent": 1e-2, "por ciento": 1e-2, "percentage point": 1e-2, "percent point": 1e-2, "pp": 1e-2,
    "%-point": 1e-2, "point": 1e-2, "‰": 1e-3, "per mille": 1e-3, "permille": 1e-3, "basis point": 1e-4,
    "bp": 1e-4, "ppm": 1e-6, "x": 1.0, "×": 1.0, "time": 1.0, "fold": 1.0,
}  # fmt: skip
_MONEY = {
    "$": ("dollars", 1.0), "us$": ("dollars", 1.0), "usd": ("dollars", 1.0), "dollar": ("dollars", 1.0),
    "cent": ("dollars", 0.01), "¢": ("dollars", 0.01), "€": ("euros", 1.0), "eur": ("euros", 1.0),
    "euro": ("euros", 1.0), "£": ("pounds", 1.0), "gbp": ("pounds", 1.0), "pound": ("pounds", 1.0),
}  # fmt: skip
_COUNTED = (
    "token", "tok", "parameter", "param", "weight", "request", "query", "querie", "sample", "example", "row",
    "word", "step", "item", "entrie", "value", "element", "op",
)  # fmt: skip
_PREFIXES = {"": 1.0, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "p": 1e15, "e": 1e18, "z": 1e21}
_BINARY = {"ki": 2.0**10, "mi": 2.0**20, "gi": 2.0**30, "ti": 2.0**40, "pi": 2.0**50}
_LONG = {
    "kilo": 1e3, "mega": 1e6, "giga": 1e9, "tera": 1e12, "peta": 1e15, "exa": 1e18, "zetta": 1e21,
    "kibi": 2.0**10, "mebi": 2.0**20, "gibi": 2.0**30, "tebi": 2.0**40,
}  # fmt: skip


def _spelled() -> Iterator[tuple[str, Meaning]]:
    for name, factor in _TIMES.items():
        yield from ((form, Meaning("time", factor)) for form in _forms(name))
    for name, factor in _SHARES.items():
        yield from ((form, Meaning("share", factor)) for form in _forms(name))
    for name, (currency, factor) in _MONEY.items():
        yield from (
            (form, Meaning(currency, factor)) for form in _forms(name) if form not in ("usds", "eurs", "gbps")
        )
    for name in _COUNTED:
        yield from ((form, Meaning("count", 1.0)) for form in _forms(name))
    for name in ("op", "operation", "floating point operation", "floating-point operation"):
        yield from ((form, Meaning("work", 1.0)) for form in _forms(name))
    for form in ("nat", "nats"):
        yield form, Meaning("information", 1.0)
    for form in ("bit", "bits"):
        yield form, Meaning("information", math.log(2))
    for form in ("t/s", "tps", "tok/s"):
        yield form, Meaning("count/time", 1.0)
    for prefix, factor in {**_PREFIXES, **_BINARY, **_LONG}.items():
        short = prefix not in _LONG
        for form in ("byte", "bytes", *(("b",) if short else ())):
            yield prefix + form, Meaning("data", factor)
        for form in ("bit", "bits"):
            yield prefix + form, Meaning("data", factor / 8)
        for form in ("flop", "flops"):
            yield prefix + form, Meaning("work", factor)
        if short:
            yield f"{prefix}bps", Meaning("data/time", factor / 8)
    for form in ("gig", "gigs"):
        yield form, Meaning("data", 1e9)


def _forms(name: str) -> tuple[str, ...]:
    return (name, f"{name}s") if len(name) > 1 and name.isascii() and name[-1].isalpha() else (name,)


def _table() -> dict[str, tuple[Meaning, ...]]:
    table: dict[str, tuple[Meaning, ...]] = {}
    for form, meaning in _spelled():
        table[form] = (*table.get(form, ()), meaning)
    return table


_TABLE = _table()
_LETTERS = {"Kb": 1e3, "Mb": 1e6, "Gb": 1e9, "Tb": 1e12, "b": 1.0}
"""Bits to the letter, and bytes to many who type them."""
_SPACE = r"[ \u00a0\u2009\u202f]"
_WORDS = "|".join(
    re.escape(form).replace(r"\ ", r"\s?")
    for form in sorted(_TABLE, key=len, reverse=True)
    if len(form) > 1 and form not in ("times", "time", "in")
)
_SCALE_WORDS = "|".join(
    word.replace(" ", r"\s") for word in sorted((w for w in _SCALES if len(w) > 1), key=len, reverse=True)
)
_WORKER = r"(?:(?:gpu|tpu|card|chip|node|core|machine|device|accelerator)s?[ ·-]?)"
"""Whose time it is: a "GPU-day" is a day."""
_LETTER = r"(?:[kKmMbBgGTthds](?!\w|\)\s*[\d≈~]|\.\w)(?!\s*[=×*^(·+\[≈]|/[a-z]?\d))"
_CLOCK = "|".join(sorted(_TIMES, key=len, reverse=True))
_PER = rf"(?:(?:{_SPACE}?/{_SPACE}?|\s(?:per|an?)\s)(?:{_CLOCK})s?(?!\w))"
_NOUN = rf"""(?:\\?[%‰％]-?(?:points?)?|[$€£¢]|(?i:{_WORDS}|{_WORKER}(?:{_CLOCK})s?)(?!\w)
    |(?i:times)(?={_PER})|(?i:times)(?!\w)(?!\s+(?:[\d(]|the\b|[a-z]\b))
    |[x×X](?!\w)(?!\s*(?:[\d(]|[a-zA-Z]\b)))"""
PATTERN = rf"""(?:
    (?:(?:{_SPACE}|-)?(?i:{_SCALE_WORDS})(?!\w)\.?|[kKmMbBgGTt](?=\s?[$€£])|{_SPACE}?[kKmMBgGTt](?=\s(?i:bytes?|{_WORDS}|{_WORKER}(?:{_CLOCK})s?)(?!\w)))?
    (?:{_SPACE}|-)?{_NOUN}{_PER}?
  | (?:{_SPACE}|-)?(?i:{_SCALE_WORDS})(?!\w)
  | {_SPACE}?{_LETTER}{_PER}?
  | {_PER}
)"""
"""What may follow a number as its unit; for a verbose pattern."""


@lru_cache(maxsize=4096)
def meanings(spelling: str) -> tuple[Meaning, ...]:
    """What `spelling` may stand for; none where it is unknown or empty. A scale alone ("k") is a "scale"."""
    text = re.sub(r"\s+", " ", spelling.replace("\\", "").replace("％", "%").replace("\u00a0", " ")).strip(
        " -."
    )
    text = re.sub(rf"{_WORKER}(?=(?:{_CLOCK})s?$)", "", text, flags=re.IGNORECASE)
    per = re.search(rf"{_PER}$", text)
    if per and text not in ("t/s", "tok/s"):
        over = re.split(r"/|\s(?:per|an?)\s", per[0])[-1].strip()
        under = _TIMES[over if over in _TIMES else over.removesuffix("s")]
        noun = text[: per.start()]
        above = (() if noun.lower() == "times" else meanings(noun)) or (Meaning("count", 1.0),)
        return tuple(
            Meaning("work" if m.dimension == "work" else f"{_counted(m.dimension)}/time", m.factor / under)
            for m in above
        )
    return _whole(text) or tuple(_scaled(text))


def _whole(text: str) -> tuple[Meaning, ...]:
    low = text.lower()
    found: tuple[Meaning, ...]
    if text in _LETTERS:
        found = (Meaning("data", _LETTERS[text]), Meaning("data", _LETTERS[text] / 8))
    elif re.fullmatch("[KMGT]?Bps", text):
        found = (Meaning("data/time", _PREFIXES[text[:-3].lower()]),)
    else:
        found = _TABLE.get(low, ()) or _TABLE.get(low.replace("per cent", "percent"), ())
    scale = _SCALES.get(low)
    return found if scale is None else (*found, Meaning("scale", scale))


def _scaled(text: str) -> Iterator[Meaning]:
    scale, _, noun = text.replace(".", "").partition(" ")
    if noun.startswith("million "):
        scale, noun = f"{scale} million", noun.removeprefix("million ")
    if not noun and text[:1] in "kKmMbBgGTt" and text[1:] in "$€£":
        scale, noun = text[:1], text[1:]
    if noun and (factor := _SCALES.get(scale.lower())):
        for meaning in meanings(noun) or (Meaning("count", 1.0),):
            yield Meaning(meaning.dimension, meaning.factor * factor)


def _counted(dimension: str) -> str:
    return "count" if dimension == "scale" else dimension


@lru_cache(maxsize=4096)
def factors(unit: str, asked: str) -> tuple[float, ...]:
    """What one of `unit` may be in the unit `asked` for; nothing where it is another thing.

    A number with no unit is taken in the one asked for, and a share, a count, work or a size also as it is:
    0.12 for 12 %, 3.5e9 for 3.5 GB, but not 0.25 for 2 bits.
    """
    found: dict[float, None] = {}
    typed = meanings(unit) or (Meaning("", 1.0),)
    for want in _asked(asked):
        same = [have for have in typed if have.dimension == want.dimension]
        for have in same or typed:  # "B" is a byte where bytes are asked for, and else a billion
            found.update(dict.fromkeys(_factors(have, want)))
    return tuple(found)


def _factors(have: Meaning, want: Meaning) -> Iterator[float]:
    bare = want.dimension in ("share", "count", "work") or (want.dimension == "data" and want.factor > 1)
    if have.dimension == want.dimension:
        yield have.factor / want.factor
    elif have.dimension == "":
        yield 1.0
        if bare and want.factor != 1:
            yield 1 / want.factor
    elif have.dimension == "scale":
        if want.dimension not in ("time", "share") or want.factor == 1:
            yield have.factor / want.factor
    elif (have.dimension, want.dimension) == ("count", "count/time"):
        yield have.factor / want.factor


def _asked(unit: str) -> tuple[Meaning, ...]:
    if unit in ("B", "bytes"):
        return (Meaning("data", 1.0),)
    if not unit:
        return (Meaning("count", 1.0), Meaning("share", 1.0), Meaning("information", 1.0))
    read = meanings(unit) or meanings(re.split(r"/| per ", unit)[0])  # of "ms per token" the first half
    found = tuple(Meaning("count", m.factor) if m.dimension == "scale" else m for m in read)
    return found or (Meaning("count", 1.0),)


@lru_cache(maxsize=4096)
def alike(one: str, other: str) -> bool:
    """Whether two units measure the same, so that one number may stand for the other."""
    kinds = [{_counted(m.dimension) for m in meanings(unit)} or {"count"} for unit in (one, other)]
    return bool(kinds[0] & kinds[1])
