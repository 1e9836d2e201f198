"""What becomes of a modal when the app answers its submission."""

from __future__ import annotations

from tests.adapters.slack.loopback.core import Core
from tests.adapters.slack.loopback.errors import SlackError
from tests.adapters.slack.loopback.inputs import inputs
from tests.adapters.slack.loopback.state import Json, View
from tests.adapters.slack.loopback.views import check_view, pushed, reshaped

TROUBLE = "We had some trouble connecting. Try again?"


def respond(core: Core, view: View, answer: Json) -> None:
    """Carry out a `response_action`; one that is wrong leaves the modal open with Slack's own words."""
    try:
        _carry_out(core, view, answer)
    except SlackError as error:
        view.trouble = TROUBLE
        core.world.refuse(f"view_submission, acknowledged with a payload: {error}")


def _carry_out(core: Core, view: View, answer: Json) -> None:
    stack, workspace = core.world.modals[view.user], core.world.workspaces[view.team]
    match answer:
        case {} if not answer:
            if view in stack:
                stack.remove(view)
        case {"response_action": "clear"}:
            stack.clear()
        case {"response_action": "errors", "errors": dict(errors)} if errors:
            _check_errors(view, errors)
            view.errors = dict(errors)
        case {"response_action": "update", "view": dict(shape)}:
            check_view(core, workspace, shape, "modal")
            reshaped(view, shape)
        case {"response_action": "push", "view": dict(shape)}:
            check_view(core, workspace, shape, "modal")
            pushed(core.world, workspace, view.user, shape)
        case _:
            raise SlackError(
                "invalid_response_action",
                "response_action is errors, update, push or clear, with what it needs",
            )


def _check_errors(view: View, errors: Json) -> None:
    known = {block["block_id"] for block, _ in inputs(view.shape["blocks"]) if block["type"] == "input"}
    if unknown := sorted(errors.keys() - known):
        raise SlackError("invalid_errors", f"errors are by block_id of an input: not {', '.join(unknown)}")
    if not all(isinstance(error, str) and error for error in errors.values()):
        raise SlackError("invalid_errors", "an error is a sentence")
