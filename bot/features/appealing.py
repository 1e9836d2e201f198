"""Appeals: a member says that a grade missed something, or two judges disagree; an admin decides."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.bank.files import Bank
from bot.chat.adapter import Capabilities
from bot.chat.card import Card, card
from bot.chat.events import ButtonPressed, CommandInvoked, FormSubmitted
from bot.chat.form import Form
from bot.chat.outbox import Post, Send
from bot.chat.refs import Person, Place
from bot.domain.appeal import (
    REVIEWED,
    Appeal,
    Decision,
    disagreement,
    has_criteria,
    may_be_appealed,
    regraded,
    rescored,
)
from bot.domain.attempt import Attempt, Standing
from bot.domain.challenge import Challenge, short_id
from bot.domain.grade import Grade, Verdict
from bot.domain.question import Question
from bot.errors import ChatError, UserError
from bot.features.asked import question_of
from bot.features.explaining import GONE
from bot.features.marking import Marking
from bot.features.notice import tell
from bot.logs import get_logger
from bot.store.port import Store, Transaction
from bot.views import appeal as view

log = get_logger(__name__)

TELL_IN = timedelta(days=7)
GRADING = "That answer was changed, and I am still grading it. Please try again in a minute."
NOT_YOURS = "Only whoever wrote an answer can appeal its grade."
KEPT = "It is kept. An admin of the channel finds it with `/koko appeals`."
UNATTENDED = "It is kept. Nobody looks after this channel yet; an admin finds it with `/koko appeals`."
ALREADY = "You have appealed this already. *See why* shows where it stands."
DECIDED = "An admin has decided on this answer already. *See why* says what."
SETTLED = "There is nothing to decide about that answer any more."
NOT_ADMIN = "That is for admins of the channel in which the question was asked."
YOUR_OWN = "It is your own answer, so another admin of the channel decides. `/koko appeals` shows it to them."
CHANGED = "*The answer was changed meanwhile. This is how it reads now.*"
APPEALED = "*It was appealed meanwhile. This is what the member says.*"


class _Changed(Exception):
    """Answer or appeal is not as the form showed them, in a way that this says; nothing is to be kept."""


@dataclass(frozen=True, slots=True)
class _Case:
    """An attempt with all that its appeal is about; `grade` is the one in force."""

    attempt: Attempt
    challenge: Challenge
    question: Question
    grade: Grade
    appeal: Appeal | None

    @property
    def to_decide(self) -> Appeal | None:
        """The appeal or, where there is none, what two judges disagree about."""
        if self.appeal or not self.grade.review:
            return self.appeal
        return disagreement(self.attempt, self.challenge.place.parent)


@dataclass(frozen=True, slots=True)
class Appealing:
    """`is_admin` asks the platform, so it is never awaited within a transaction; an appeal's buttons may
    hang anywhere, and permission is asked for in the channel of the question."""

    store: Store
    bank: Bank
    marking: Marking
    is_admin: Callable[[Person, Place], Awaitable[bool]]
    capabilities: Callable[[Place], Capabilities]
    now: Callable[[], datetime]

    async def ask(self, event: ButtonPressed | FormSubmitted) -> Form:
        """The member's form."""
        async with self.store.read() as tx:
            case = await self._own(tx, event)
        if case.appeal:
            raise UserError(_taken(case.appeal))
        revealed = case.challenge.revealed_at is not None
        return view.appeal_form(case.attempt, case.grade, case.question, revealed=revealed)

    async def check(self, submitted: FormSubmitted) -> Mapping[str, str]:
        """What is wrong with the form's values."""
        return (await self.ask(submitted)).problems(submitted.values)

    async def submit(self, submitted: FormSubmitted) -> Card:
        """Keep the appeal, and tell the admin who looks after the channel, if they still are one."""
        values, now = submitted.values, self.now()
        async with self.store.read() as tx:
            place = (await self._own(tx, submitted)).challenge.place.parent
            looked_after = await tx.channels.get(place)
        keeper = looked_after.set_up_by if looked_after else None
        may_read = keeper is not None and await self._is_surely_admin(keeper, place)
        async with self.store.begin() as tx:
            case = await self._own(tx, submitted)
            appeal = Appeal(
                attempt=case.attempt.id,
                person=await tx.people.met(self._presser(submitted, case.challenge)),
                place=place,
                reason=values["reason"].strip(),
                missed=tuple(part for part in values.get("missed", "").split(",") if part),
                consent=values.get("consent") == view.YES,
                at=submitted.at,
            )
            if not await tx.appeals.add(appeal):
                return card("", _taken(case.appeal))
            channel = await tx.channels.get(place)
            if channel is None or channel.set_up_by is None:
                said = UNATTENDED
            elif channel.set_up_by == appeal.person and await self._is_one_of_many(tx, appeal):
                said = f"It is kept. {YOUR_OWN}"
            elif channel.set_up_by != keeper or not may_read:
                said = KEPT
            else:
                told = view.case(appeal, case.attempt, case.question)
                await tell(tx, channel, f"appeal:{appeal.attempt}", told, now, appeal.person)
                said = "It is with an admin of the channel. I tell you what they decide."
        log.info("answer_appealed", attempt=appeal.attempt)
        return card("", said)

    async def listed(self, event: CommandInvoked) -> Card:
        """What is open in the channel."""
        async with self.store.read() as tx:
            place = event.place.parent
            found = await tx.appeals.open_in(place, view.MAX_LISTED)
            cases = [case for appeal in found if (case := await self._find(tx, appeal.attempt))]
            in_doubt = await tx.appeals.in_doubt(place, view.MAX_LISTED)
            doubted = [case for attempt in in_doubt if (case := await self._find(tx, attempt.id))]
        if not cases and not doubted:
            return card("", "No appeal is open here.")
        return view.waiting(
            [(case.appeal, case.question) for case in cases if case.appeal],
            [(disagreement(case.attempt, place), case.question) for case in doubted],
        )

    async def show(self, pressed: ButtonPressed) -> Card:
        """One of them, as it stands."""
        case, appeal = await self._permitted(pressed)
        return self._shown(case, appeal)

    async def weigh(self, event: ButtonPressed | FormSubmitted) -> Form:
        """The form in which an admin grants or refuses."""
        case, appeal = await self._permitted(event)
        if appeal.decision:
            raise UserError("That is decided already.")
        return self._form(event.action, case, appeal)

    async def check_decision(self, submitted: FormSubmitted) -> Mapping[str, str]:
        """What is wrong with its values. Who may send them is asked when they are handled."""
        async with self.store.read() as tx:
            case = await self._find(tx, _attempt_of(submitted.value))
        appeal = case.to_decide if case else None
        if case is None or appeal is None or appeal.decision:
            return {}
        wrong = self._form(submitted.action, case, appeal).problems(submitted.values)
        if wrong or submitted.action != "appeal.grant":
            return wrong
        field = "met" if has_criteria(case.question) else "score"
        chosen = [id for name in view.VERDICTS for id in _chosen(submitted, name)]
        if len(set(chosen)) < len(chosen):
            return {field: "One point is in two of the lists."}
        before, after = case.grade.score, _granted(case, submitted).score
        if before is not None and (after or 0) <= before:
            return {field: "That is no more than it has. Say what it says as well, or leave it as it is."}
        return {}

    async def decide(self, submitted: FormSubmitted) -> Card:
        """Keep what the admin decided with all that follows from it, or nothing of it."""
        await self._permitted(submitted)
        try:
            async with self.store.begin() as tx:
                case, appeal = await self._decide(tx, submitted)
        except _Changed as changed:
            async with self.store.read() as tx:
                case, appeal = await self._case(tx, submitted)
            return self._shown(case, appeal, str(changed))
        return self._shown(case, appeal)

    async def _decide(self, tx: Transaction, submitted: FormSubmitted) -> tuple[_Case, Appeal]:
        """Raises _Changed where somebody else was faster."""
        case, _ = await self._case(tx, submitted)
        await tx.attempts.hold(case.attempt.within, case.attempt.person)
        case, appeal = await self._case(tx, submitted)  # as it is when nobody else can change it
        if appeal.decision:
            return case, appeal
        attempt = case.attempt
        if submitted.value != _version(attempt, appeal):
            appealed = submitted.value == _version(attempt, disagreement(attempt, appeal.place))
            raise _Changed(APPEALED if appealed else CHANGED)
        granted = submitted.action == "appeal.grant"
        if granted:
            grade = _granted(case, submitted)
            attempt = replace(attempt, grade=grade if appeal.by_member else replace(grade, note=REVIEWED))
            if not attempt.grade or not await tx.attempts.regrade(attempt.id, attempt.text, attempt.grade):
                raise _Changed(CHANGED)
        decision = Decision(
            granted=granted,
            by=await tx.people.met(self._presser(submitted, case.challenge)),
            sentence=submitted.values["sentence"].strip(),
            at=submitted.at,
            before=case.grade,
        )
        appeal = replace(appeal, decision=decision)
        if case.appeal and not await tx.appeals.decide(attempt.id, decision):
            raise _Changed(CHANGED)
        if case.appeal is None and not await tx.appeals.add(appeal):
            raise _Changed(APPEALED)
        if granted:
            await self.marking.correct(tx, case.challenge, case.question, attempt)
        now, told = self.now(), view.told(appeal, attempt, case.question)
        await tx.outbox.add(
            [
                Post(
                    key=f"appeal:{attempt.id}:decided",
                    action=Send(attempt.person, told),
                    due_at=now,
                    expires_at=now + TELL_IN,
                    about=attempt.person,
                )
            ]
        )
        log.info("appeal_decided", attempt=attempt.id, granted=granted)
        return replace(case, attempt=attempt), appeal

    def _shown(self, case: _Case, appeal: Appeal, note: str = "") -> Card:
        if appeal.decision:
            return view.decided(appeal, case.attempt, case.question)
        return view.case(appeal, case.attempt, case.question, note=note)

    def _form(self, action: str, case: _Case, appeal: Appeal) -> Form:
        value, revealed = _version(case.attempt, appeal), case.challenge.revealed_at is not None
        if action == "appeal.refuse":
            return view.refuse_form(appeal, case.attempt, case.question, value, revealed=revealed)
        return view.grant_form(appeal, case.attempt, case.grade, case.question, value, revealed=revealed)

    async def _permitted(self, event: ButtonPressed | FormSubmitted) -> tuple[_Case, Appeal]:
        """The case, for whoever may decide it; raises UserError for all others, ChatError where the
        platform can't be asked."""
        async with self.store.read() as tx:
            case, appeal = await self._case(tx, event)
            presser = self._presser(event, case.challenge)
            own = appeal.person == presser and await self._is_one_of_many(tx, appeal)
        if not await self.is_admin(presser, appeal.place):
            raise UserError(NOT_ADMIN)
        if own:
            raise UserError(YOUR_OWN)
        return case, appeal

    async def _is_surely_admin(self, person: Person, place: Place) -> bool:
        """False where the platform can't be asked, too."""
        try:
            return await self.is_admin(person, place)
        except ChatError:
            return False

    async def _is_one_of_many(self, tx: Transaction, appeal: Appeal) -> bool:
        """Whether points of the appellant are weighed against anybody's; who practises alone may decide
        alone."""
        return await tx.points.others(appeal.place, appeal.person)

    def _presser(self, event: ButtonPressed | FormSubmitted, challenge: Challenge) -> Person:
        """Who pressed, as a member of the workspace that was asked: cards of appeals hang in private."""
        return self.capabilities(event.place).at_home(event.person, challenge.place.workspace)

    async def _case(self, tx: Transaction, event: ButtonPressed | FormSubmitted) -> tuple[_Case, Appeal]:
        case = await self._known(tx, event)
        if case.to_decide is None:
            raise UserError(SETTLED)
        return case, case.to_decide

    async def _own(self, tx: Transaction, event: ButtonPressed | FormSubmitted) -> _Case:
        """The presser's own answer, which earned less than all."""
        case = await self._known(tx, event)
        if case.attempt.person != self._presser(event, case.challenge):
            raise UserError(NOT_YOURS)
        if case.appeal is None and not may_be_appealed(case.grade):
            raise UserError("There is nothing to appeal: it has all points, or an estimate gives none.")
        return case

    async def _known(self, tx: Transaction, event: ButtonPressed | FormSubmitted) -> _Case:
        """What a button or form names, for members of the workspace that was asked."""
        id = _attempt_of(event.value)
        case = await self._find(tx, id)
        if case is None:
            attempt = await tx.attempts.get(id)
            is_coming = attempt and attempt.grade is None and attempt.standing is not Standing.WITHDRAWN
            raise UserError(GRADING if is_coming else GONE)
        if not case.challenge.is_for(self._presser(event, case.challenge)):
            raise UserError(GONE)
        return case

    async def _find(self, tx: Transaction, attempt_id: str) -> _Case | None:
        """None for what is no counted or practised answer to a channel's question, or has no grade yet."""
        attempt = await tx.attempts.get(attempt_id)
        if attempt is None or attempt.grade is None or attempt.standing is Standing.WITHDRAWN:
            return None
        challenge = await tx.challenges.get(attempt.within)
        if challenge is None:
            return None
        question = await question_of(tx, self.bank, challenge.question_hash)
        return _Case(attempt, challenge, question, attempt.grade, await tx.appeals.get(attempt.id))


def _taken(appeal: Appeal | None) -> str:
    """Why there can be no other appeal."""
    return DECIDED if appeal and not appeal.by_member else ALREADY


def _granted(case: _Case, submitted: FormSubmitted) -> Grade:
    if not has_criteria(case.question):
        return rescored(case.grade, view.SCORES[submitted.values["score"]])
    verdicts: dict[str, Verdict] = {}
    for name, verdict in view.VERDICTS.items():
        verdicts |= dict.fromkeys(_chosen(submitted, name), verdict)
    return regraded(case.question, case.grade, verdicts)


def _chosen(submitted: FormSubmitted, name: str) -> list[str]:
    return [part for part in submitted.values.get(name, "").split(",") if part]


def _version(attempt: Attempt, appeal: Appeal) -> str:
    """What is decided on as it is now: an attempt's id, a fingerprint of its text, and whether it was
    appealed."""
    return f"{attempt.id}:{short_id(attempt.text)[:8]}{'' if appeal.by_member else ':unasked'}"


def _attempt_of(value: str) -> str:
    return value.partition(":")[0]
