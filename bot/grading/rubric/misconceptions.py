"""What others are said to think, or to do wrongly: "many think that ...", "a common mistake is to ...".

Whoever names a misconception, mostly to refute it, has not claimed it: Saurí and Pustejovsky 2009 (FactBank:
a corpus annotated with event factuality) tell what a writer commits to from what is reported of others. What
follows a "but" is the writer's own again.
"""

from __future__ import annotations

from bot.grading.rubric.clauses import Clause
from bot.grading.rubric.lexicon import AUXILIARIES, VERBS, third_person, word_set
from bot.grading.rubric.scope import FARTHEST, Cue, Force, Said, phrases

_OTHERS = word_set("people many some most others beginners newcomers folks everybody everyone")
_PERSONS = word_set("people teams engineers practitioners folks beginners newcomers users of us them")
_HOW = word_set(
    "often usually commonly sometimes still wrongly mistakenly generally naively easily tend to do"
)
_MODALS = word_set("may might would could will can")
_THINK = word_set("think thinks believe believes say says claim claims")
_SUPPOSE = word_set("expect expects assume assumes suppose imagine guess conclude")
_ABOUT = word_set("of about which what whether how who if why when")
"""Not an opinion: "think of it as ...", "people say which answer is better"."""
_SEEMS = word_set("seem seems look looks sound sounds appear appears")
_AS_IF = word_set("that like as")
_ANYONE = frozenset(["you", "one", "we"])
_BEFORE = word_set("and but so because since while although though today still here also now well yes")

_MISTAKES = word_set("mistake mistakes error pitfall trap misunderstanding belief")
_MYTHS = word_set("misconception misconceptions myth fallacy")
_COMMON = word_set("common frequent typical classic popular widespread usual easy a another one biggest")
_OWN = word_set("my our his her their")
_TO = word_set("to that thinking assuming believing using")

_WHEN = word_set("when if whenever once")
_GOES_ON = _WHEN | word_set("because since so that until")
"""A clause that begins so belongs to what others think."""
_TAKES_UP = word_set("it its they their this that these")
_SUBJECT = 4
"""Words of a subject at most."""
_NONE = word_set("no not never none nothing nobody neither without")
_OPENING = 3
"""Words of a correction among which its subject is: "but it", "in fact it"."""
_TURNS = phrases("but | however | yet | actually | in fact | in reality | in truth")

FIRST = _OTHERS | _ANYONE | _MISTAKES | _MYTHS | word_set("it tempting tempted easy could might")
"""The words that a cue can begin with."""


def reported(said: Said, number: int, at: int) -> Cue | None:
    """The cue that begins with the word at `at`, if from there others are said to think so, or to do so."""
    clause, word = said.clauses[number], said.tokens[at].word
    force = Force.DOUBTS
    if word in _OTHERS:
        end = _opinion(said, clause, at)
    elif word in _ANYONE:
        end = _expectation(said, number, at)
    elif word in ("tempting", "tempted"):
        end = at + 2 if _word(said, clause, at + 1) == "to" else 0
    elif word == "easy":
        thinks = _word(said, clause, at + 1) == "to" and _word(said, clause, at + 2) in _THINK | _SUPPOSE
        end = at + 3 if thinks else 0
    elif word == "it":
        end = _appearance(said, number, at)
    elif word in ("could", "might"):
        lost = _word(said, clause, at + 1) == "have" and _turn(said, number) is not None
        end = at + 2 if lost else 0
    elif word in _MISTAKES or word in _MYTHS:
        end, force = _mistake(said, clause, at), Force.REFUTES
    else:
        return None
    if not end:
        return None
    scope = _taken_up(said, number, end)
    named = at if force is Force.REFUTES and scope == end else scope
    return Cue(named, scope, min(_reach(said, number, end), end + FARTHEST), force)


def _reach(said: Said, number: int, end: int) -> int:
    """With its clause the scope is over, or before a later "but"."""
    clause = said.clauses[number]
    for at in range(end + 1, clause.end):
        if said.tokens[at].mark == "," and _turns(said, at, clause.end):
            return at
    later = _turn(said, number)
    over = later if later is not None and later.sentence == clause.sentence else None
    if over and over.start <= end + FARTHEST:
        return over.start
    last = clause
    for following in said.clauses[number + 1 :]:
        if following.sentence != clause.sentence or not _goes_on(said, last, following, end):
            break
        last = following
    return last.end


