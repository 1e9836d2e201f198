"""The views that platforms are tried with are all there are."""

from __future__ import annotations

from tests.bank import BANK
from tests.views import of_a_channel, of_a_question, of_members, public_views


def test_no_view_is_left_out() -> None:
    seen = of_a_question(BANK.questions[0], "*").views | of_a_channel().views | of_members().views

    assert seen == set(public_views())
