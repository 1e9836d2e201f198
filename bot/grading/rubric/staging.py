"""What plays a verdict, a form, a tool or another speaker, told by how it is laid out and not by its words.

Offsets are those of the answer as typed, so that what can't be seen (zero-width characters, other alphabets
of Latin letters) hides no shape.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from bot.grading.rubric.tally import tallied
from bot.grading.rubric.text import MAX_CHARS

Span = tuple[int, int]

_LABEL = re.compile(
    r"(?:^|(?<=[.!?] ))[ \t*#\[<(|/_\-]{0,12}(?:begin |end |new |fake )?"
    r"(?:(?:system|assistant|developer|admin|teacher)(?![ \t]{0,3}=)|grader|evaluator|examiner|"
    r"instructor|rubric|verdicts?|"
    r"inst|im_start|criteria met|"
    r"(?:final |overall |previous )?(?:grade|score|marks|evaluation|assessment)(?=[^\w\n]{1,4}"
    r"(?:full|max|perfect|excellent|met|pass|correct|a\b|1\b|1\.0|5|10|100))|"
    r"(?:model|reference|expected|ideal|correct) answer|answer key|marking scheme|"
    r"(?:grader|grading|system|admin|developer|examiner|evaluator|teacher)(?:'s|’s)? "
    r"(?:prompt|message|notes?|override|instructions?|verdict|output|response|mode))"
    r"[ \t]{0,3}(?:[:=>\]|)}]|-{1,2}[ >])[^\n]*",
    re.IGNORECASE | re.MULTILINE,
)
_SHOUT = re.compile(
    r"\b(?:SYSTEM|ASSISTANT|ADMIN|GRADER|EXAMINER|RUBRIC|VERDICT|Rubric|Verdict|Grader|Examiner|"
    r"(?:Model|Reference|Expected|Ideal) answer)\b"
    r"[A-Z ]{0,20}[:=][^\n]*"
)
_TAG = re.compile(
    r"<[/|]{0,2}\s?(?:system|assistant|user|instructions?|rubric|grade|score|verdict|grader|im_start|im_end|inst)\b"
    r"[^<>\n]{0,200}>[^<\n]*|\[/?INST\][^\n]*",
    re.IGNORECASE,
)
_KEYED = re.compile(
    r"\b(?:verdicts?|scores?|grades?|criteri(?:a|on)|marks|points|passed|met|rubric|evaluation)\b[\"']?\s{0,3}[:=]"
    r"|[:=]\s{0,3}[\"'](?:met|full|passed|pass)\b",
    re.IGNORECASE,
)
_TICKED = re.compile(
    r"[\w-]{2,60}[ \t]{0,3}(?::|=|->|\|)[ \t]{0,3}(?:fully )?(?:met|satisfied|fulfilled)\b[^\n]*",
    re.IGNORECASE,
)

_ASIDE = re.compile(
    r"<![a-z][^>]{0,600}\]?>?|!\[[^\]\n]{0,300}\](?:\([^)\n]{0,300}\))?"
    r"|(?<=\]\()[^)\s]{1,300}[ \t]{1,3}[\"'][^\"\n]{0,300}[\"']"
    r"|\[(?:figure|image|slide|screenshot|comment|note|attachment|table)\b[^\]\n]{0,400}\]"
    r"|(?:#[^\W\d]\w{1,40}[ ,;]{0,3}){3,}",
    re.IGNORECASE,
)
"""What no reader would take for a sentence of the answer: pictures' captions, titles of links, hashtags."""
_VOICE = re.compile(r"^[ \t]*[\[(][^\[\]()\n]{3,80}:[\])][^\n]*", re.MULTILINE)
"""Who is said to speak on, in brackets: "[Voice of the director:]"."""
_NUMBERED = re.compile(
    r"\b(?:criterion|requirement|rubric item|rubric point|checkpoint)[ \t]?#?\d{1,2}[ \t]?[:=.)\-][^\n]*",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"^[ \t]*(?:"
    r"[\[(]?\d{4}-\d\d-\d\d[ T][^\n]*"
    r"|\$ [^\n]*|assert [^\n]*"
    r"|(?:PASS|PASSED|FAIL|FAILED|(?:not )?ok \d+)\b[ \t]?[:\-]?[ \t][^\n]*)"
    r"|\b[A-Za-z_][\w.]{0,60}\([{\[]?[^()\n'\"]{0,40}['\"][^\n]*"
    r"|\x1b\[[\d;]{1,8}m[^\n]*"
    r"|\([ \t]?['\"][^'\"\n]{0,200}['\"][ \t]?,[ \t]?(?:True|true|1)\b[^\n]*",
    re.MULTILINE,
)
"""Lines of a log, a shell, a test run, a configuration; code with a text in it."""
_TRUE_LINE = re.compile(r"^[ \t]*[\w-]{1,40}:[ \t]{1,4}(?:true|pass|passed|met)\b[^\n]*", re.MULTILINE)
_TERMS = re.compile(
    r"(?:^|(?<=[.!?] ))[ \t*_#]{0,4}(?:(?:key|related|relevant|further) (?:terms|words|concepts|topics)"
    r"|keywords|tags|topics|buzzwords|hashtags|glossary|index|vocabulary)\b[^\n:\-–]{0,12}(?:[:\-–]|\binclude\b)[^\n]*",
    re.IGNORECASE | re.MULTILINE,
)
_TICK = re.compile("[☑✓✔✅🗹]")
_CROSS = re.compile("[☐☒✗✘✕✖❌❎]")
_TICKED_LINE = re.compile(r"^[^\n]*[☑✓✔✅🗹][^\n]*", re.MULTILINE)
_BOXED_LINE = re.compile(
    r"^[ \t]*(?:[-*+•][ \t]{0,3}|\d{1,2}[.)][ \t]{0,3})?[\[(][xX*][\])][ \t][^\n]*", re.MULTILINE
)
_STARRED_LINE = re.compile(r"^[^\n]*(?:[★⭐]\ufe0f?){3}[^\n]*", re.MULTILINE)
_DONE = r"(?:done|covered|met|satisfied|fulfilled|passed|included|present|mentioned|checked|complete)"
_DONE_LINE = re.compile(
    rf"^[^\n]{{3,200}}?(?:[:=|,(?]|-> see|\.{{3,80}})[ \t]*"
    rf"(?:{_DONE}|check|tick|yes|true|ok|above|below)[ \t.!)|]*$",
    re.MULTILINE | re.IGNORECASE,
)
_DONE_TWICE = re.compile(
    rf"^[^\n]*?[,(:][ \t]?{_DONE}\b[^\n]*?[,(:][ \t]?{_DONE}\b[^\n]*", re.MULTILINE | re.IGNORECASE
)
_ESCAPED = re.compile(
    r"^[^\n]*?(?:\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|%[0-9a-f]{2}|&#\d{1,5};)[^\n]*?"
    r"(?:\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|%[0-9a-f]{2}|&#\d{1,5};)[^\n]*",
    re.MULTILINE | re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"^[ \t#*\[<_]{0,6}(interviewer|tutor|learner|teacher|interviewee|candidate|user|human|assistant|bot|"
    r"ai|me|you|grader|judge|"
    r"examiner|professor|student|reviewer|q(?=:[^\n]*\?)|a)(?: [A-Z0-9]{1,2})?(?:[\]>*_ ]{0,4}:|\])[^\n]*",
    re.MULTILINE | re.IGNORECASE,
)
_JUDGING = re.compile(
    r"rubric|criteri|grad(?:e|ing)|scor|verdict|status|\bmet\b|assess|\beval|hidden|display|tool|details|script|"
    r"template|\banswer\b",
    re.IGNORECASE,
)
_ELEMENT = re.compile(
    r"<([a-z][\w-]{0,30})\b[^<>\n]{0,200}(?<![=-])>|\[([a-z]{3,20})\b[^\[\]\n]{0,40}\]", re.IGNORECASE
)
_ENDING = re.compile(
    r"^[^\n]*?[^\s.:|/=–-][ \t]?(?:\.{2,80}|[:|/=–-])[ \t]{0,3}[\[(]?([^\W\d]{2,12})[\])]?[ \t.|]*$",
    re.MULTILINE,
)
_REPLIED = re.compile(
    r"^[^\n]{8,}\?[ \t]*\n[ \t]*(?:[^\s?]{1,20}[ \t]){0,3}[^\s?]{1,20}[ \t]*$", re.MULTILINE
)
_STAMPED = re.compile(r"^[^\n]*?(\[[A-Z][A-Z ]{1,12}\])[^\n]*?\1[^\n]*", re.MULTILINE)
"""The same word in brackets and capitals twice in a line: "[HIT]"."""
_FIELD_OR_BREAK = re.compile(r"^(?:([ \t]*[\w #-]{2,30}:[ \t][^\n]*)|[^\n]*)$", re.MULTILINE)
_HEADER = re.compile(
    r"(?:^|[|,])[ \t*]{0,4}(?:criteri(?:on|a)|requirements?|verdict|awarded|points?|marks?|rubric|statement|"
    r"covered|where in (?:my|the) answer|met)[ \t*]{0,4}(?=[|,\n]|$)",
    re.IGNORECASE,
)
_SHAPES = (
    _LABEL,
    _SHOUT,
    _TAG,
    _TICKED,
    _ASIDE,
    _VOICE,
    _NUMBERED,
    _MACHINE,
    _BOXED_LINE,
    _STARRED_LINE,
    _DONE_TWICE,
    _ESCAPED,
    _STAMPED,
)
_BRACE = re.compile(r"[{}]")


