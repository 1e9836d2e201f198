"""The front matter of a question's file as a JSON Schema, for editors."""

from __future__ import annotations

from typing import Any

from bot.domain.question import QUESTIONS

_ELSEWHERE = ("id", "prompt", "answer")
"""What the path and the text below the front matter say."""
_WORDS = {
    "type": "object",
    "description": "Lists of patterns by name, for patterns such as <small model>.",
    "additionalProperties": {"type": "array", "minItems": 1, "items": {"type": "string"}},
}


def schema() -> dict[str, Any]:
    """JSON Schema 2020-12, derived from what a question must be."""
    whole = QUESTIONS.json_schema()
    kinds = [kind["$ref"].rpartition("/")[2] for kind in whole["oneOf"]]
    for name in kinds:
        kind = whole["$defs"][name]
        for field in _ELSEWHERE:
            del kind["properties"][field]
        kind["required"] = [field for field in kind["required"] if field not in _ELSEWHERE]
        if "criteria" in kind["properties"]:
            kind["properties"]["words"] = _WORDS
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A question's file", **whole}
