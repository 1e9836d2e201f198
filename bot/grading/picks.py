"""Which options an answer picks: by id, letter, number, place or in words, and what it rules out."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from bot.domain.question import Option
from bot.grading.amends import TAKES_BACK
from bot.grading.chains import Chain, chains, introduces
from bot.grading.figures import by_figures
from bot.grading.items import items
from bot.grading.phrases import Phrase, find_phrases, tokens

Options = tuple[Option, ...]
Picked = frozenset[str]

NOTHING: Picked = frozenset()


def picked(options: Options, text: str, *, several: bool = False) -> Picked:
    """The ids of what `text` picks; letters and places count in the order of `options`.

    The first pick counts and what explains it does not, unless a later sentence takes it back ("no wait, C").
    Where `several` may be right, a list with a letter before each item is all picked. A letter beyond the
    last option spoils the answer, since nobody can say what it meant.
    """
    named = frozenset(part.strip().lower() for part in text.split(","))
    if named <= {option.id for option in options}:
        return named
    text = _CROSSED.sub(" ", text).translate(_MARKS).strip()
    *_, last = _WAIT.split(text)
    return (_read(options, last, several) if last != text else NOTHING) or _read(options, text, several)


def _read(options: Options, text: str, several: bool) -> Picked:
    every = frozenset(option.id for option in options)
    if _NONE.match(text):
        return NOTHING
    if spared := _ALL_BUT.match(text):
        rest = text[spared.end() :]
        found = chains(rest)
        named = bool(found and found[0].leads)
        left_out = _ids(options, set(found[0].places)) if named else _by_phrase(options, rest)
        if left_out or named:
            return every - left_out if left_out else NOTHING
    if _ALL.fullmatch(text):
        return every
    if listed := _by_items(options, text, several):
        return listed
    found = chains(text)
    by_words = _by_chains(options, text, found) or _by_phrase(options, text) or _by_likeness(options, text)
    by_number = None if by_words else by_figures(options, text)
    return frozenset({by_number}) if by_number else by_words


def _by_items(options: Options, text: str, several: bool) -> Picked:
    """By a list that begins the answer, without what it says is wrong. Where one is right that must leave
    one, for the others may be there to be explained."""
    before, listed = items(text)
    if not introduces(before):
        return NOTHING
    said = {item.place for item in listed if item.right}
    left = {item.place for item in listed if item.right is not False}
    if len(listed) == len(options) and said:
        left = said
    return _ids(options, left) if several or (len(left) == 1 and len(listed) > 1) else NOTHING


def _by_chains(options: Options, text: str, found: list[Chain]) -> Picked:
    chosen = [chain for chain in found if chain.verdict is True]
    lead = next((chain for chain in found if chain.leads and chain.verdict is not False), None)
    if lead and not lead.judged:
        chosen = [lead]
    refused = {place for chain in found if chain.verdict is False for place in chain.places}
    if chosen:
        return _ids(options, {place for chain in chosen for place in chain.places} - refused)
    if not refused or _by_phrase(options, text):
        return NOTHING
    rest = set(range(1, len(options) + 1)) - refused
    return _ids(options, rest) if len(rest) == 1 or len(refused) > 1 else NOTHING


def _ids(options: Options, places: set[int]) -> Picked:
    meant = {len(options) if place == -1 else place for place in places}
    if any(place > len(options) for place in meant):
        return NOTHING
    return frozenset(options[place - 1].id for place in meant)


_CROSSED = re.compile(r"~{1,2}\S(?:[^~\n]*\S)?~{1,2}")
_MARKS = str.maketrans({"*": " ", "`": " ", "_": " ", "“": '"', "”": '"', "’": "'"})
_WAIT = re.compile(
    rf"""\b(?:{TAKES_BACK}|edit\s*:|changed\s+my\s+mind
    |(?:h+m+[\s,.…]*|(?<=\.\.\.)|(?<=\.\.\.\s)|(?<=…)|(?<=…\s))no(?=\s*[,.;:!–—-]))(?!\w)[\s,.:;–—-]*""",
    re.IGNORECASE | re.VERBOSE,
)
_OF = (
    r"(?:\s+(?:of|the|these|those|them|it|above|options?|answers?|ones?|three|four|five|six|seven|eight)\b)*"
)
_EVERY = rf"(?:all|everything|every\s+one|every|any|each)\b{_OF}"
_START = (
    r"\W*(?:(?:i(?:'d)?|would|say|pick|choose|think|it|it's|is|are|measures|my|answers?|basically)\b\W*){0,4}"
)
_NONE = re.compile(
    rf"{_START}(?:none|neither|nothing)\b(?:\s+of\b|\W*$)|{_START}no\s+options?\b", re.IGNORECASE
)
_ALL_BUT = re.compile(
    rf"""{_START}(?:{_EVERY}|anything|those|(?:the\s+)?(?:ones|options|answers|statements))\W*
    (?:but|except(?:\s+for)?|excluding|apart\s+from|besides|other\s+than|minus|without)\b[\s:]*""",
    re.IGNORECASE | re.VERBOSE,
)
_ALL = re.compile(rf"{_START}{_EVERY}\W*(?:(?:are|is)\s+(?:right|correct|true)\W*)?", re.IGNORECASE)


def _by_phrase(options: Options, text: str) -> Picked:
    """By words of the options; what is denied in a list is not picked, nor what a sentence after one that
    picked several says beside them, unless it goes on ("and fairness, too")."""
    phrases = {o.id: (o.text, o.text.partition(":")[0], o.id.replace("-", " ")) for o in options}
    said: set[str] = set()
    denied: set[str] = set()
    lists: list[list[Phrase]] = []
    for phrase in find_phrases(text, phrases, typos=True):
        if lists and _JOINT.fullmatch(text, lists[-1][-1].end, phrase.start):
            lists[-1].append(phrase)
        else:
            lists.append([phrase])
    for together in lists:
        start, end = together[0].start, together[-1].end
        if together[0].denied or _NOT_AFTER.match(text, end):
            denied.update(phrase.key for phrase in together)
        elif len(said) < 2 or not _is_aside(text, start, end):
            said.update(phrase.key for phrase in together)
    return frozenset(said - denied)


def _is_aside(text: str, start: int, end: int) -> bool:
    """Whether a sentence of its own is about what stands there: "Votes belong to an arena."."""
    *earlier, sentence = re.split(r"[.!;]\s|\n", text[:start])
    goes_on = _GOES_ON.match(sentence) or _TOO.match(text, end)
    return bool(earlier and not goes_on and re.match(r"[^\S\n]+\w", text[end:]))


_JOINT = re.compile(r"(?:,|\band\b|\bor\b|\bnor\b|\s)*")
_NOT_AFTER = re.compile(
    r"[^\S\n]+(?:(?:(?:is|are|was|were|does|do)\s+)?not|(?:is|are|was|were|does|do)n't)\b", re.I
)
_GOES_ON = re.compile(r"\W*(?:and|also|plus|then|furthermore|additionally|it|they)\b", re.IGNORECASE)
_TOO = re.compile(r"\W*(?:too|also|as\s+well)\b", re.IGNORECASE)


def _by_likeness(options: Options, text: str) -> Picked:
    """The one option that begins so, or whose words come in its own order, far ahead of the others'."""
    said = [token.stem for token in tokens(text)]
    shares: list[tuple[float, str]] = []
    begun: list[str] = []
    for option in options:
        words = [token.stem for token in tokens(option.text)]
        blocks = SequenceMatcher(None, words, said, autojunk=False).get_matching_blocks()
        shares.append((sum(block.size for block in blocks) / max(len(words), 1), option.id))
        if words[: len(said)] == said:
            begun.append(option.id)
    if len(said) >= 4 and len(begun) == 1:
        return frozenset(begun)
    (best, id), (second, _), *_ = sorted(shares, reverse=True)
    return frozenset({id}) if best >= 0.5 and best - second >= 0.15 else NOTHING
