"""Blocks and a modal as simple as can be."""

from __future__ import annotations

from tests.adapters.slack.loopback.state import Json

BUTTONS: list[Json] = [
    {
        "type": "actions",
        "block_id": "choices",
        "elements": [
            {
                "type": "button",
                "action_id": "answer|c1",
                "value": "c1",
                "text": {"type": "plain_text", "text": "Answer"},
            }
        ],
    }
]
MODAL: Json = {
    "type": "modal",
    "callback_id": "answer",
    "private_metadata": "here",
    "title": {"type": "plain_text", "text": "Your answer"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "why",
            "label": {"type": "plain_text", "text": "Why"},
            "element": {
                "type": "plain_text_input",
                "action_id": "why",
                "multiline": True,
                "initial_value": "Because",
            },
        }
    ],
}
