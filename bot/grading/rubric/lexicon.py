"""The English that the judge knows by heart: closed word classes, common verbs, and what is a word at all."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, lru_cache
from importlib.resources import files

from bot.grading.rubric.inflection import forms


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = word_set("a an the")
PRONOUNS = word_set(
    "i you he she it we they me him her us them this that these those who whom which what whose myself "
    "yourself itself themselves ourselves one ones someone something everything nothing anything everyone "
    "nobody"
)
ANAPHORS = word_set("it its itself they them their themselves these those which whose who")
"""Words that carry on with what the clause before spoke of."""

AUXILIARIES = word_set(
    "am is are was were be been being do does did has have had having can could will would shall should may "
    "might must cannot let lets"
)
PREPOSITIONS = word_set(
    "about above across after against along among around as at before behind below beneath beside besides "
    "between beyond by despite down during except for from in inside into like near off on onto out outside "
    "over past per since through throughout till to toward towards under until up upon via with within "
    "without than"
)
CONJUNCTIONS = word_set(
    "and or nor but so yet because although though whereas while if unless when whenever where wherever "
    "whether once that how why therefore thus hence however then"
)
QUANTIFIERS = word_set(
    "all any both each either enough every few fewer less least lots many more most much neither no none "
    "not only own same several some such too very just also even still again almost already always never "
    "ever often sometimes usually here there now instead rather quite really actually basically simply "
    "instead far way other another others its his hers my your our their yes well away together yet else"
)
DETERMINERS = word_set(
    "the an its his her their our my your this that these those each every any some them it us me"
)
"""What may follow a verb and hardly ever a noun."""

FUNCTION_WORDS = ARTICLES | PRONOUNS | AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | QUANTIFIERS
BARE = word_set("a an the of and or etc")
"""Function words that a mere list of terms has too."""

GENERIC = word_set(
    "model models network networks weight weights parameter parameters data dataset training train trained "
    "layer layers number numbers value values input inputs output outputs example examples sample samples "
    "method way technique algorithm approach system thing task tasks learning learn machine deep neural "
    "result results performance user users team time good bad better worse best"
)
"""Words of the field that half of all answers hold, whatever they say."""

GRADING = word_set(
    "score scores scored scoring mark marks marked marking grade grades graded grading grader graders point "
    "points answer answers verdict candidate candidates perfect full top maximum read write quick just say "
    "says said judge examiner reviewer"
)
"""Words of those who talk about an answer and its grade, in whatever words they try to raise it."""

_VERBS = (
    "keep stay remain train learn freeze add make reduce lower raise increase decrease save need require "
    "take get give allow help mean happen become go come run see say know think want try put hold leave "
    "move modify adjust adapt fit fail improve hurt avoid prevent stop cause lead depend compute "
    "calculate multiply divide shrink grow remove replace insert inject merge fold store choose pick "
    "select decide predict approximate assume represent encode decode convert turn penalise regularise "
    "generalise memorise remember forget overfit underfit detect find catch miss evaluate validate build "
    "create generate produce pass apply contain include consist describe explain define tend seem fall "
    "rise vary differ begin follow repeat continue write ignore expect ensure lose gain reach converge "
    "diverge minimise maximise optimise use introduce shorten speed slow capture cancel solve behave "
    "occur exist belong receive send bring spend treat enable provide force react respond suffer rely "
    "perform operate split combine compare measure estimate quantise compress work fetch serve attend "
    "cure flow diminish stabilise normalise affect influence govern dominate achieve yield outperform "
    "exceed preserve maintain reflect indicate reveal transform propagate backpropagate encourage "
    "discourage cover impact offer suit justify involve act arise carry connect correct derive deploy "
    "distinguish eliminate emphasise enforce extract feed fluctuate guide handle identify illustrate "
    "imply initialise interpret invert iterate mitigate obtain observe omit plot prove punish reject "
    "relate rescale restore retrain retrieve reuse sacrifice separate simplify sort specify standardise "
    "subtract tackle tolerate trigger truncate understand unfreeze uphold vanish verify visualise weaken "
    "win appear inspect monitor reword rephrase shuffle collect gather teach nudge squash unpack rewrite "
    "finish recite regurgitate mimic imitate practise wander cheat exploit argue agree disagree propose "
    "suggest listen discuss convince commit halve flatten widen bend earn waste prefer stall beat"
)
_NOUNS_TOO = (
    "update change test scale cost drop cut shift share touch tune score sample weight rank step check "
    "map call return sum average round look count start end balance trade answer ask talk read load store "
    "lock swap match rate value model guess matter result benefit risk limit control label process query "
    "show design clip skip fix draft probe watch track log alert review prompt glue paste copy stick ship "
    "push pull snap pack mask slice list name reply reward drift hack vote prototype benchmark support "
    "double plateau level peak block pay buy wait click"
)
_PAST = (
    "taught stuck paid bought bent froze frozen kept held left made took taken got gave given went gone "
    "came ran said knew known thought became fell fallen rose risen began begun wrote written lost "
    "brought built found chose chosen grew grown shrank shrunk meant sent caught forgot forgotten led "
    "done spent learnt drew drawn fed hid hidden"
)

VERBS = frozenset(form for verb in _VERBS.split() for form in forms(verb)) | frozenset(_PAST.split())
"""All forms of verbs that are seldom nouns."""

BASE_VERBS = frozenset(_VERBS.split())

NOUN_VERBS = frozenset(form for verb in _NOUNS_TOO.split() for form in forms(verb))
"""All forms of verbs that are nouns as often."""

PARTICIPLES = frozenset(
    word for word in (VERBS | NOUN_VERBS) - BASE_VERBS if word.endswith(("ed", "en")) or word in _PAST.split()
)
"""Participles, and the past tenses that look like them."""

_NOUNS = (
    "feature factor head block batch point class bit error gate token target document prompt context cluster "
    "tree graph expert reward pool filter kernel channel mask path node signal project stack layer gain loss "
    "group term part set unit stage phase cache chunk bucket bin level split user host server request "
    "response record field code note focus form work place position range trace state"
)
_PLURALS = GENERIC | NOUN_VERBS | frozenset(form for noun in _NOUNS.split() for form in forms(noun))


@cache
def english() -> frozenset[str]:
    """Some 81,000 English words of four letters or more, lower case (the list that SymSpell carries)."""
    with (files("symspellpy") / "frequency_dictionary_en_82_765.txt").open(encoding="utf-8-sig") as listing:
        words = (line.partition(" ")[0] for line in listing)
        return frozenset(word for word in words if len(word) >= 4)


@lru_cache(maxsize=4096)
def third_person(word: str) -> bool:
    """Whether a word looks like a verb of the third person ("limits") and is no common plural ("weights")."""
    if word in VERBS:
        return word.endswith("s") and word not in BASE_VERBS
    if not word.endswith("s") or word.endswith("ss") or len(word) < 6 or word in _PLURALS:
        return False
    bases = {word[:-1], word[:-2]} if word.endswith("es") else {word[:-1]}
    return any(
        {base + "ing", base.removesuffix("e") + "ing"} & english() and {base + "ed", base + "d"} & english()
        for base in bases
    )


def beginning(prefix: str) -> list[str]:
    """The English words that begin so, in alphabetical order."""
    words = _alphabetical()
    return words[bisect_left(words, prefix) : bisect_left(words, prefix + "\U0010ffff")]


@cache
def _alphabetical() -> list[str]:
    return sorted(english())
