"""A chat platform of Koko's own, so that the whole bot runs with no account: a page and an SQLite file."""

from __future__ import annotations

from adapters.local.adapter import create

__all__ = ["create"]
