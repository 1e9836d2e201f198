"""A question, an answer that its rubric takes for worth 0.7, and what an honest model makes of it."""

from __future__ import annotations

from typing import Any

from bot.domain.question import OpenQuestion

WARNS, SHINES, STANDS = "warns-ships", "shows-a-light", "stands-high"
ANSWER = "A lighthouse warns ships with a strong lamp. It is built where everybody can see it from afar."
BY_RUBRIC = 0.7
TRUTH = {
    WARNS: ("met", "warns ships"),
    SHINES: ("met", "with a strong lamp"),
    STANDS: ("met", "built where everybody can see it from afar"),
}


def _criterion(id: str, weight: float, statement: str, *groups: list[str], **more: Any) -> dict[str, Any]:
    examples = {"met": [statement], "unmet": ["It is old."]}
    return {"id": id, "weight": weight, "statement": statement, "any": [groups], "examples": examples, **more}


QUESTION = OpenQuestion.model_validate(
    {
        "kind": "open",
        "id": "coast/lighthouse",
        "title": "Lighthouse",
        "difficulty": "easy",
        "minutes": 2,
        "hint": "Who looks at it?",
        "sources": ["Stevenson, A Rudimentary Treatise on Lighthouses, 1850"],
        "prompt": "What is a lighthouse for, and how does it work?",
        "answer": "It warns ships of rocks by a lamp at the top of a tower.",
        "criteria": [
            _criterion(
                WARNS,
                0.4,
                "It warns ships.",
                ["warn*", "guide*"],
                ["ship*", "boat*"],
                contradicted_by=[[["attract*"], ["ship*"]]],
            ),
            _criterion(SHINES, 0.3, "It shows a light.", ["lamp*", "beam*", "light"]),
            _criterion(STANDS, 0.3, "It stands high.", ["high", "tall", "tower*"]),
        ],
    }
)
