"""Letters and places of options in a text, "B, D and E" or "the 2nd one", and what is said of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


MAX_WORDS = 400
"""Words that are looked at; a choice is made before."""
_SHORT = 40
"""Words of an answer that may be a bare list of numbers."""
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_PLACES = {
    **{letter: n for n, letter in enumerate("abcdefgh", 1)},
    **{f"{n}": n for n in range(1, 9)},
    **{word: n for n, word in enumerate(_ORDINALS, 1)},
    **{f"{n}{'st' if n == 1 else 'nd' if n == 2 else 'rd' if n == 3 else 'th'}": n for n in range(1, 9)},
    "last": -1,
}
_NOUNS = _set("option options one ones letter letters number numbers statement answer choice nr")
_THROUGH = _set("to through thru")
_JOINS = _set(", ; / & + | - – — ( ) [ ] • and or plus also as well then nor the") | _THROUGH | {"\n"}
_INTRO = _set(
    """my the i i'd i'm am id would will i'll pick choose chose say think guess go going went with for it it's
    its is are both has have to must be can could probably prob likely definitely right correct best final
    that's thats this that which hmm ok okay so well answer answers option options choice choices statement
    statements letter letters number numbers one ones only most apply all in opinion imo mine here measures
    true pls please yes just simply . , : ; ! = - – — " ( [ > # … → • ?"""
) | {"\n"}
_CUES = _set(
    "answer answers option pick choose with be it's say so thus hence therefore leaves is are says : = → >"
)
_NOT = _set("not neither never nor isn't aren't can't cannot cant isnt arent wasn't except without")
_PASSED = _set("be option the it is it's definitely")
"""Words that may stand between a denial and what is denied: "it can't be the A"."""
_RIGHT = _set("yes right correct true y ✓ ✔ ✅ ☑")
_WRONG = _set("no wrong false incorrect out not isn't aren't nonsense n ✗ ✘ ❌ ✖ never")
_LINKS = _set("is are 's was : - = – → seems all both being ?")
_ENDS = _set(
    """because bc since as for not but imo i i'm prbly probably prob definitely surely clearly obviously maybe
    please pls final is are cause cuz due fits only yes no right wrong too"""
)
_TOKEN = re.compile(r"\d*\.\d+|[^\W_]+(?:'[a-z]+)?|[^\w\s]|\n", re.IGNORECASE)
_ABBREVIATED = re.compile(r"\b(?:i\.\s?e|e\.\s?g)\.?|\bvs\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Chain:
    """Places from 1 (-1 is the last) that stand together.

    `leads` where nothing but an introduction comes before; `verdict` is True where they are picked, False
    where they are ruled out, None where neither is said; `judged` where a yes or a "wrong" stands beside
    them.
    """

    places: tuple[int, ...]
    leads: bool
    verdict: bool | None
    judged: bool = False


def chains(text: str) -> list[Chain]:
    """All of them, left to right."""
    run = re.fullmatch(r"\W*([a-h]{2,8})\W*", text, re.IGNORECASE)
    if run and len(set(run[1].lower())) == len(run[1]):
        return [Chain(tuple(_PLACES[letter] for letter in run[1].lower()), leads=True, verdict=True)]
    found_words = islice(_TOKEN.finditer(_ABBREVIATED.sub(" ", text)), MAX_WORDS)
    low = [match[0].lower() for match in found_words]
    found: list[Chain] = []
    at = 0
    while at < len(low):
        if not _is_place(low, at):
            at += 1
            continue
        places, end = _chain(low, at)
        found.append(_judged(low, at, end, places))
        at = end
    return found


def introduces(text: str) -> bool:
    """Whether it says nothing but that a choice follows: "I'd say", "the right ones are:"."""
    return all(match[0].lower() in _INTRO for match in islice(_TOKEN.finditer(text), MAX_WORDS))


def _is_place(low: Sequence[str], at: int) -> bool:
    word, after = low[at], low[at + 1] if at + 1 < len(low) else "."
    if word not in _PLACES:
        return False
    before = low[at - 1] if at else "."
    ends = not after[0].isalnum() or after in _ENDS or after in _JOINS or after in _PLACES or after in _NOUNS
    if word == "a":  # and no article: "a shift"
        return ends and (after not in _NOUNS or before in _NOUNS)
    if len(word) == 1 and word.isalpha():
        return True
    if word.isdigit():
        listed = len(low) <= _SHORT and all(w in _JOINS or w in _INTRO or w in _PLACES for w in low)
        return ends and (before in _NOUNS or before == "#" or listed)
    return ends


def _chain(low: Sequence[str], at: int) -> tuple[tuple[int, ...], int]:
    """The places from `at` on that only joints part, and where they end."""
    places, end = [_PLACES[low[at]]], at + 1
    nxt = end
    while nxt < len(low):
        if low[nxt] in _PLACES and _is_place(low, nxt):
            tied = low[end:nxt]
            if (_THROUGH & set(tied) or (tied == ["-"] and len(places) == 1)) and places[-1] < _PLACES[
                low[nxt]
            ]:
                places.extend(range(places[-1] + 1, _PLACES[low[nxt]]))
            places.append(_PLACES[low[nxt]])
            end = nxt + 1
        elif low[nxt] in "([" and low[nxt + 2 : nxt + 3] not in ([")"], ["]"]):
            break  # what stands in brackets explains
        elif low[nxt] not in _JOINS and low[nxt] not in _NOUNS and not _is_dot(low, nxt):
            break
        nxt += 1
    while end < len(low) and low[end] in _NOUNS:
        end += 1
    return tuple(places), end


def _is_dot(low: Sequence[str], at: int) -> bool:
    """Whether it is the dot of "b." in a list that goes on with another letter on the next line."""
    return low[at] == "." and low[at + 1 : at + 2] == ["\n"]


def _judged(low: Sequence[str], start: int, end: int, places: tuple[int, ...]) -> Chain:
    before = list(low[max(start - 4, 0) : start])
    after = list(low[end : end + 4])
    while after and after[0] in _LINKS and len(after) > 1:
        after.pop(0)
    leads = all(word in _INTRO for word in low[:start])
    while before and before[-1] in _PASSED:
        before.pop()
    if before and before[-1] in _NOT:
        return Chain(places, leads=False, verdict=False)
    linked = low[end : end + 1] and low[end] in _LINKS
    if after and after[0] in _WRONG and (linked or after[0] not in ("not", "isn't", "never")):
        return Chain(places, leads=leads, verdict=False, judged=True)
    if after and after[0] in _RIGHT:
        return Chain(places, leads=leads, verdict=True, judged=True)
    alone = (not start or low[start - 1] in ".!?:\n") and (end == len(low) or low[end] in ".!?\n")
    said_of = low[end : end + 1] and low[end] in ("is", "are", "was", "would", "has", "holds", "does")
    cued = start > 0 and low[start - 1] in _CUES and not said_of
    return Chain(places, leads=leads, verdict=True if leads or alone or cued else None)
