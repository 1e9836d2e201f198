"""What docs/bank.md lists of the bank: `python -m tests.questions.page` prints it."""

from __future__ import annotations

from collections import Counter

from bot.bank.files import Bank
from bot.views.words import count
from tests.questions.bank import whole_bank

KINDS = ("open", "behavioural", "choice", "numeric", "code")


def topics(bank: Bank) -> str:
    """How many questions of each kind a topic has."""
    rows = [("topic", *KINDS, "all"), ("---", *["--:"] * 6)]
    for topic in bank.topics:
        kinds = Counter[str](question.kind for question in bank.questions if question.topic == topic)
        rows.append((topic, *(str(kinds[kind] or "") for kind in KINDS), str(kinds.total())))
    whole = Counter[str](question.kind for question in bank.questions)
    rows.append(("**all**", *(str(whole[kind]) for kind in KINDS), str(whole.total())))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def tracks(bank: Bank) -> str:
    """Each track with what it is about."""
    return "\n".join(
        f"- **{track.title}** ({count(len(track.questions), 'question')}): {track.about}."
        for track in bank.tracks
    )


if __name__ == "__main__":
    print(topics(whole_bank()), tracks(whole_bank()), sep="\n\n")
