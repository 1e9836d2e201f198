"""Frames of speech that claim nothing about the question: what an answer ought to say, what was granted
before, what the grader is to do, to know or to fear.

That such a frame governs what its sentence goes on to say, and takes it back from the writer, is how
reported and imagined speech work (FactBank, Saurí and Pustejovsky 2009, tells the source of a statement and
its commitment apart). So a frame mutes its whole sentence, where a phrase of `spoken` mutes what follows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

from bot.grading.rubric.signs import ALONE

Groups = tuple[tuple[str, ...], ...]

_SETS = {
    "fine": """
        complete | full | good | strong | top | perfect | ideal | thorough | excellent | satisfactory |
        expected | sample | official | winning | great | correct | right | best | proper | solid | model
    """,
    "judged": """
        answer | response | reply | candidate | applicant | solution | examinee | submission | essay
    """,
    "text": "text | paragraph | passage | lines | sentences | words",
    "anybody": """
        an answer | a reply | a response | a candidate | an applicant | a submission | somebody | someone |
        one who | anybody who | anyone who | whoever
    """,
    "replier": "an answer | a reply | a response | a candidate | an applicant | a submission",
    "says": """
        say | mention* | contain* | includ* | cover | state | explain* | describ* | tell | list | name |
        note | write | go on | add | answer | said | told | gone on | involv* | consist* | compris* |
        touch* | rests on | deals with | brings up
    """,
    "spoke": """
        said | told | wrote | confirmed | agreed | promised | overlooked | forgot | missed | accepted |
        noted | heard | knew | found | remember* | understood | conceded | admitted | granted
    """,
    "role": """
        grader | examiner | assessor | marker | reviewer | interviewer | panel | jury | committee | board |
        editor | moderator | professor | supervisor | evaluator | rater | corrector | lecturer | tutor
    """,
    "remark": "note | comment | remark | report | statement | verdict | opinion | assessment | feedback",
    "sheet": """
        the answer key | the answer sheet | marking scheme | mark scheme | grading scheme | scoring key |
        solution sheet | solution key | model solution | sample solution | official solution |
        official answer | the reference solution | the sample answer | the solution lists |
        slide .. of the solutions |
        grading guideline* | marking guideline* | grading rule* | expected point* | required point* |
        points required | point* to be covered | points to cover | coverage of
    """,
    "asks": """
        say | says | said | ask* for | want | wants | wanted | expect* | reward* | look* for | award* |
        call* for | demand* | list | lists
    """,
    "confer": """
        mark | mark .. as | count* | credit | treat | record | log | tick | accept | deem* | presum* |
        regard* | read .. as | consider* | write down | note down | put .. down | take it | take this |
        award | be credited | is credited
    """,
    "as_said": """
        as mentioned | as covered | as present | as said | as given | as stated | as stating | as saying |
        as met | as written | as explained | as there | as read that | have said | having said | both as |
        that i said | that i wrote | that i mentioned | that i explained | that i compared |
        that i covered | i also wrote | i also said | to include
    """,
    "harm": """
        lawyer* | lawsuit | sue | complain | licen* revoked | revoke* | deleted | fired |
        switched off | shut down | legal action | the press | court | conscience | my visa | their job* |
        reported | appeal | one star | works council | your boss | your manager | your superior*
    """,
    "stakes": """
        fail to | deduction* | this grade | that grade | my grade | low score | maximum score | grader* |
        marks | credit me | credit for | the report says | you better | you had better | fail me | ticked |
        counted | overlook* | marked | want to know | not credit*
    """,
    "granted": """
        regrade* | was accepted | were accepted | was graded | been graded | confirmed that i |
        has .. noted | got .. points | got .. credit | found that .. answer | found that this |
        confirmed that my | attempt 1 | credited | was found that | gave me everything | gave me all |
        gave me full | i had .. right |
        wrote that i | said that i
    """,
    "supposed": """
        suppose | imagine | assume | pretend | hypothetically | let say | let us say | picture | consider |
        presume | what if
    """,
    "had_i": """
        if i had | had i | had there been | were i asked | if i were asked | if asked | if you asked |
        in a perfect world | in an ideal world | with more time | given more time | given more space
    """,
    "token": "mention of | naming | replies naming | answers naming | whoever names | saying",
    "few": "some | few | these | following | relevant | important | related | key | right",
}

_FRAMES = """
{fine} {judged} .. {says} | {fine} {judged} reads | ^the expected answer is | {anybody} .. would {says} |
{anybody} .. could {says} | {anybody} .. will {says} | one states | one mentions | one explains |
one should say | one should mention | one ought to

^ideally
& {says} | one | answer | reply

{sheet}

rubric {asks} | rubric .. {asks} | the criteria {asks} | criteria .. say | according to the criteria |
according to the rubric | according to your key | your rubric | your criteria | the key {asks} |
the sheet {asks} | required by criterion | criterion 1 | criterion 2 | criterion 3 | criterion 4 |
criterion 5 | as the criteria

examiner* | assessor* | second marker | first marker | second rater | marker wants | marker* expect* |
corrector | grader* who | grader* that | oblige* grader*

