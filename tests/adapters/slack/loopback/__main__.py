"""`python -m tests.adapters.slack.loopback`: a loopback Slack in a process of its own.

Options are fields of `World`, as JSON: `--ack_within 1.5`.
"""

from __future__ import annotations

from tests.adapters.loopback import process
from tests.adapters.slack.loopback.control import Control
from tests.adapters.slack.loopback.slack import LoopbackSlack

if __name__ == "__main__":
    slack = LoopbackSlack(**process.options())
    process.main(slack, Control(slack).handle)
