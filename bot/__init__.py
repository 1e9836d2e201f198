"""Koko, an interview-practice bot for teams on Slack and Discord, and for one person at home."""
