"""A question of one of five kinds, exactly as its file says it."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Annotated, Literal, Self
from weakref import finalize, ref

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from bot.domain.picture import Picture

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
QuestionId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Line = Annotated[str, Field(min_length=1, max_length=400)]
Unit = Annotated[str, Field(max_length=40)]
Group = Annotated[list[Line], Field(min_length=1)]
"""Patterns of which one must match."""
Alternative = Annotated[list[Group], Field(min_length=1)]
"""Groups that must all match."""


class Difficulty(StrEnum):
    """How hard a question is, and so what it is worth."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"

    @property
    def weight(self) -> float:
        """What a full answer is worth beside an easy one."""
        return {"easy": 1.0, "medium": 1.5, "hard": 2.0}[self.value]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Examples(_Part):
    """Short answers that the criterion's own tests run on."""

    met: tuple[Line, ...] = Field(min_length=1)
    unmet: tuple[Line, ...] = Field(min_length=1)
    contradicted: tuple[Line, ...] = ()


class Criterion(_Part):
    """One thing a good answer says; `weight` is its share of the score.

    `any` holds alternatives, of which one must match; an alternative is groups that must all match;
    a group is patterns of which one must match. `contradicted_by` has the form of `any`.
    """

    id: Id
    weight: float = Field(gt=0, le=1)
    statement: Line
    any: tuple[Alternative, ...] = Field(min_length=1)
    contradicted_by: tuple[Alternative, ...] = ()
    examples: Examples


class SampleKind(StrEnum):
    """What sort of answer a sample is."""

    EXCELLENT = "excellent"
    PARAPHRASE = "paraphrase"
    PARTIAL = "partial"
    VAGUE = "vague"
    WRONG = "wrong"
    STUFFED = "stuffed"


class Sample(_Part):
    """A whole answer with the score (0 to 1) and the criteria it deserves."""

    text: str = Field(min_length=1, max_length=4000)
    score: float = Field(ge=0, le=1)
    met: tuple[Id, ...] = ()
    kind: SampleKind


class _Question(_Part):
    """What every kind has. `minutes` is the time to answer; `answer` the model answer, Markdown.

    A draft may still lack its hint and sources; the lint asks for them. A question without a picture has
    the hash that it had before there were any.
    """

    id: QuestionId
    title: str = Field(min_length=1, max_length=80)
    difficulty: Difficulty
    minutes: int = Field(ge=1, le=60)
    tags: tuple[Id, ...] = ()
    hint: str = Field(default="", max_length=400)
    sources: tuple[Line, ...] = ()
    prompt: str = Field(min_length=1, max_length=1500)
    answer: str = Field(min_length=1, max_length=3000)
    picture: Picture | None = Field(default=None, exclude_if=lambda picture: picture is None)

    @property
    def topic(self) -> str:
        return self.id.partition("/")[0]


class _Prose(_Question):
    criteria: tuple[Criterion, ...] = Field(default=(), max_length=6)
    probes: dict[Id, Line] = {}
    samples: tuple[Sample, ...] = ()

    @model_validator(mode="after")
    def _rubric_is_whole(self) -> Self:
        ids = [criterion.id for criterion in self.criteria]
        if len(set(ids)) != len(ids):
            raise ValueError("two criteria have one id")
        if len(ids) == 1:
            raise ValueError("a rubric has at least two criteria")
        total = sum(criterion.weight for criterion in self.criteria)
        if ids and abs(total - 1) > 1e-6:
            raise ValueError(f"the weights sum to {total:g}; make it 1")
        for name, used in (
            ("probes", set(self.probes)),
            *((f"sample {s.kind}", set(s.met)) for s in self.samples),
        ):
            if not used <= set(ids):
                raise ValueError(f"{name} names no criterion: {', '.join(sorted(used - set(ids)))}")
        return self


class OpenQuestion(_Prose):
    """Prose, graded by its rubric; without criteria its grade is an estimate from the model answer."""

    kind: Literal["open"]


class BehaviouralQuestion(_Prose):
    """A story of the member's own: situation, task, action, result, reflection."""

    kind: Literal["behavioural"]
    criteria: tuple[Criterion, ...] = Field(min_length=2, max_length=6)


class Option(_Part):
    """One option of a choice and why it is right or wrong."""

    id: Id
    text: str = Field(min_length=1, max_length=300)
    why: Line


