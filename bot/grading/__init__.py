"""Grading: one match over the closed kinds of question, and engines behind two open ports."""
