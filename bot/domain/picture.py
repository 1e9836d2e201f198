"""A picture of numbers beside a question: panels of lines, bars or points, as the question's file says it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

MAX_SERIES = 3  # as many colours, dashes and hatches as are told apart at a glance
MAX_VALUES = 40  # in a row, as many bars as a phone can show
MAX_POINTS = 400
MAX_PANELS = 4  # two beside two

Finite = Annotated[float, Field(ge=-1e9, le=1e9)]
Name = Annotated[str, Field(min_length=1, max_length=20)]
Label = Annotated[str, Field(min_length=1, max_length=30)]
Tick = Finite | Annotated[str, Field(min_length=1, max_length=8)]
Values = Annotated[tuple[Finite, ...], Field(min_length=2, max_length=MAX_VALUES)]
Points = Annotated[tuple[tuple[Finite, Finite], ...], Field(min_length=1, max_length=MAX_POINTS)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Panel(_Part):
    """One pair of axes with one to three series by name; `points` are pairs of x and y."""

    title: Annotated[str, Field(max_length=20)] = ""
    lines: Annotated[dict[Name, Values], Field(max_length=MAX_SERIES)] = {}
    bars: Annotated[dict[Name, Values], Field(max_length=MAX_SERIES)] = {}
    points: Annotated[dict[Name, Points], Field(max_length=MAX_SERIES)] = {}

    @model_validator(mode="after")
    def _is_of_one_sort(self) -> Self:
        if sum(map(bool, (self.lines, self.bars, self.points))) != 1:
            raise ValueError("a panel has one of lines, bars and points")
        if len(self.lengths) > 1:
            raise ValueError("the series of a panel differ in length")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.lines, *self.bars, *self.points)

    @property
    def rows(self) -> Mapping[str, tuple[float, ...]]:
        """Lines or bars, of which each value stands at a tick."""
        return self.lines or self.bars

    @property
    def lengths(self) -> set[int]:
        return {len(values) for values in self.rows.values()}


class Picture(_Part):
    """Panels on the same axes, `x` and `y`, with the same series.

    `alt` tells somebody who can't see it all that they need for the answer, and not the answer.
    `ticks` are what stands at each value: numbers for lines put them there. Without them values count from 1.
    """

    alt: Annotated[str, Field(min_length=1, max_length=600)]
    x: Label
    y: Label
    ticks: Annotated[tuple[Tick, ...], Field(max_length=MAX_VALUES)] = ()
    panels: Annotated[tuple[Panel, ...], Field(min_length=1, max_length=MAX_PANELS)]

    @model_validator(mode="after")
    def _panels_go_together(self) -> Self:
        if len({panel.names for panel in self.panels}) > 1:
            raise ValueError("the panels differ in the names of their series")
        if self.ticks and {len(self.ticks)} != set[int]().union(*(panel.lengths for panel in self.panels)):
            raise ValueError("there are not as many ticks as values")
        return self

    @cached_property
    def digest(self) -> str:
        """What tells it from all others: 64 hex digits of SHA-256 over its JSON."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


PICTURES: TypeAdapter[list[Picture]] = TypeAdapter(list[Picture])
"""Reads and writes several as JSON."""
