"""Reads a decision in words, "reject at 5 %", "it doesn't fit", or finds that there is none."""

from __future__ import annotations

import re

from bot.domain.question import Decision
from bot.grading.phrases import Phrase, find_phrases

Span = tuple[int, int]

_ALIKE = {
    "yes": ("yep", "yeah", "yup", "yea", "yess"),
    "no": ("nope", "nah", "noo"),
    "reject": ("reject the null", "rejected", "H0 is rejected", "null hypothesis is rejected"),
    "fail to reject": (
        "failed to reject", "keep H0", "keep the null", "retain H0", "retain the null", "accept H0",
        "accept the null", "H0 stands", "no evidence of", "not enough evidence", "insufficient evidence",
        "no significant", "can't reject", "cannot reject", "cant reject", "not rejected", "do not reject",
        "don't reject", "dont reject", "unable to reject", "insignificant", "nonsignificant",
        "non-significant",
    ),
}  # fmt: skip
"""What a phrase of a question's own brings with it, so that no author has to write it down each time."""


def decide(decision: Decision, text: str, offset: int, right: str | None) -> tuple[bool, Span | None, str]:
    """Whether the option `right` is decided for, where that is said, and else what is the matter.

    What is only supposed ("if it fits"), asked or held possible ("might be drift") is no decision. Whoever
    says several things decides for the last if it is a conclusion, a correction, or the others were rules.
    """
    ids = [option.id for option in decision.options]
    said: list[tuple[Phrase, str]] = []
    phrases = find_phrases(text, {o.id: _phrases(o.id, o.text, o.said) for o in decision.options}, typos=True)
    for phrase in phrases:
        if _is_supposed(text, phrase):
            continue
        if phrase.denied == _is_of_the_other(text, phrase):
            said.append((phrase, phrase.key))
        elif len(ids) == 2:
            said.append((phrase, ids[1 - ids.index(phrase.key)]))
    if _conflict(said):  # "no problem" is no decision
        said = [entry for entry in said if not _DETERMINER.match(text, entry[0].start)] or said
    said = _concluded(text, said)
    if not said or _conflict(said):
        return (
            False,
            None,
            "I can't tell which of them you decide for." if phrases else "I found no decision.",
        )
    phrase, id = said[-1]
    return id == right, (phrase.start + offset, phrase.end + offset), ""


def _phrases(id: str, text: str, said: tuple[str, ...]) -> tuple[str, ...]:
    own = (text, id.replace("-", " "), *said)
    rejecting = any(phrase in ("fail to reject", "don't reject", "do not reject") for phrase in own)
    alike = [*_ALIKE.get(id, ()), *(_ALIKE["fail to reject"] if rejecting else ())]
    if "reject" in own:
        alike += _ALIKE["reject"]
    return (*own, *alike)


def _conflict(said: list[tuple[Phrase, str]]) -> bool:
    return len({id for _, id in said}) > 1


def _concluded(text: str, said: list[tuple[Phrase, str]]) -> list[tuple[Phrase, str]]:
    """What is left of several decisions: those after the last boundary, if they conclude."""
    if not _conflict(said):
        return said
    cut = max((match for match in _BOUNDARY.finditer(text, 0, said[-1][0].start)), key=lambda m: m.end())
    last = [entry for entry in said if entry[0].start >= cut.end()]
    others = [entry for entry in said if entry[0].start < cut.end() and entry[1] != last[-1][1]]
    concludes = cut["concludes"] or _CONCLUDING.search(_clause(text, last[-1][0]))
    return last if concludes or all(_RULE.search(_clause(text, entry)) for entry, _ in others) else said


def _clause(text: str, phrase: Phrase) -> str:
    start = max((match.end() for match in _STOP.finditer(text, 0, phrase.start)), default=0)
    end = _STOP.search(text, phrase.end)
    return text[start : end.start() if end else len(text)]


def _is_of_the_other(text: str, phrase: Phrase) -> bool:
    """Whether it is said of what ours is compared with: "the other one is worse"."""
    return bool(_OTHER.search(text, max(phrase.start - 60, 0), phrase.start))


def _is_supposed(text: str, phrase: Phrase) -> bool:
    before = _STOP.split(text[max(phrase.start - 200, 0) : phrase.start])[-1]
    asked = re.match(r"[^.!;\n]{0,40}\?", text[phrase.end : phrase.end + 60])
    return bool(asked or _IF.search(before) or _MIGHT.search(before))


_STOP = re.compile(r"[!?;\n]|\.(?!\d)")
_OTHER = re.compile(
    r"""\bthe\s+other(?:['’]s)?\s+(?:(?:one|model|system|option|candidate)\s+)?
    (?:(?:is|was|has|had|does|predicts|not|isn['’]t|wasn['’]t|an?|the|much|far|even|clearly|slightly)\s+)*$""",
    re.IGNORECASE | re.VERBOSE,
)
_DETERMINER = re.compile(r"no\s+\w", re.I)
_BOUNDARY = re.compile(
    r"""^|[!?;\n]|\.(?!\d)|(?P<concludes>\b(?:so|therefore|hence|thus|conclusion|decision|verdict|answer|overall|finally
    |wait|sorry|actually|scratch\s+that|correction|edit)\b|[→⇒]|->|=>)""",
    re.I | re.X,
)
_CONCLUDING = re.compile(r"\b(?:so|therefore|hence|thus|this\s+is|here|in\s+our\s+case)\b", re.I)
_RULE = re.compile(
    r"\b(?:below|above|under|over|up\s+to|if|when|would|had|otherwise|until|usually|critical)\b|[<>≤≥]", re.I
)
_IF = re.compile(r"\b(?:if|whether|unless|in\s+case)\b(?![^,:]*(?:[,:]|\bthen\b))", re.I)
_MIGHT = re.compile(
    r"\b(?:might|may|could|can't\s+say|cannot\s+say|can't\s+tell|not\s+sure|unsure|either)\b[^,;.]{0,30}$",
    re.I,
)
