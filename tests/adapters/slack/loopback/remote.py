"""A loopback Slack in a process of its own, as the process that started it sees it."""

from __future__ import annotations

from tests.adapters.loopback.process import Remote


class RemoteSlack(Remote):
    module = "tests.adapters.slack.loopback"
