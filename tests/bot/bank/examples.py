"""The examples of docs/writing-questions.md: whole files, and a row for each thing a pattern can do."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = (Path(__file__).parents[3] / "docs/writing-questions.md").read_text()
FILES = dict(re.findall(r"^`questions/(\S+)`\n\n````markdown\n(.*?)^````", PAGE, re.MULTILINE | re.DOTALL))
TRACKS = dict(re.findall(r"^`questions/tracks/(\S+)`\n\n```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
PATTERNS = re.findall(r"^\| `([^`]+)` \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)
