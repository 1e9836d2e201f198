"""A member's own data: seen, handed over, hidden, erased."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.chat.card import MAX_FILE, Button, Buttons, Card, File, Style, card
from bot.chat.events import ButtonPressed, CommandInvoked
from bot.chat.refs import Person
from bot.domain.appeal import Appeal, Decision
from bot.domain.attempt import Attempt
from bot.domain.grade import GRADES
from bot.logs import get_logger
from bot.store.port import Report, Store
from bot.views.words import count

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Privacy:
    """Everything here concerns the one who asks, and nobody else."""

    store: Store
    now: Callable[[], datetime]

    async def data(self, event: CommandInvoked | ButtonPressed) -> Card:
        """All that is kept about the member, as JSON; the newest of it if a file can't hold all."""
        async with self.store.read() as tx:
            attempts = await tx.attempts.by(event.person)
            appeals = await tx.appeals.by(event.person)
            decisions = await tx.appeals.decided_by(event.person)
            reports = await tx.reports.by(event.person)
            hidden = bool(await tx.people.hidden([event.person]))
        person = [*(a.person for a in attempts), *(r.person for r in reports), event.person][0]
        text = _as_json(person, hidden, reports, decisions, appeals, attempts)
        note = "Your answers with their grades, your appeals, decisions and reports. "
        note += "`/koko forget me` erases all I have of you."
        while len(text.encode()) > MAX_FILE:
            attempts, reports = attempts[: len(attempts) // 2], reports[: len(reports) // 2]
            appeals, decisions = appeals[: len(appeals) // 2], decisions[: len(decisions) // 2]
            text = _as_json(person, hidden, reports, decisions, appeals, attempts)
            note = f"{count(len(attempts), 'answer')} and {count(len(reports), 'report')} of yours, "
            note += "the newest; a file holds no more."
        return card("", note, File("koko-my-data.json", text))

    async def hide(self, event: CommandInvoked) -> Card:
        await self._hide(event.person, hidden=True)
        return card("", "You are on no board now, and in no count. `/koko show` brings you back.")

    async def show(self, event: CommandInvoked) -> Card:
        await self._hide(event.person, hidden=False)
        return card("", "You are on the boards again, with all your points.")

    async def confirm(self, event: CommandInvoked | ButtonPressed) -> Card:
        """Ask once."""
        return card(
            "",
            "This erases your answers, grades, appeals, points and name for good. Totals of others stay.",
            Buttons((Button("Erase everything about me", "forget", style=Style.DANGER),)),
        )

    async def forget(self, event: ButtonPressed) -> Card:
        async with self.store.begin() as tx:
            await tx.people.forget(event.person)
        log.info("member_forgotten", adapter=event.person.adapter)
        return card("", "Erased. What you wrote in a thread is still there until you delete it yourself.")

    async def _hide(self, person: Person, *, hidden: bool) -> None:
        async with self.store.begin() as tx:
            await tx.people.met(person)
            await tx.people.hide(person, hidden)


def _as_json(
    person: Person,
    hidden: bool,
    reports: list[Report],
    decisions: list[Decision],
    appeals: list[Appeal],
    attempts: list[Attempt],
) -> str:
    return json.dumps(
        {
            "member": str(person),
            "name": person.name,
            "hidden": hidden,
            "answers": [_attempt(attempt) for attempt in attempts],
            "appeals": [_appeal(appeal) for appeal in appeals],
            "decisions": [
                {"at": d.at.isoformat(), "granted": d.granted, "sentence": d.sentence} for d in decisions
            ],
            "reports": [{"question": r.question, "at": r.at.isoformat(), "text": r.text} for r in reports],
        },
        ensure_ascii=False,
        indent=1,
    )


def _attempt(attempt: Attempt) -> dict[str, object]:
    return {
        "id": attempt.id,
        "at": attempt.at.isoformat(),
        "within": attempt.within,
        "try": attempt.number,
        "hint": attempt.hinted,
        "standing": attempt.standing,
        "text": attempt.text,
        "grade": GRADES.dump_python(attempt.grade, mode="json") if attempt.grade else None,
    }


def _appeal(appeal: Appeal) -> dict[str, object]:
    decision = appeal.decision
    before = decision.before if decision else None
    return {
        "answer": appeal.attempt,
        "at": appeal.at.isoformat(),
        "reason": appeal.reason,
        "missed": appeal.missed,
        "may be a sample": appeal.consent,
        "granted": decision.granted if decision else None,
        "decided at": decision.at.isoformat() if decision else None,
        "sentence": decision.sentence if decision else "",
        "grade decided on": GRADES.dump_python(before, mode="json") if before else None,
    }
