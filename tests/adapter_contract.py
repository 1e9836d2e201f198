"""What every adapter must do: its tests subclass `AdapterContract` and give it a platform on loopback.

The rules of what a platform may lack stand in classes of their own, which the subclass adds for what
its adapter claims; `WholeContract` has them all. A right adapter passes on the slowest machine; what
must *not* happen is given a moment to happen.
"""

from __future__ import annotations

from tests.contract.capabilities import ReadingRules, ThreadRules
from tests.contract.inbound import InboundRules
from tests.contract.outbound import OutboundRules
from tests.contract.platform import Platform
from tests.contract.private import FormRules, PrivateRules


class AdapterContract(InboundRules, OutboundRules, PrivateRules, FormRules):
    """What holds on every platform."""

    async def test_capabilities_are_those_that_are_tested(self, platform: Platform) -> None:
        able = platform.adapter.capabilities
        rules = {
            "threads": ThreadRules,
            "reads_messages": ReadingRules,
        }
        for name, tests in rules.items():
            assert getattr(able, name) == isinstance(self, tests), f"claims {name}, or hides it"
        assert able.post_interval >= 0, "a pace below zero"


class WholeContract(AdapterContract, ThreadRules, ReadingRules):
    """All rules, for a platform that lacks nothing."""
