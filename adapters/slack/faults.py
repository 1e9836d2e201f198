"""What Slack's errors mean here, and which calls are tried again at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse

from bot.errors import ChatError, NotAllowed, PlaceGone, PlatformDown

RETRIES = 2
BETWEEN = 0.3  # seconds; a trigger lives for three
LOOKS = 8
LOOKING = 0.7  # seconds between two of them

NOT_HERE = "I am not in this channel, or can't see it; type /invite @Koko in it."
REMOVED = "Koko was removed from this workspace."
NOT_ALLOWED = "Only some may post in this channel; its settings, under “Posting permissions”, can add me."
FORGOTTEN = "invalid_cursor"  # one lives for a while; who begins anew gets another

_GONE = {
    "account_inactive": REMOVED,
    "app_uninstalled": REMOVED,
    "channel_not_found": NOT_HERE,
    "is_archived": "The channel is archived.",
    "not_in_channel": NOT_HERE,
    "team_disabled": "The workspace was deactivated.",
    "token_revoked": REMOVED,
    "user_disabled": "This member was deactivated.",
    "user_not_found": "There is no such member.",
}
_DOWN = {
    FORGOTTEN,
    "external_channel_migrating",  # a move that ends by itself, as are the other two
    "fatal_error",
    "internal_error",
    "invalid_auth",  # a wrong setting until it is mended, and no channel's fault
    "not_authed",
    "org_login_required",
    "rate_limited",  # of a whole workspace, and no 429
    "ratelimited",
    "request_timeout",
    "service_unavailable",
    "team_added_to_org",
    "token_expired",
}
_FORBIDDEN = {
    "cannot_reply_to_message": "Slack takes no replies to that message.",
    "restricted_action": NOT_ALLOWED,
    "restricted_action_non_threadable_channel": "This channel has no threads.",
    "restricted_action_read_only_channel": NOT_ALLOWED,
    "restricted_action_thread_locked": "The thread is locked.",
    "restricted_action_thread_only_channel": "In this channel only replies in threads are allowed.",
    "thread_not_found": "The thread is gone.",
}
NO_TOKEN = {
    "invalid_auth": "is no token that Slack knows",
    "not_authed": "is no token that Slack knows",
    "not_allowed_token_type": "is a token of another kind",
    "token_expired": "has expired, as tokens do in an app with token rotation",
    "account_inactive": "was taken back: Koko was removed from the workspace",
    "app_uninstalled": "was taken back: Koko was removed from the workspace",
    "token_revoked": "was taken back: Koko was removed from the workspace",
}
"""What a token is that Slack answers so."""

_TWICE_IS_ONCE = {
    "auth.test",
    "chat.update",
    "conversations.history",
    "conversations.info",
    "conversations.open",
    "conversations.replies",
    "files.getUploadURLExternal",
    "reactions.add",
    "reactions.remove",
    "users.info",
    "views.open",  # a trigger opens one form; the second try is refused
    "views.publish",
}
_MAY_BE_DONE = {"chat.postMessage", "files.completeUploadExternal"}


class Faults(AsyncRetryHandler):
    """Tries again after a 5xx or a broken connection, but never what could then be said twice.

    slack_sdk's own handler repeats a call whose connection broke after it was carried out. A
    `response_url` has no method's name: `repeatable` tells whether what is sent to it replaces.
    """

    def __init__(self, *, repeatable: bool = False) -> None:
        super().__init__(RETRIES, FixedValueRetryIntervalCalculator(BETWEEN))
        self._repeatable = repeatable

    async def _can_retry_async(
        self,
        *,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
        **_: object,
    ) -> bool:
        method = request.url.rpartition("/")[2]
        if isinstance(error, aiohttp.ClientConnectorError):
            return True  # nothing was sent
        if response is not None:
            return response.status_code >= 500 and method not in _MAY_BE_DONE
        repeatable = self._repeatable or method in _TWICE_IS_ONCE
        return repeatable and isinstance(error, aiohttp.ClientError | OSError)


class Unseen(AsyncRetryHandler):
    """Tries again what shows a picture: until Slack has looked at it, about a second after its upload, the
    blocks are invalid and nothing is said (https://github.com/slackapi/python-slack-sdk/issues/1521)."""

    def __init__(self) -> None:
        super().__init__(LOOKS, FixedValueRetryIntervalCalculator(LOOKING))

    async def _can_retry_async(self, *, response: HttpResponse | None = None, **_: object) -> bool:
        if response is None:
            return False
        by_hook = response.status_code >= 400 and "invalid_blocks" in str(response.data)
        return by_hook or (response.body or {}).get("error") == "invalid_blocks"


def may_be_done(error: BaseException | None) -> bool:
    """Whether a call that failed so may have been carried out all the same."""
    lost = isinstance(error, aiohttp.ClientError | OSError)
    return lost and not isinstance(error, aiohttp.ClientConnectorError)


@contextmanager
def translated() -> Iterator[None]:
    """Raises `PlaceGone`, `NotAllowed` or `PlatformDown` for what slack_sdk and aiohttp raise."""
    try:
        yield
    except SlackApiError as error:
        raise meaning(error) from error
    except (aiohttp.ClientError, OSError) as error:  # a TimeoutError is an OSError
        raise PlatformDown(f"Slack could not be reached ({type(error).__name__})") from error


def code(error: BaseException | None) -> str:
    """Slack's own word for it, such as `is_archived`; empty where the answer was none of Slack's."""
    return str(_body(error).get("error", "")) if isinstance(error, SlackApiError) else ""


def meaning(error: SlackApiError) -> ChatError:
    """The error in Koko's words; its message is a sentence that a member can be shown."""
    what, body = code(error), _body(error)
    status = getattr(error.response, "status_code", getattr(error.response, "status", 0))
    if what == "missing_scope":
        return NotAllowed(
            f"Slack asks for the scope {body.get('needed', '?')}; install Koko again to grant it."
        )
    if what in _GONE:
        return PlaceGone(_GONE[what])
    if status == 429 or status >= 500 or what in _DOWN or not what:
        return PlatformDown(f"Slack answered {what or status}", retry_after=_retry_after(error))
    return NotAllowed(_FORBIDDEN.get(what, f"Slack answered {what}."))


def _body(error: SlackApiError) -> Mapping[str, Any]:
    body = getattr(error.response, "data", None)
    return body if isinstance(body, Mapping) else {}


def _retry_after(error: SlackApiError) -> float | None:
    headers: Mapping[str, str] = getattr(error.response, "headers", {})
    asked = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return float(asked) if asked.isdigit() else None
