"""What Discord's adapter costs beside the library it stands on, and whether it keeps Discord's pace."""

from __future__ import annotations