def _goes_on(said: Said, last: Clause, following: Clause, end: int) -> bool:
    """Whether a clause still belongs to what others think, which begins with token `end`: "many think that
    *when it is high it drifts, because* ..."."""
    opener = said.tokens[following.start]
    if last.end <= end:
        return not opener.mark
    if last.start == end and said.tokens[end].word in _WHEN:
        return True
    return opener.word in _GOES_ON or (opener.word == "and" and not opener.mark)


def _taken_up(said: Said, number: int, end: int) -> int:
    """After the subject of what others think, if the clause that corrects them goes on about it: "many think
    *the base* is trained, but it stays as it is". As far as the base is concerned, the two are one claim."""
    clause, later = said.clauses[number], _turn(said, number)
    if later is None:
        return end
    opening = {said.tokens[at].word for at in range(later.start, min(later.start + _OPENING, later.end))}
    if opening.isdisjoint(_TAKES_UP):
        return end
    for at in range(end, min(end + _SUBJECT + 1, clause.end)):
        word = said.tokens[at].word
        if word.endswith("ing") or word in _NONE:
            return end
        if word in AUXILIARIES or word in VERBS or third_person(word):
            return at
    return end


def _turn(said: Said, number: int) -> Clause | None:
    """The clause that takes back what was said in this one: in its sentence, or at the start of the next."""
    sentence = said.clauses[number].sentence
    for clause in said.clauses[number + 1 :]:
        if clause.sentence > sentence + 1:
            return None
        if _turns(said, clause.start, clause.end):
            return clause
        if clause.sentence > sentence:
            return None
    return None


def _turns(said: Said, at: int, end: int) -> bool:
    said_here = tuple(token.word for token in said.tokens[at : min(at + 2, end)])
    return any(said_here[: len(words)] == words for words in _TURNS)


def _word(said: Said, clause: Clause, at: int) -> str:
    return said.tokens[at].word if at < clause.end else ""


def _leads(said: Said, clause: Clause, at: int) -> bool:
    """Whether a subject stands at the head of its clause; not in "the answer *people* say is best"."""
    return all(said.tokens[before].word in _BEFORE for before in range(clause.start, at))


def _opinion(said: Said, clause: Clause, at: int) -> int:
    """After "people often think (that)"; 0 for anything else."""
    if not _leads(said, clause, at):
        return 0
    here = at + 1
    while _word(said, clause, here) in _PERSONS:
        here += 1
    named = said.tokens[at].word not in ("some", "most") or here > at + 1
    while _word(said, clause, here) in _HOW | _MODALS:
        here += 1
    verb, after = _word(said, clause, here), _word(said, clause, here + 1)
    thinks = verb in _THINK or (verb in _SUPPOSE and (named or after == "that"))
    return here + 1 + (after == "that") if thinks and after and after not in _ABOUT else 0


def _expectation(said: Said, number: int, at: int) -> int:
    """After "one might expect (that)", "you'd think"; 0 where it is the writer's own expectation."""
    clause, token = said.clauses[number], said.tokens[at]
    if not _leads(said, clause, at):
        return 0
    would = token.word == "you" and token.end - token.start == len("you'd")
    here = at + 1
    while _word(said, clause, here) in _MODALS | _HOW:
        would |= said.tokens[here].word in ("may", "might", "would", "could")
        here += 1
    verb, after = _word(said, clause, here), _word(said, clause, here + 1)
    if not would or not after or after in _ABOUT:
        return 0
    meant = verb == "think" or (verb in _THINK | _SUPPOSE and _turn(said, number) is not None)
    return here + 1 + (after == "that") if meant else 0


def _appearance(said: Said, number: int, at: int) -> int:
    """After "it might seem that", where that is taken back."""
    clause = said.clauses[number]
    here = at + 1
    while _word(said, clause, here) in _MODALS | _HOW:
        here += 1
    if _word(said, clause, here) not in _SEEMS or _word(said, clause, here + 1) not in _AS_IF:
        return 0
    return here + 2 if _turn(said, number) is not None else 0


def _mistake(said: Said, clause: Clause, at: int) -> int:
    """After "a common mistake is to", "the myth is that"; 0 for "my mistake was to"."""
    before = said.tokens[at - 1].word if at > clause.start else ""
    known = before in _COMMON if said.tokens[at].word in _MISTAKES else before not in _OWN
    here = at + 1
    if not known or _word(said, clause, here) not in ("is", "are"):
        return 0
    after = _word(said, clause, here + 1)
    return here + 2 if after in _TO else here + 1 if after.endswith("ing") else 0
