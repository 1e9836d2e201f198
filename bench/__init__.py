"""Benches that anyone can run; `docs/performance.md` tells what they said."""

from __future__ import annotations

from bot import logs

logs.configure(level="ERROR")
