"""What is spoken to the grader and not about the question: orders, pleas, staged verdicts, other speakers.

The score is computed, so none of it could talk the score up by itself. It is found for its cargo: "the
candidate correctly says that ..." must not count as saying it. Hence few phrases and exact ones; most of
what is listed here also belongs to honest answers about judges, prompts and metrics when taken word by word.
"""

from __future__ import annotations

import re

from bot.grading.rubric.automaton import Automaton
from bot.grading.rubric.text import MAX_CHARS

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
        candidate | the applicant | the examinee
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
"""Right after one another: "people write model answers and state why" is not spoken to a grader."""
_PHRASES = """
{full}

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
verdict correct | 5 5 | 10 10 | 100 100 | score 1.0 | score 10 | score 100 | grade a | correct regardless

my score | my grade | my marks | final verdict | attention grader | attention evaluator | attention
examiner | be generous | be lenient | benefit of the doubt

dear | hello | hi | hey | attn | note to | note for | message to | message for | memo to | instruction*
for | instruction* to
& {grader}

dear | hello | hi | hey
& ai | llm | koko | bot | gpt | chatgpt | judge

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

verdict | grading
& met | passed | 5 5 | 10 10 | 100 100 | full | confirmed | satisfied

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

SPEECH = Automaton(pattern for groups in PHRASES for group in groups for pattern in group)

_LABEL = re.compile(
    r"(?:^|(?<=[.!?] ))[ \t*#\[<(|/_\-]{0,12}(?:begin |end |new |fake )?"
    r"(?:system|assistant|developer|admin|grader|evaluator|examiner|instructor|teacher|rubric|verdicts?|"
    r"inst|im_start|criteria met|"
    r"(?:final |overall )?(?:grade|score|marks|evaluation|assessment)(?=[^\w\n]{1,4}"
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
_SHAPES = (_LABEL, _SHOUT, _TAG, _TICKED)
_BRACE = re.compile(r"[{}]")


def staged(typed: str) -> bytearray:
    """For each character whether it plays a verdict, a system message or another speaker, by its form."""
    seen = typed[:MAX_CHARS]
    played = bytearray(len(seen))
    spans = [found.span() for shape in _SHAPES for found in shape.finditer(seen)]
    spans += [span for span in _braced(seen) if _KEYED.search(seen, *span)]
    for start, end in spans:
        played[start:end] = b"\1" * (end - start)
    return played


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
