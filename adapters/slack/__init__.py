"""Koko in Slack."""

from adapters.slack.adapter import create

__all__ = ["create"]
