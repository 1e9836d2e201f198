"""Sentences that bring a term up and say nothing of it: "rank is of importance", "bits are a related
concept".

They are how a list of terms is made to look like prose. A speech act that only refers, and predicates
nothing, is no assertion (Searle 1969, Speech acts, chapter 2).
"""

from __future__ import annotations

from functools import cache

from bot.grading.rubric.automaton import Automaton
from bot.grading.rubric.lexicon import (
    ARTICLES,
    FUNCTION_WORDS,
    NOUN_VERBS,
    PARTICIPLES,
    PREPOSITIONS,
    VERBS,
    word_set,
)
from bot.grading.rubric.scope import Said

_NOTIONS = (
    "term concept notion topic aspect factor element dimension consideration theme keyword ingredient "
    "viewpoint expression point subject issue matter area"
)
_PHRASES = """
    relate to | related to | associated with | connected with | connected to | linked to | link to | ties into
    | has to do with | have to do with | had to do with | touch on | concern | belong to | bound up with
    | stand in connection | bearing on | be mentioned | be named | be spoken of | be discussed | be raised
    | be brought up | come into | came into | arise | arises | present | feature in | involved | involve
    | of importance | of relevance | of interest | of significance | is important | are important
    | is relevant | are relevant | is central | are central | is crucial | are crucial | is essential
    | are essential | is noteworthy | are noteworthy | is pertinent | are pertinent | play a role
    | play a part | played a part | played a role | hold significance | go hand in hand | come up
    | worth mentioning
    | is key | are key | as well as | in play | at play | stand in relation | part of this | yet another side
"""

_SAYS_SOMETHING = word_set("not no never without because so than if when unless only less more fewer")


def mentioned(said: Said) -> set[int]:
    """The tokens of clauses that mention something and have no other verb, and nothing that a claim needs."""
    taken: dict[int, set[int]] = {}
    clause_of = [
        number for number, clause in enumerate(said.clauses) for _ in range(clause.start, clause.end)
    ]
    for hit in _mentions().find(said.tokens):
        taken.setdefault(clause_of[hit.tokens[0]], set()).update(hit.tokens)
    found: set[int] = set()
    for number, hits in taken.items():
        clause = said.clauses[number]
        rest = [at for at in range(clause.start, clause.end) if at not in hits]
        if not any(_claims(said, at, clause.end) for at in rest):
            found.update(range(clause.start, clause.end))
    return found


@cache
def _mentions() -> Automaton:
    return Automaton(
        [
            *(" ".join(phrase.split()) for phrase in _PHRASES.split("|")),
            *(
                f"{verb} .. {noun}"
                for verb in ("is", "are", "be", "was", "were")
                for noun in _NOTIONS.split()
            ),
        ]
    )


def _claims(said: Said, at: int, end: int) -> bool:
    word, last = said.tokens[at].word, said.tokens[at - 1].word if at else ""
    if word in _SAYS_SOMETHING or word[0].isdigit():
        return True
    if word in PARTICIPLES and at + 1 < end and said.tokens[at + 1].word not in FUNCTION_WORDS:
        return False
    verb = (word in VERBS and not word.endswith("ing")) or (word in NOUN_VERBS and word.endswith("ed"))
    return verb and last not in ARTICLES | PREPOSITIONS
