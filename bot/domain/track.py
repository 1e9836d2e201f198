"""A track: questions in an order that somebody thought of, and how a channel follows it."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.domain.question import Id, QuestionId

MAX_ABOUT = 75  # characters; Slack shows no more of what stands below an option


class Track(BaseModel):
    """Questions in the order in which they are asked; the `core` ones come even if time is short."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    title: str = Field(min_length=1, max_length=60)
    about: str = Field(min_length=1, max_length=MAX_ABOUT)
    questions: Annotated[tuple[QuestionId, ...], Field(min_length=2, max_length=100)]
    core: tuple[QuestionId, ...] = ()

    @model_validator(mode="after")
    def _core_is_of_it(self) -> Self:
        if len(set(self.questions)) != len(self.questions):
            raise ValueError("a question is there twice")
        if strange := set(self.core) - set(self.questions):
            raise ValueError(f"core names what the track has not: {', '.join(sorted(strange))}")
        return self


@dataclass(frozen=True, slots=True)
class Plan:
    """What a schedule follows: a track (its id) since a moment, and down to an interview if there is one."""

    track: str
    since: datetime
    interview: date | None = None

    def asked(self, track: Track, seen: Mapping[str, datetime]) -> set[str]:
        """The track's questions that came since it was begun; `seen` says when each was last asked."""
        return {id for id in track.questions if id in seen and seen[id] >= self.since}


def following(
    track: Track, asked: Collection[str], offered: Container[str], days: int | None = None
) -> str | None:
    """The id of the question that comes next, None when all have come or no day is left.

    `days` are the question days before the interview, today among them. If there are fewer than questions
    left, the core ones come, and of the others as many as there is time for, all in the track's order.
    """
    left = [id for id in track.questions if id in offered and id not in asked]
    if days is not None and days < len(left):
        needed = sorted(left, key=lambda id: id not in track.core)[:days]
        left = [id for id in left if id in needed]
    return next(iter(left), None)
