"""Commands, messages and forms for tests that need any."""

from __future__ import annotations

from tests.adapters.discord.loopback.state import Json

QUIZ: Json = {
    "name": "quiz",
    "description": "A private run of questions.",
    "integration_types": [0, 1],
    "contexts": [0, 1, 2],
    "options": [
        {"type": 3, "name": "topic", "description": "What about.", "autocomplete": True},
        {"type": 4, "name": "count", "description": "How many.", "min_value": 1, "max_value": 20},
        {"type": 5, "name": "hard", "description": "Only hard ones."},
        {"type": 10, "name": "pace", "description": "Minutes for each.", "max_value": 9.5},
        {"type": 6, "name": "with", "description": "Together with somebody."},
        {"type": 7, "name": "where", "description": "In which channel."},
        {"type": 8, "name": "for", "description": "For which role."},
        {
            "type": 3,
            "name": "level",
            "description": "How hard.",
            "choices": [{"name": "Easy", "value": "easy"}, {"name": "Hard", "value": "hard"}],
        },
    ],
}
KOKO: Json = {
    "name": "koko",
    "description": "All else.",
    "default_member_permissions": 32,
    "contexts": [0],
    "options": [
        {"type": 1, "name": "setup", "description": "Set Koko up."},
        {
            "type": 2,
            "name": "ask",
            "description": "Questions.",
            "options": [
                {
                    "type": 1,
                    "name": "now",
                    "description": "At once.",
                    "options": [{"type": 3, "name": "topic", "description": "What about.", "required": True}],
                }
            ],
        },
    ],
}
WHY: Json = {"type": 3, "name": "Why this score?"}
COMMANDS = [QUIZ, KOKO, WHY]

BUTTONS: Json = {
    "content": "What is a tuple?",
    "components": [
        {
            "type": 1,
            "components": [
                {"type": 2, "style": 1, "label": "Answer", "custom_id": "answer|7"},
                {"type": 2, "style": 2, "label": "Later", "custom_id": "later|7", "disabled": True},
                {"type": 2, "style": 5, "label": "Read", "url": "https://example.com"},
            ],
        },
        {
            "type": 1,
            "components": [
                {
                    "type": 3,
                    "custom_id": "level",
                    "options": [{"label": "Easy", "value": "easy"}, {"label": "Hard", "value": "hard"}],
                }
            ],
        },
    ],
}

TEXT_FIELD: Json = {"type": 4, "custom_id": "why", "style": 2, "max_length": 200, "value": "Because"}
MODAL_DATA: Json = {
    "custom_id": "answer|7",
    "title": "Answer",
    "components": [
        {"type": 10, "content": "What is a tuple?"},
        {"type": 18, "label": "Why?", "component": TEXT_FIELD},
        {
            "type": 18,
            "label": "How sure?",
            "component": {
                "type": 3,
                "custom_id": "confidence",
                "options": [{"label": "Sure", "value": "sure"}, {"label": "Guessing", "value": "guess"}],
            },
        },
    ],
}
MODAL: Json = {"type": 9, "data": MODAL_DATA}
