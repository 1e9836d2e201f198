"""What an answer denies, or says not to come to pass.

After NegEx (Chapman et al. 2001): cues such as "not" and "without"; what looks like one and is none ("not
only", its *pseudo-negations*); and an end to what each reaches, at the latest with its clause.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.grading.rubric.clauses import Clause
from bot.grading.rubric.inflection import forms
from bot.grading.rubric.lexicon import ARTICLES, PARTICIPLES, VERBS, word_set
from bot.grading.rubric.scope import FARTHEST, Force, Said, ends, phrases
from bot.grading.rubric.text import Token

DENIES = phrases(
    """
    not | no | never | none | nobody | nothing | nowhere | neither | nor | without | no longer | hardly
    | scarcely | barely | rarely | seldom | impossible to | unable to | non | un | far from | anything
    but | fails to | fail to | failed to | failing to | lack | lacks | lacking | lack of | absence of |
    not true that | not the case that | not so that | not right that | not correct that | false that |
    wrong that | untrue that | incorrect that | myth that | misconception that | mistake to
    | mistaken to | wrong to | incorrect to
    """
)
AVERTS = phrases(
    """
    avoid | avoids | avoided | avoiding | prevent | prevents | prevented | preventing | stop | stops |
    stopped | stopping | skip | skips | skipping | eliminate | eliminates | eliminating | remove the
    need | removes the need | spare | spares | saves us | save us | saves you | refuse to | refuses to
    """
)
NO_CUE = phrases(
    """
    not only | not just | not merely | not simply | not solely | no doubt | without doubt | without a
    doubt | without question | no wonder | no matter | not to mention | nothing but | whether or not |
    or not | no less than | no fewer than | not surprisingly | not least | if not | not until | no
    problem | never fails to | never fail to | not fail to | not hesitate to | not stress enough | not
    emphasise enough | not emphasize enough | not overstate | not the first time | not the last time |
    not for the first time | no need to guess | no secret | no surprise | no
    question | no denying | not deny | not everyone knows | not everybody knows | not many know
    """
)

_LEAVES_OUT = frozenset(
    form
    for verb in word_set(
        "forget remove drop delete omit ignore neglect overlook discard exclude replace abandon lose disable"
    )
    for form in forms(verb)
)
"""Who does not do so keeps what follows: "don't *forget* to test"."""
_WHOLE = frozenset(["none", "nothing", "nobody"])
"""Something by themselves: "AUC (.5 = *none*), ...", "it brought *nothing* and cost much"."""
_ANAPHORS = frozenset(["it", "them"])
_MEANS = frozenset(["by", "via", "through", "with", "using"])
_NEW_SUBJECT = frozenset(["it", "they", "we", "you"])
_QUANTIFIES = ARTICLES | word_set("all any every each both much many more only one two three")
_OPINION = word_set("mean think believe imply say suggest claim true necessarily assume")


def answers(token: Token, following: Token | None) -> bool:
    """Whether a "no" only answers a question: "No, the base is frozen"."""
    return token.word == "no" and (following is None or following.mark not in ("", "-"))


def keeps(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether a "not" denies the next word alone, and what follows is affirmed: "don't *forget* it"."""
    return tokens[at].word in ("not", "never") and at + 1 < end and tokens[at + 1].word in _LEAVES_OUT


def reach(said: Said, clause: Clause, start: int, end: int, force: Force) -> int:
    """Where the scope of the cue at tokens `start` up to `end` is over."""
    tokens = said.tokens
    first = tokens[start].word
    if first in ("non", "un"):
        return min(end + 1, clause.end)
    if first in _WHOLE and end < clause.end and (tokens[end].mark or ends(tokens[end])):
        return end
    if (
        first == "without"
        and end + 1 < clause.end
        and tokens[end].word in _ANAPHORS
        and _is_new(tokens[end + 1])
    ):
        return end + 1
    of_verb = (
        first in ("not", "never") and end < clause.end and tokens[end].word not in _QUANTIFIES | _OPINION
    )
    for at in range(end + 1, min(clause.end, end + FARTHEST)):
        word = tokens[at].word
        if ends(tokens[at]):
            return at
        if force is Force.AVERTS and word in _MEANS:
            return at
        if first == "without" and (word in _NEW_SUBJECT or _begins_anew(said, clause, start, at)):
            return at
        if of_verb and at > end + 1 and _next_verb(word):
            return at
    return clause.end


def _is_new(token: Token) -> bool:
    """Whether what follows "without it" is a clause of its own: "without it *deep stacks* blow up"."""
    return not token.word.endswith("ing") and token.word not in PARTICIPLES


def _begins_anew(said: Said, clause: Clause, start: int, at: int) -> bool:
    """Whether the main clause begins here: "Without the penalty *the policy* would drift"."""
    return start == clause.start and at > start + 2 and said.tokens[at].word in ARTICLES


def _next_verb(word: str) -> bool:
    """Whether a verb of its own begins here: "on data not seen, it *means* ..."."""
    return word in VERBS and word.endswith("s") and word not in PARTICIPLES
