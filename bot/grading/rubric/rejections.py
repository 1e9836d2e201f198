"""What is said not to be worth doing: "augmentation *should be avoided*", "a master copy *would defeat the
purpose*", "labels *are not needed*".

NegEx (Chapman et al. 2001) has cues that reach back as well ("... *was ruled out*"). Such a one turns the
subject of its clause: whoever names a measure to advise against it has not advised it.
"""

from __future__ import annotations

from bot.grading.rubric.clauses import Clause
from bot.grading.rubric.lexicon import AUXILIARIES, word_set
from bot.grading.rubric.scope import Cue, Force, Said, phrases

_MODALS = word_set("should must can could may might need needs ought")
_VERBS = word_set("make makes bring brings add adds defeat defeats become becomes only just merely")
FIRST = AUXILIARIES | _MODALS | _VERBS
"""The words that such a predicate can begin with."""
_BETWEEN = FIRST | word_set(
    "to really simply therefore thus then also always quite completely entirely absolutely mostly usually "
    "generally often even rather better best actually seem seems"
)
_LONGEST = 7
"""Words of a predicate at most."""
_NOT = frozenset(["not", "never"])
_ENDS = {
    **dict.fromkeys(
        phrases(
            """
            avoided | dropped | skipped | omitted | ignored | disabled | abandoned | excluded | removed |
            left out | left aside | turned off | switched off | taken out | kept out | thrown away
            """
        ),
        "advised",
    ),
    **dict.fromkeys(
        phrases(
            """
            pointless | useless | superfluous | redundant | unnecessary | unneeded | needless | meaningless |
            harmful | irrelevant | counterproductive | overkill | forbidden | unhelpful | a waste | no use |
            of no use | no help | defeat the | defeats the | make no sense | makes no sense |
            make little sense | makes little sense | bring noise | brings noise | bring nothing |
            brings nothing | add noise | adds noise | add nothing | adds nothing
            """
        ),
        "said",
    ),
    **dict.fromkeys(
        phrases(
            """
            necessary | needed | required | advisable | recommended | meaningful | useful | helpful |
            worthwhile | relevant | important | allowed | worth | help | work | matter | suffice |
            enough | sufficient
            """
        ),
        "denied",
    ),
}
"""What rejects where it is said, where it is denied, or after "should" and the like: that duplicates *are
dropped* tells what is done."""
_TOLD = word_set("if when unless not which that who what it they this there these those one")
"""With these in its subject the clause says something else: a condition, "*not each* shift is harmful"."""
_ALONE = frozenset(["alone", "only", "just"])
"""Who says that filters *alone* do not suffice has them, and claims no "filters alone"."""


def rejection(said: Said, clause: Clause) -> Cue | None:
    """The cue that turns the subject of a clause, if its predicate rejects that."""
    for at in range(clause.start + 1, clause.end):
        if said.tokens[at - 1].word in _TOLD:
            return None
        if said.tokens[at].word in FIRST and (end := _predicate(said, clause, at)):
            alone = any(token.word in _ALONE for token in said.tokens[clause.start : at])
            return Cue(at, end, end, Force.CONTRASTS if alone else Force.REJECTS, back=clause.start)
    return None


def _predicate(said: Said, clause: Clause, start: int) -> int:
    """Where the predicate that begins here ends; 0 for one that rejects nothing."""
    denied = advised = False
    for at in range(start, min(clause.end, start + _LONGEST)):
        token = said.tokens[at]
        if at > start and token.mark not in ("", "-"):
            return 0
        if token.word in _NOT:
            denied = True
            continue
        way = "denied" if denied else "advised" if advised else "said"
        for length in (1, 2, 3):
            how = _ENDS.get(tuple(t.word for t in said.tokens[at : at + length]))
            if how == way or (how == "said" and not denied):
                return at + length
        if token.word not in _BETWEEN:
            return 0
        advised |= token.word in _MODALS or token.word == "to"
    return 0
