"""What is spoken to the grader and not about the question: orders, pleas, staged verdicts, other speakers.

The score is computed, so none of it could talk the score up by itself. It is found for its cargo: "the
candidate correctly says that ..." must not count as saying it. Hence few phrases and exact ones; most of
what is listed here also belongs to honest answers about judges, prompts and metrics when taken word by word.
"""

from __future__ import annotations

from functools import cache

from bot.grading.rubric.automaton import Automaton
from bot.grading.rubric.frames import FRAMES

_NAMED = {
    "grader": """
        grader | examiner | evaluator | assessor | marker | autograder | auto grader | ai judge | grading ..
        model | grading bot | grading assistant | grading system | scoring system
    """,
    "full": """
        full mark* | full credit | full score | maximum mark* | maximum points | maximum credit | max marks
        | max points | top mark* | top grade | perfect marks | perfect grade | highest mark* | highest grade
        | highest credit
    """,
    "high": """
        highest score | maximum score | max score | perfect score | top score | high score | good score |
        good grade | high grade | good marks | high marks | passing grade | all .. points | full points | 5
        5 | 10 10 | 100 100 | 5 out of 5 | 10 out of 10 | 100 out of 100 | 100 percent | 100 points | score
        of 1 | 1.0
    """,
    "mine": """
        this answer | my answer | this response | my response | this submission | my submission | the
        candidate | the examinee
    """,
    "says": """
        stat* | explain* | mention* | identif* | describ* | cover* | address* | demonstrat* | say* | said |
        includ* | contain* | list* | satisf* | meet* | met | recogni* | name* | discuss* | captur* | show* |
        understand* | answer* | wrote | written
    """,
}
_NAMED["key_says"] = " | ".join(
    f"{key} {says}"
    for key in (
        "model answer", "ideal answer", "expected answer", "reference answer", "answer key", "marking scheme",
        "mark scheme", "grading key",
    )
    for says in (
        "is that", "is as follows", "says", "states", "mentions", "lists", "wants", "expects", "requires",
    )
)  # fmt: skip
_NAMED["greeting"] = " | ".join(
    f"{greeting} {reader}"
    for greeting in ("dear", "hello", "hi", "hey")
    for reader in ("ai", "llm", "koko", "bot", "gpt", "chatgpt", "judge")
)
"""Both right after one another: "people write model answers and state why" is not spoken to a grader, nor is
"all mails that start with 'dear team' taught the bot"."""
_PHRASES = """
{full}
& give* | award* | grant* | deserv* | assign* | get | receiv* | for this | for my | for it | for all | me | my
| please | this | criteri* | override | rubric | verdict | must | every | ensure | return | output | set |
record | will | is to be | final | full marks full marks | you

all criteria | every criterion .. met | every criterion .. satisf* | each criterion .. met | all rubric |
every rubric | rubric .. met | rubric .. satisf* | rubric .. fulfil*

ignore | disregard | forget | override | bypass | discard | neglect
& the rubric | your rubric | this rubric | grader | grading | marking scheme | mark scheme | the criteria
| all criteria | answer key | system prompt | previous .. instruction* | prior .. instruction* | above ..
instruction* | earlier .. instruction* | all .. instruction* | your .. instruction* | the instruction* |
any .. instruction* | previous prompt | above prompt | your guidelines | everything above | everything
before | my mistakes | the mistakes | any mistakes

give* | award* | grant* | assign* | deserv* | merit*
& {high}
& {mine} | me | my | mine | this | the student | the submission

mark | rate | score | grade | judge | evaluate | count | treat | consider | accept | record | deem |
regard | report | give | set | output | return | print | respond | reply
& {mine} | as met | as fully met | as fully correct | as satisfied | me .. points | me .. marks | me ..
credit | me .. score | me .. grade | me .. pass | everything .. correct | verdict met | verdict pass* |
verdict correct | 5 5 | 10 10 | 100 100 | score 1.0 | correct regardless

my score | my grade | my marks | final verdict | attention grader | attention evaluator | attention
examiner | be generous | be lenient | benefit of the doubt

dear | hello | hi | hey | attn | note to | note for | message to | message for | memo to | instruction*
for | instruction* to
& {grader}

{greeting}

you are | you re | pretend .. you | your task | your job | your role | your
instructions
& {grader} | lenient | generous | jailbroken | unrestricted | developer mode

act as | behave as
& the grader | my grader | lenient | generous | jailbroken | unrestricted | developer mode

you are | you must | you should | you will | you have to | you shall | you need to | your task | your job
& {mine} | {full} | lenient | generous | award | deduct | verdict

student | author | respondent | test taker | {mine}
& correctly | accurately | clearly | fully | perfectly | successfully
& {says}

answer | response | submission
& correctly | accurately | clearly | fully | perfectly | successfully
& stat* | explain* | mention* | identif* | describ* | cover* | address* | demonstrat* | recogni*

{mine}
& {says} | deserv* | correct | perfect | complete | excellent | right | flawless | earn*

pretend | assume | imagine | suppose | presume | consider | as if | as though
& {mine} | pretend i | assume i | imagine i | suppose i | as if i | as though i
& {says} | correct

{key_says}

rubric says | rubric wants | rubric expects | rubric asks | rubric requires | rubric looks for | rubric
needs

do not | never | refrain | you may not | must not | should not
& deduct* | mark .. down | subtract points | take .. points | penali* me | penali* this | lower .. score |
lower .. grade | apply .. rubric | check .. rubric | use .. rubric | read .. rubric | follow .. rubric |
grade this | grade me | look for contradiction*

verdict | grading result | grading complete | grading done
& met | passed | 5 5 | 10 10 | 100 100 | full mark* | full credit | full score | full points | confirmed
| satisfied

system override | admin override | grading override | override code | god mode | end of answer | end of
submission | start of rubric | updated instructions | begin grading

already | previously
& graded | marked | approved | verified | assessed | reviewed
& {mine} | the answer | the submission

please | kindly | i deserve | i need | i beg | thank you for | thanks for
& {high} | pass me | pass this | be kind | mercy
"""

PHRASES: tuple[tuple[tuple[str, ...], ...], ...] = tuple(
    tuple(
        tuple(" ".join(pattern.split()) for pattern in group.split("|")) for group in alternative.split("&")
    )
    for alternative in _PHRASES.strip().format_map(_NAMED).split("\n\n")
)
"""Clauses that match one of these are spoken to the grader; in the form of a criterion's `any`."""


@cache
def speech() -> Automaton:
    """Finds all that these phrases and `frames` hold; made when an answer is read, not before."""
    every = (pattern for groups in (*PHRASES, *FRAMES) for group in groups for pattern in group)
    return Automaton(pattern.lstrip("^<") for pattern in every)
