"""Frames of speech that claim nothing about the question: what an answer ought to say, what the sheet has,
what the grader is to do, and what takes back the sentence before.

That such a frame governs what its sentence goes on to say, and takes it back from the writer, is how
reported and imagined speech work (FactBank, Saurí and Pustejovsky 2009, tells the source of a statement and
its commitment apart). So a frame mutes its whole sentence, where a phrase of `spoken` mutes what follows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

Groups = tuple[tuple[str, ...], ...]

_SETS = {
    "fine": """
        complete | full | good | strong | top | perfect | ideal | thorough | excellent | satisfactory |
        expected | sample | official | winning | great | correct | right | best | proper | solid | model
    """,
    "judged": """
        answer | response | reply | candidate | applicant | solution | examinee | submission | essay
    """,
    "says": """
        say | mention* | contain* | includ* | cover | state | explain* | describ* | tell | list | name |
        note | write | go on | add | answer | said | told | gone on | involv* | consist* | compris* |
        touch* | rests on | deals with | brings up
    """,
}

_FRAMES = """
{fine} {judged} .. {says} | {fine} {judged} reads

mark scheme | grading scheme | scoring key | solution key | model solution | sample solution | official
solution | the reference solution | the sample answer | the solution lists | expected point* | required
point* | point* to be covered | points to cover | one mark for | two marks for | three marks for | required
by criterion | criterion 1 | criterion 2 | criterion 3 | criterion 4 | as the criteria

examiner* .. look for | examiner* want | examiner* expect* | second marker | grader* who | grader* that |
this grade | my grade | get the maximum score | get the top score

^tick | ^credit | ^award | please mark | please credit | please count | you must credit | you must mark |
you must count

if i had | had i | with more time | given more time
& i would {says} | i could {says}

the answer explain* | the answer mention* | the answer cover | ^the answer is right | ^the answer is
complete | ^the answer is perfect | my answer above | this answer above

^so the question was | i was asked about

5 of 5 | 10 of 10 | 100 of 100 | 5 out of 5 | 10 out of 10 | 4 of 4 | ten out of ten | all of the points
& point* | mark* | distinction | give*

automatic check | grading | evaluation | assessment
& been completed | is complete | is over | is closed | has ended

stipulat* | pursuant to | is deemed to | are deemed to | be deemed | presumed to have

i second the | subscribe to the | agree with everything | of the same opinion | my opinion exactly

put .. down as | go without saying | is dealt with | my message to you | words to go with | you want to know
whether | question leaves open | ^hypothetically | white line under | half of the interview

where others
& you see

<whichever is right | <whichever is correct | <take whichever | <one of each pair | <accept both | <no
longer know which | <each of these is right | <both are right | <either is right | <fine with either |
<depending on how you see | <could equally | <take your pick | <whoever is right | <just as it could | <that
is what i think too
"""


def _expand(written: str) -> tuple[str, ...]:
    """The patterns that one with {sets} in it stands for."""
    parts = re.split(r"\{(\w+)\}", " ".join(written.split()))
    choices = [
        [one.strip() for one in _SETS[part].split("|")] if at % 2 else [part] for at, part in enumerate(parts)
    ]
    return tuple(" ".join("".join(chosen).split()) for chosen in product(*choices))


def _read(written: str) -> Groups:
    return tuple(
        tuple(pattern for one in group.split("|") for pattern in _expand(one)) for group in written.split("&")
    )


FRAMES: tuple[Groups, ...] = tuple(_read(written) for written in _FRAMES.strip().split("\n\n"))
"""Sentences in which one of these is found are no claims; in the form of a criterion's `any`, with a "^"
before a pattern that is looked for at the beginning of a sentence alone, and a "<" before one that takes back
the sentence before, too."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a pattern belongs: a frame and one of its groups, by number; `opens` where it counts at the
    beginning of a sentence alone."""

    frame: int
    group: int
    opens: bool


def _slots() -> dict[str, tuple[Slot, ...]]:
    found: dict[str, list[Slot]] = {}
    for number, groups in enumerate(FRAMES):
        for at, group in enumerate(groups):
            for pattern in group:
                slot = Slot(number, at, pattern.startswith("^"))
                found.setdefault(pattern.lstrip("^<"), []).append(slot)
    return {pattern: tuple(slots) for pattern, slots in found.items()}


SLOTS = _slots()
BACKWARD = frozenset(number for number, groups in enumerate(FRAMES) if groups[0][0].startswith("<"))
"""Frames that take back what stands right before them."""


def spared(needed: set[str]) -> frozenset[tuple[int, str]]:
    """Frames and those of their patterns that do not count where honest answers need these patterns: all
    that they need of a frame, if they need one of each of its groups."""
    return frozenset(
        (number, pattern)
        for number, groups in enumerate(FRAMES)
        if all(not needed.isdisjoint(_bare(group)) for group in groups)
        for group in groups
        for pattern in needed & _bare(group)
    )


def _bare(group: tuple[str, ...]) -> frozenset[str]:
    """Patterns without the signs before them."""
    return frozenset(pattern.lstrip("^<") for pattern in group)