def staged(typed: str) -> bytearray:
    """For each character whether it plays a verdict, a system message or another speaker, by its form."""
    typed = typed[:MAX_CHARS]
    seen, origin = _plain(typed)
    played = bytearray(len(typed))
    spans = list(_spans(seen))
    for start, end in (*spans, *_blocks(seen, spans)):
        if start < end:
            first, last = origin[start], origin[end - 1]
            played[first : last + 1] = b"\1" * (last + 1 - first)
    return played


def labelled(typed: str) -> bytearray:
    """For each character whether it belongs to a list of terms that is called one: "Keywords: ..."."""
    seen = typed[:MAX_CHARS]
    listed = bytearray(len(seen))
    for found in _TERMS.finditer(seen):
        listed[found.start() : found.end()] = b"\1" * (found.end() - found.start())
    return listed


def _spans(seen: str) -> Iterator[Span]:
    for shape in _SHAPES:
        yield from (found.span() for found in shape.finditer(seen))
    yield from (span for span in _braced(seen) if _KEYED.search(seen, *span))
    if not _CROSS.search(seen):
        yield from _if_two(_TICKED_LINE, seen, len(_TICK.findall(seen)))
    yield from _if_two(_DONE_LINE, seen)
    yield from _if_two(_TRUE_LINE, seen)
    speakers = list(_SPEAKER.finditer(seen))
    if len({found[1].casefold() for found in speakers}) > 1:
        yield from (found.span() for found in speakers)
    yield from _forms(seen)
    yield from _elements(seen)
    yield from _tables(seen)
    yield from tallied(seen)


