"""What a client may send: JSON objects with bounded fields, and no others."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from adapters.local.model import LAST

Id = Annotated[int, Field(ge=1, lt=LAST)]
Name = Annotated[str, Field(max_length=200)]
Nonce = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
"""All letters of Unicode, sixty-four times, would take pydantic 6 MB."""


class Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Said(Body):
    place: Name
    text: str
    nonce: Nonce


class Reworded(Body):
    text: str


class Pressed(Body):
    place: Name
    message: Id
    action: Name
    value: Name = ""
    nonce: Nonce


class Submitted(Body):
    place: Name
    message: Id | None = None
    action: Name
    value: Name = ""
    values: dict[Name, str] = Field(max_length=10)
    nonce: Nonce


class Named(Body):
    name: Name


class Switched(Body):
    admin: bool


class Seen(Body):
    channel: Name