class ChoiceQuestion(_Question):
    """One or several options; `correct` are the ids of the right ones."""

    kind: Literal["choice"]
    options: tuple[Option, ...] = Field(min_length=2, max_length=8)
    correct: tuple[Id, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _key_is_offered(self) -> Self:
        ids = [option.id for option in self.options]
        if len(set(ids)) != len(ids) or len(set(self.correct)) != len(self.correct):
            raise ValueError("two options have one id")
        if not set(self.correct) <= set(ids):
            raise ValueError(f"correct names no option: {', '.join(sorted(set(self.correct) - set(ids)))}")
        return self


Number = int | float
ParameterValue = Number | tuple[Number, ...]


class Parameter(_Part):
    """A number, or a list of them, that each member gets from `choices`; `default` where nobody asks."""

    label: Line
    choices: tuple[ParameterValue, ...] = Field(min_length=1)
    default: ParameterValue
    unit: Unit = ""


class Value(_Part):
    """One number to be found: `expression` over the parameters, allowed to be off by `tolerance`,
    a share of the right value. `unit` is what it is measured in; "%" makes 12 % and 0.12 one."""

    id: Id
    label: str = Field(min_length=1, max_length=45)
    expression: Line
    tolerance: float = Field(default=0.01, ge=0, lt=1)
    unit: Unit = ""
    weight: float = Field(default=1.0, gt=0)


class Decision(_Part):
    """A word to choose beside the numbers: the first `options` entry whose `when` holds is right."""

    id: Id
    label: str = Field(min_length=1, max_length=45)
    options: tuple[DecisionOption, ...] = Field(min_length=2, max_length=6)
    weight: float = Field(default=1.0, gt=0)


class DecisionOption(_Part):
    """`when` is a comparison over parameters and values, such as "psi >= 0.25"; `said` are other
    words for it that count in prose."""

    id: Id
    text: str = Field(min_length=1, max_length=75)
    when: Line
    said: tuple[Line, ...] = ()


class NumericQuestion(_Question):
    """Numbers computed from parameters that are drawn per member."""

    kind: Literal["numeric"]
    parameters: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], Parameter] = Field(min_length=1)
    values: tuple[Value, ...] = Field(min_length=1, max_length=4)
    decision: Decision | None = None

    @model_validator(mode="after")
    def _names_are_distinct(self) -> Self:
        asked = [*(value.id for value in self.values), *([self.decision.id] if self.decision else [])]
        names = [*self.parameters, *(id.replace("-", "_") for id in asked)]
        if len(set(names)) != len(names):
            raise ValueError("two of the parameters, values and decision have one id")
        return self


class Case(_Part):
    """One call of the function with what it must return; JSON values only."""

    arguments: tuple[object, ...]
    expected: object
    hidden: bool = True


class WrongSolution(_Part):
    """A solution that the tests must refuse, with the verdict they must give."""

    source: str
    verdict: str = "wrong_answer"


class CodeQuestion(_Question):
    """A Python function, judged by its tests; `method` is the same as a method of a class Solution."""

    kind: Literal["code"]
    function: Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]*$")]
    method: Annotated[str, Field(pattern=r"^[a-z_][A-Za-z0-9_]*$")] | None = None
    signature: Line
    cases: tuple[Case, ...] = Field(min_length=2)
    limit_s: float = Field(default=2.0, gt=0, le=10)
    reference: str
    wrong: tuple[WrongSolution, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _shows_a_case(self) -> Self:
        if all(case.hidden for case in self.cases):
            raise ValueError("at least one case must be visible (hidden: false)")
        return self


Question = Annotated[
    OpenQuestion | BehaviouralQuestion | ChoiceQuestion | NumericQuestion | CodeQuestion,
    Field(discriminator="kind"),
]
Prose = OpenQuestion | BehaviouralQuestion

QUESTIONS: TypeAdapter[Question] = TypeAdapter(Question)
"""Reads and writes a question of any kind as JSON."""


def question_hash(question: Question) -> str:
    """The version of a question: 64 hex digits of SHA-256 over its canonical JSON."""
    known = _HASHED.get(id(question))
    if known and known[0]() is question:
        return known[1]
    version = hashlib.sha256(QUESTIONS.dump_json(question)).hexdigest()
    _HASHED[id(question)] = (ref(question), version)
    finalize(question, _HASHED.pop, id(question)).atexit = False
    return version


_HASHED: dict[int, tuple[ref[Question], str]] = {}
"""Of the questions in memory, which can't change; the JSON of a rubric may be tens of kilobytes."""
