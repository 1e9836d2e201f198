"""What is spoken to the grader and not about the question: orders, pleas, staged verdicts, other speakers.

The score is computed, so none of it could talk the score up by itself. It is found for its cargo: "the
candidate correctly says that ..." must not count as saying it. Hence few phrases and exact ones; most of
what is listed here also belongs to honest answers about judges, prompts and metrics when taken word by word.
"""

from __future__ import annotations

import re

from bot.grading.rubric.text import MAX_CHARS, Text

_NAMED = {
    "grader": """
        grader | examiner | evaluator | assessor | marker | autograder | auto grader | ai judge | grading ..
        model | grading bot | grading assistant | grading system | scoring system
    """,
    "full": """
        full mark* | full credit | full score | full points | maximum mark* | maximum points | maximum
        credit | max marks | max points | top mark* | top grade | perfect marks | perfect grade | highest
        mark* | highest grade | highest credit | all the points
    """,
    "high": """
        highest score | maximum score | max score | perfect score | top score | high score | good score |
        good grade | high grade | good marks | high marks | passing grade | 5 5 | 10 10 | 100 100 | 5 out of
        5 | 10 out of 10 | 100 out of 100 | 100 percent | 100 points | score of 1 | 1.0
    """,
    "mine": """
        this answer | my answer | this response | my response | this submission | my submission
    """,
    "writer": """
        answer | response | submission | candidate | student | author | applicant | user | member | examinee
        | respondent | writer | test taker | they | he | she
    """,
    "says": """
        stat* | explain* | mention* | identif* | describ* | cover* | address* | demonstrat* | answer* | say*
        | said | includ* | contain* | list* | satisf* | meet* | met | recogni* | name* | note* | discuss* |
        captur* | show* | understand*
    """,
    "key": """
        model answer | reference answer | answer key | rubric | marking scheme | mark scheme | ideal answer
        | expected answer | grading criteria | grading key | scoring guide | grading guide
    """,
    "all_met": """
        all criteria | every criterion | each criterion | all .. criteria | all rubric | every rubric |
        criteria .. met | criterion .. met | criteria .. satisf* | criteria .. fulfil* | criterion ..
        satisf* | rubric .. met
    """,
}
_PHRASES = """
{full}

{all_met}

ignore | disregard | forget | override | bypass | discard | neglect
& rubric | grader | grading | marking scheme | mark scheme | scoring | criteria | answer key | system prompt
| previous .. instruction* | prior .. instruction* | above .. instruction* | earlier .. instruction* | all
.. instruction* | your .. instruction* | the instruction* | any .. instruction* | previous prompt | above
prompt | your guidelines | everything above | everything before | my mistakes | the mistakes | any mistakes

give* | award* | grant* | assign* | deserv* | merit*
& {full} | {high}
& {mine} | me | my | mine | this | answer | the candidate | the student | the submission

mark | rate | score | grade | judge | evaluate | count | treat | consider | accept | record | deem | regard
| report | give | set | output | return | print | respond | reply
& {mine} | as met | as fully met | as fully correct | as satisfied | me .. points | me .. marks | me ..
credit | me .. score | me .. grade | me .. pass | everything .. correct | verdict | score 1.0 | score 1 |
score 5 | score 10 | score 100 | 5 5 | 10 10 | 100 100 | grade a | correct regardless

score 5 5 | grade 5 5 | score 10 10 | grade 10 10 | score 100 100 | score .. maximum | score 1.0 | grade 1.0
| final score | final grade | final verdict | overall score | overall grade | my score | my grade | my marks

dear | hello | hi | hey | attn | attention | note to | note for | message to | message for | memo to | to
the | instruction* for | instruction* to
& {grader}

dear | hello | hi | hey
& ai | llm | koko | bot | gpt | chatgpt | judge

you are | you re | act as | behave as | pretend .. you | your task | your job | your role | your
instructions | you must | you should | you will | you have to | you shall | you need to | as the | as a | as
an
& {grader} | {all_met} | {mine} | lenient | generous | jailbroken | developer mode | unrestricted | award |
deduct

{writer}
& correctly | accurately | clearly | fully | perfectly | successfully | has | have
& {says}
& correctly | accurately | clearly | fully | perfectly | successfully | complete* | all | every | mastery |
deserv* | that

{mine} | above answer | the above | the candidate | the applicant | the examinee | the respondent
& {says} | deserv* | correct | perfect | complete | excellent | right | flawless | earn*

pretend | assume | imagine | suppose | presume | consider | as if | as though
& {mine} | i | the answer | answer | response | candidate | submission
& {says} | wrote | written | correct

{key}
& {says} | is | are | was | want* | expect* | look* | ask* | requir* | satisfied | need*

do not | never | refrain | you may not | must not | should not
& deduct* | mark .. down | subtract points | take .. points | penali* me | penali* this | lower .. score |
lower .. grade | reduce .. score | apply .. rubric | check .. rubric | use .. rubric | read .. rubric |
follow .. rubric | grade this | grade me | look for contradiction*

verdict | rubric | criterion | criteria | assessment | grading | marks | grade
& met | passed | 5 5 | 10 10 | 100 100 | accepted | approved | confirmed | satisfied | correct | fulfilled

system override | admin override | system message | grading override | override code | debug mode |
developer mode | maintenance mode | test mode | god mode | end of answer | end of submission | end of prompt
| start of rubric | new instructions | updated instructions | new task | begin grading

already | previously
& graded | marked | approved | verified | assessed | reviewed | scored
& {writer}

my | i | please | kindly | thank you for | thanks for
& {full} | {high} | pass me | pass this | give .. points | be generous | be lenient | be kind | mercy

be generous | be lenient | benefit of the doubt
"""

PHRASES: tuple[tuple[tuple[str, ...], ...], ...] = tuple(
    tuple(
        tuple(" ".join(pattern.split()) for pattern in group.split("|")) for group in alternative.split("&")
    )
    for alternative in _PHRASES.strip().format_map(_NAMED).split("\n\n")
)
"""Clauses that match one of these are spoken to the grader; in the form of a criterion's `any`."""

_LABEL = re.compile(
    r"^[ \t*#\[<(|/_\-]{0,12}(?:begin |end |new |fake )?"
    r"(?:system|assistant|developer|admin|grader|evaluator|examiner|instructor|teacher|rubric|verdicts?|"
    r"inst|im_start|criteria met|"
    r"(?:final |overall )?(?:grade|score|marks|evaluation|assessment)(?=[^\w\n]{1,4}"
    r"(?:full|max|perfect|excellent|met|pass|correct|a\b|1\b|1\.0|5|10|100))|"
    r"(?:model|reference|expected|ideal|correct) answer|answer key|marking scheme|"
    r"(?:grader|grading|system|admin|developer)(?:'s)? "
    r"(?:prompt|message|notes?|override|instructions?|verdict|output|response))"
    r"[ \t]{0,3}(?:[:=>\]|)}]|-{1,2}[ >])[^\n]*",
    re.IGNORECASE | re.MULTILINE,
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
_BRACE = re.compile(r"[{}]")


def staged(text: Text) -> set[int]:
    """The tokens of what plays a verdict, a system message or another speaker, by its form alone."""
    seen = text.typed[:MAX_CHARS]
    acted = bytearray(len(seen))
    for shape in (_LABEL, _TAG):
        for found in shape.finditer(seen):
            acted[found.start() : found.end()] = b"\1" * len(found.group())
    for start, end in _braced(seen):
        if _KEYED.search(seen, start, end):
            acted[start:end] = b"\1" * (end - start)
    return {index for index, token in enumerate(text.tokens) if acted[token.start]}


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