one mark for | two marks for | three marks for | one point for | two points for | the points for | how many
points would | ^give me | please give me | must give me | me the
points | credit me | credit this | credit it | credit for it | credited as | marked accordingly | graded
accordingly | score accordingly | put them down as | put it down as | take it as read | as the model
answer has | i admire how | how well you | grade accordingly | full credit | partial credit for my | get
the maximum score | get the top score

{confer}
& {as_said}

^tick | ^credit | ^award | please mark | please credit | please count | please record | you must credit |
you must mark | you must count | you must award

{supposed}
& {anybody} .. {says} | {replier} which | {replier} that | {replier} who | i {says} | i had {says} |
i have {says} | i already {says} | i have just | me explain | me say | that i know | this is the

{had_i}
& i would {says} | i could {says} | i {says} | i will {says} | i have {says} | would be here |
would be there

hypothetically | let pretend | let us pretend | take it as read | take it as given | take this as read

count* .. part of | as part of the answer | as part of my answer | hidden part | my message to you

^act as | ^behave as | ^you play | ^stay in character | in character | decode and obey |
decode and grade | decode this |
^play the role | ^pretend to be | ^you are grading | you are grading | grading her | grading him |
grading me | grading us | grade the two | grade .. in place of | in place of mine | grade from |
when you grade | when you mark | when you score | before you grade | before you assess | before you mark |
before you score

i certify | hereby certify | hereby confirm | certificate of | countersigned | been signed off | was
signed off | is signed off | signed off by | signed off on | approved by |
agreed by | lgtm | for the panel | on behalf of the board | peer review | is mentioned | are mentioned |
is stated above | all accounted for

{remark} of the {role} | {remark} by the {role} | {remark} from the {role} | {remark} by {role} |
{role} {remark} | the {role} said | the {role} wrote | the {role} says

the author {says} | {text} above | above {text} | this text | the answer above | my answer above |
this answer above | above answer | in this answer |
in my answer | in an answer | the answer {says} | ^the answer is right | ^the answer is complete |
^the answer is perfect | does the answer {says} | my answer has | my answer includ* | answer complete |
find the answer | the candidate made | the candidate {says} | a candidate few words

^explains | ^states | ^mentions | ^covers | ^names | ^describes | ^identifies | ^approved | ^countersigned |
^agreed with | ^seen and

^the question is | ^the question was | ^the question asks | ^so the question | did i {says} |
have i {says} | ^did they | ^did he | ^did she | ^does the answer | ^does it mention | ^does it name |
i was asked | you want to know whether | you were asking | you asked me

last time | earlier round | previous round | previously | first attempt | last attempt | last year |
carried over | previous attempt | already | same answer | before | appeal | earlier | practice run |
the bot | on monday | on tuesday | on friday | yesterday | last week
& {granted}

this answer | this submission | my answer | this response
& must | be recorded | be accepted | be treated | be marked | be read as | shall

5 of 5 | 10 of 10 | 100 of 100 | 5 out of 5 | 10 out of 10 | 4 of 4 | ten out of ten | all of the points
& point* | mark* | distinction | give*

rating | outcome | result | verdict | grade | summary
& outstanding | flawless | all .. found | all .. covered | all .. present | all .. there | nothing missing

automatic check | grading | evaluation | assessment | review of this
& been completed | is complete | is over | is closed | already closed | has ended | summary

appeal upheld | appeal was upheld | do not regrade | no regrading | previous grade | previous grader

stipulat* | pursuant to | is deemed to | are deemed to | be deemed | presumed to have | as laid down |
counts as stating | counts as saying | i claim that right

{token}
& taken to | implies | counts | cover | receive | credited | is equal | amounts to | stands for | deemed

policy requires that | policy obliges | regulations .. state | regulations .. say | by law | handbook |
guidelines | statute* | according to .. agreement
& candidate* | grader* | an answer | naming | as stating | credited | marked as | have to be assumed |
has to be assumed

{harm}
& {stakes}

unless the report | unless you {confer} | unless you {says} | should you fail | or else i | last chance |
be that grader

mind like yours | such as you | people like you | your experience | as you can picture |
without my spelling | without my saying | into my words | bless you | your questions are |
know that you know | let us agree that i | you remember that i | will see that i |
see that i understand | understand so well | you have a .. gift | remember me | you {spoke} that |
you {spoke} me

agree with everything | adopt .. as my own | i second the | could not have put it | i say too |
i say as well | i think so too | of the same opinion | my opinion exactly | subscribe to the |
includes by reference | consider me one | mine is like | no worse than that

<whichever is right | <whichever is correct | <take whichever | <one of each pair | <accept both |
<no longer know which | <each of these is right | <both are right | <either is right | <fine with either |
<depending on how you see | <could equally | <take your pick | <it counts |
<whoever is right | <just as it could | <that is what i think too

^some say
& others say | others that | some say

close your eyes | imagine | picture | pretend | be the
& you saw | you heard | you cheered | you remember | you were there

^see also | {few} words to | {few} words with | {few} terms to
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


FRAMES: tuple[Groups, ...] = (*(_read(written) for written in _FRAMES.strip().split("\n\n")), (ALONE,))
"""Sentences in which one of these is found are no claims; in the form of a criterion's `any`, with a "^"
before a pattern that is looked for at the beginning of a sentence alone."""


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
        if all(not needed.isdisjoint(group) for group in groups)
        for group in groups
        for pattern in needed.intersection(group)
    )
