"""Grades a choice: options named by id, by letter, or in words."""

from __future__ import annotations

import re
from collections.abc import Set
from difflib import SequenceMatcher

from bot.domain.grade import Judgement, Verdict
from bot.domain.question import ChoiceQuestion, Option
from bot.grading.exact import LETTERS, options_for
from bot.grading.phrases import find_phrases, tokens

MAX_TEXT = 4000


def judge_choice(question: ChoiceQuestion, text: str, seed: str) -> tuple[Judgement, float]:
    """One judgement over all options, and the score.

    One right option: all or nothing. Several: the share of the right ones chosen less the share of
    the wrong ones, so that choosing all, or at random, earns nothing on average.
    """
    options = options_for(question, seed)
    chosen = chosen_options(options, text[:MAX_TEXT])
    score = _score(question, chosen)
    verdict = Verdict.MET if score == 1 else Verdict.PARTIAL if score else Verdict.UNMET
    named = [f"{letter}. {o.text}" for letter, o in zip(LETTERS, options, strict=False) if o.id in chosen]
    note = (
        f"You chose {'; '.join(named)}" if named else "I can't tell which option you mean; name its letter."
    )
    statement = (
        "The right options are chosen." if len(question.correct) > 1 else "The right option is chosen."
    )
    return Judgement("choice", statement, 1.0, verdict, note=note), score


def chosen_options(options: tuple[Option, ...], text: str) -> Set[str]:
    """The ids of what an answer chooses; letters count in the order of `options`."""
    ids = {option.id for option in options}
    named = {part.strip().lower() for part in text.split(",")}
    if named <= ids:
        return named
    return _by_letter(options, text) or _by_phrase(options, text) or _by_likeness(options, text)


def _score(question: ChoiceQuestion, chosen: Set[str]) -> float:
    right = set(question.correct)
    if chosen == right:
        return 1.0
    if len(right) == 1:
        return 0.0
    wrong = {option.id for option in question.options} - right
    return max(len(chosen & right) / len(right) - (len(chosen & wrong) / len(wrong) if wrong else 0), 0.0)


_LETTERS_FIRST = re.compile(
    r"""\W*(?:(?:my|the|i|i'd|would|pick|choose|say|it's|is|are|both|right|correct|final|answers?|options?|choices?)\W+)*
    (?P<letters>[a-h](?:(?:[ ,;/&+]|\band\b)++[a-h]\b)*)
    [ ]?(?:[.):,;–—-]|$|\b(?:because|since|as|for)\b|\b(?:is|are)\ (?:right|correct|the)\b)""",
    re.IGNORECASE | re.VERBOSE,
)


def _by_letter(options: tuple[Option, ...], text: str) -> Set[str]:
    match = _LETTERS_FIRST.match(" ".join(text.split()))
    letters = re.findall(r"\b[A-H]\b", match["letters"].upper()) if match else []
    places = {LETTERS.index(letter) for letter in letters}
    return {options[n].id for n in places} if all(n < len(options) for n in places) else set()


def _by_phrase(options: tuple[Option, ...], text: str) -> Set[str]:
    phrases = {o.id: (o.text, o.text.partition(":")[0], o.id.replace("-", " ")) for o in options}
    found = find_phrases(text, phrases)
    denied = {phrase.key for phrase in found if phrase.denied}
    return {phrase.key for phrase in found} - denied


def _by_likeness(options: tuple[Option, ...], text: str) -> Set[str]:
    """The one option whose words come in its own order, far ahead of the others'."""
    said = [token.stem for token in tokens(text)]
    shares = []
    for option in options:
        words = [token.stem for token in tokens(option.text)]
        blocks = SequenceMatcher(None, words, said, autojunk=False).get_matching_blocks()
        shares.append((sum(block.size for block in blocks) / max(len(words), 1), option.id))
    (best, id), (second, _), *_ = sorted(shares, reverse=True)
    return {id} if best >= 0.5 and best - second >= 0.15 else set()
