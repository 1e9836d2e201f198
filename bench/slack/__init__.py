"""What Slack's adapter costs beside the libraries it stands on, and what it does in a storm."""

from __future__ import annotations