def _if_two(shape: re.Pattern[str], seen: str, count: int = 0) -> list[Span]:
    """Where a shape is found, if more than once: one tick is an accent, several are a form."""
    spans = [found.span() for found in shape.finditer(seen)]
    return spans if max(count, len(spans)) > 1 else []


def _forms(seen: str) -> Iterator[Span]:
    """Three lines or more that end in the same word behind a mark, and questions with a few words under each:
    a form that is filled in."""
    lines: dict[str, list[Span]] = {}
    for found in _ENDING.finditer(seen):
        lines.setdefault(found[1].casefold(), []).append(found.span())
    yield from (span for spans in lines.values() if len(spans) > 2 for span in spans)
    yield from _if_two(_REPLIED, seen)


def _blocks(seen: str, played: Sequence[Span]) -> Iterator[Span]:
    """Lines of "key: value" in a row half of which are staged."""
    rows: list[Span] = []
    for found in _FIELD_OR_BREAK.finditer(seen):
        if found[1]:
            rows.append(found.span())
            continue
        yield from _half(rows, played)
        rows = []
    yield from _half(rows, played)


def _half(rows: list[Span], played: Sequence[Span]) -> list[Span]:
    staged = sum(any(start < end_of and begin < end for begin, end_of in played) for start, end in rows)
    return rows if 2 * staged >= len(rows) > 1 else []


def _elements(seen: str) -> Iterator[Span]:
    """Marked-up passages whose mark-up speaks of grading or hides them, up to where they are closed."""
    reached = 0
    for found in _ELEMENT.finditer(seen):
        if found.start() < reached or not ("=" in found.group() or _JUDGING.search(found.group())):
            continue
        closing = f"</{found[1]}>" if found[1] else f"[/{found[2]}]"
        end = seen.find(closing, found.end())
        if end < 0:
            if found[2]:
                continue
            end = seen.find("\n", found.end())
        reached = len(seen) if end < 0 else end
        yield found.start(), reached


def _tables(seen: str) -> Iterator[Span]:
    """Tables with a column of verdicts, points or criteria, from their header to the line without cells."""
    at = 0
    mark = ""
    for line in seen.split("\n"):
        end = at + len(line)
        if mark and mark not in line:
            mark = ""
        if not mark and (
            cells := "|" if "|" in line else "," if line.count(",") > 1 and " " not in line else ""
        ):
            mark = cells if _HEADER.search(line) else ""
        if mark:
            yield at, end
        at = end + 1


def _plain(typed: str) -> tuple[str, range | list[int]]:
    """Letters of other alphabets as the Latin ones they show, without what can't be seen, and where each
    stands as typed."""
    if typed.isascii():
        return typed, range(len(typed))
    pieces: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(typed):
        shown = char if char < "\x80" else unicodedata.normalize("NFKC", char)
        if char >= "\x80" and unicodedata.category(char) == "Cf":
            continue
        pieces.append(shown)
        origin += [index] * len(shown)
    return "".join(pieces), origin


def _braced(seen: str) -> list[tuple[int, int]]:
    """Outermost {...}; one that is never closed reaches to the end."""
    spans: list[tuple[int, int]] = []
    depth = start = 0
    for found in _BRACE.finditer(seen):
        if found.group() == "{":
            start = found.start() if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                spans.append((start, found.end()))
    return [*spans, (start, len(seen))] if depth else spans
