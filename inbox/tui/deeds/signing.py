"""Deeds on replies that were written: take back, sign off, give back, decide what became of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from inbox.domain import commands as c
from inbox.domain.events import MoveBegun, Recorded, ReplyApproved, ReplyWritten
from inbox.domain.model import Delivery, Message, Person
from inbox.domain.people import Act, Reach, reach
from inbox.domain.rules.guard import of_role
from inbox.domain.signing import Guard, Step
from inbox.domain.steps import What
from inbox.errors import Stale
from inbox.texts import in_words, t
from inbox.tui.deeds.finding import go_to
from inbox.tui.deeds.planning import planned_here
from inbox.tui.models.handover import taken_back
from inbox.tui.models.held import slow
from inbox.tui.models.noted import noted
from inbox.tui.models.when import clock
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.main import MainScreen
from inbox.tui.screens.overlays import Choice, Pick, WriteLines
from inbox.tui.screens.signing import SigningScreen
from inbox.tui.screens.writing import all_the_same


async def undo(screen: HouseScreen, chord: str) -> None:
    """Take back the planned reply under the cursor, else the latest act of one's own that can be."""
    if (planned := planned_here(screen)) is not None:
        await _reply_back(screen, planned.conversation, planned.id, planned.first or planned.id)
        return
    last = await screen.desk.undoable()
    if last is None:
        screen.say(t("There is nothing of yours that could be taken back."))
    elif isinstance(last.event, ReplyWritten):
        await _reply_back(screen, last.conversation or 0, last.event.id, last.event.first or last.event.id)
    elif isinstance(last.event, ReplyApproved):
        await screen.desk.perform(c.TakeBack(last.event.message))
        screen.say(t("The reply you signed off is back in the draft of conversation {id}.", id=last.conversation or ""))
    elif isinstance(last.event, MoveBegun):
        there = [f.conversation for f in await screen.desk.perform(c.UndoMove()) if f.conversation]
        if isinstance(screen, MainScreen) and len(there) == 1:
            await go_to(screen, there[0])
        screen.say(taken_back(len(there), handed=last.event.what is What.OWNER))


async def _reply_back(screen: HouseScreen, conversation: int, id: int, first: int) -> None:
    """Take a reply back and go where it was; who that is is said where somebody looked at another one."""
    there = await screen.desk.thread(conversation)
    # Of several parts the first one carries the files.
    files = any(m.files for m in there.messages if m.id == first)
    await screen.desk.perform(c.TakeBack(id))
    back = t("The reply is back in the draft; r goes on writing.")
    if isinstance(screen, MainScreen) and screen.chosen_id() != conversation:
        await go_to(screen, conversation)
        back = t("The reply to {name} is back in the draft; r goes on writing.", name=there.row.contact)
    # What is lost comes first: the end of a line may not fit on the screen.
    screen.say(f"{t('Its files have to be enclosed again.')} {back}" if files else back)


async def _message(screen: HouseScreen, *deliveries: Delivery) -> Message | None:
    model = await screen.chosen_thread()
    if model is None or model.thread is None:
        return None
    noun = model.current
    if isinstance(noun, Message) and noun.delivery in deliveries:
        return noun
    return next((m for m in reversed(model.thread.messages) if m.delivery in deliveries), None)


async def _held(screen: HouseScreen, *, slow_too: bool = False) -> Message | None:
    """Return the chosen reply that waits, wherever it is shown; say that there is none."""
    row = screen.held_row()
    states = (Delivery.HELD, Delivery.QUEUED) if slow_too else (Delivery.HELD,)
    found = row.message if row is not None and row.message.delivery in states else None
    if screen.context() != "signing":
        found = await _message(screen, Delivery.HELD)
        if found is None and slow_too:
            late = await _message(screen, Delivery.QUEUED)
            found = late if late is not None and slow(late) else None
    if found is None:
        screen.say(t("No reply waits for a sign-off here."), error=True)
    return found


async def approve(screen: HouseScreen, chord: str) -> None:
    """Let the held reply go."""
    if (held := await _held(screen)) is None:
        return
    if await _let_go(screen, held, lambda force: c.Approve(held.id, force)) is None:
        return
    await _done(screen, _signed(held))


def _signed(held: Message) -> str:
    """Say when a reply leaves that was signed off."""
    now = datetime.now(UTC)
    if held.planned is not None and held.planned > now:
        return t("Signed off: {name}'s reply leaves {when}.", name=held.author, when=clock(held.planned, now))
    return t("Signed off: {name}'s reply leaves in 10 seconds.", name=held.author)


async def _done(screen: HouseScreen, said: str) -> None:
    """Say what was done; a specialist is told of no fact about it, so the list is read anew."""
    if screen.context() == "signing":
        await screen.reload()
    screen.say(said)


async def revise(screen: HouseScreen, chord: str) -> None:
    """Write the held reply anew and let it go; its writer learns the difference."""
    if (held := await _held(screen)) is None:
        return
    heading = t("What {name}'s reply says instead", name=held.author)
    hint = "; ".join(dict.fromkeys(t(hold.rule) for hold in held.holds))
    text = await screen.app.push_screen_wait(WriteLines(heading, hint=hint, text=str(held.words)))
    if not text or (facts := await _let_go(screen, held, lambda force: c.Approve(held.id, force, text))) is None:
        return
    if any(isinstance(fact.event, ReplyApproved) for fact in facts):
        await _done(screen, _signed(held))
    else:
        await _done(screen, t("What you wrote waits for somebody else's word."))


async def stop(screen: HouseScreen, chord: str) -> None:
    """Stop a reply that leaves after a while."""
    if (held := await _held(screen, slow_too=True)) is None:
        return
    await screen.desk.perform(c.Stop(held.id))
    await _done(screen, t("Stopped: {name}'s reply waits for a sign-off now.", name=held.author))


async def show_signing(screen: HouseScreen, chord: str) -> None:
    """Show what waits for a sign-off."""
    if screen.context() != "signing":
        await screen.app.push_screen(SigningScreen(screen.seat))


async def guard(screen: HouseScreen, chord: str) -> None:
    """Choose whose step to change, what the inbox proposes first, then the step."""
    found = await screen.desk.guards()
    proposed = [g for g in found if g.proposed]
    offers = [
        Choice(
            g.key,
            t(
                "{name}: {step} proposed, {n} unchanged · {where}",
                name=g.person,
                step=t(g.proposed or ""),
                n=g.unchanged,
                where=_where(g),
            ),
        )
        for g in proposed
    ]
    people = [
        p
        for p in await screen.desk.people()
        if reach(p, Act.SEND) is not Reach.NONE and p.name != screen.seat.person.name
    ]
    offers += [Choice(p.name, f"{p.name} · {_freely(p, found)}") for p in people]
    chosen = await screen.app.push_screen_wait(Pick(t("Who speaks how freely"), offers))
    if not chosen:
        return
    about = next((g for g in proposed if g.key == chosen), Guard(chosen))
    await _loosen(screen, about, found)


async def _loosen(screen: HouseScreen, about: Guard, found: Sequence[Guard]) -> None:
    """Choose a person's step, what is proposed first, and where it holds; the one that holds now is marked."""
    own = sorted(screen.seat.person.channels)
    where = about.channel or (own[0] if len(own) == 1 else ""), about.visibility
    set_ = (g.step for g in found if g.person == about.person and (g.channel, g.visibility) == where)
    now = str(next(set_, None) or "")
    known = [(str(step), _meaning(step)) for step in Step] + [("", t("by the role"))]
    steps = [Choice(value, said, t("as it is") if value == now else "") for value, said in known]
    first = [s for s in steps if about.proposed and s.value == about.proposed]
    offers = [*first, *(s for s in steps if s not in first)]
    step = await screen.app.push_screen_wait(Pick(about.person, offers, at=about.proposed or now))
    if step is None:
        return
    channel = about.channel or await _channel(screen)
    if channel is None:
        return
    await screen.desk.perform(c.SetGuard(about.person, Step(step) if step else None, channel, about.visibility))
    screen.say(
        t("{name} speaks so from now on: {step}.", name=about.person, step=t(step) if step else t("by the role"))
    )


async def _channel(screen: HouseScreen) -> str | None:
    """Return on which channel it holds: "" everywhere; who leads only some chooses one of them (None: rather not)."""
    own = sorted(screen.seat.person.channels)
    if len(own) < 2:
        return own[0] if own else ""
    return await screen.app.push_screen_wait(Pick(t("On which channel"), [Choice(name, name) for name in own])) or None


def _freely(person: Person, found: Sequence[Guard]) -> str:
    """Say how freely somebody speaks: everywhere, and where it is different."""
    own = [g for g in found if g.person == person.name and g.step]
    everywhere = next((g for g in own if not g.channel and not g.visibility), None)
    said = [_step(everywhere) if everywhere else t("by the role: {step}", step=in_words(of_role(person)))]
    return ", ".join([*said, *(f"{_where(g)}: {_step(g)}" for g in own if g is not everywhere)])


def _step(guard: Guard) -> str:
    delay = f" {t('{n} m', n=guard.minutes)}" if guard.step is Step.DELAYED else ""
    return in_words(guard.step or "") + delay


def _where(guard: Guard) -> str:
    return " ".join(x for x in (guard.channel, t(guard.visibility) if guard.visibility else "") if x)


def _meaning(step: Step) -> str:
    return {
        Step.DRAFT: t("draft: writes drafts, others send them"),
        Step.FOUR_EYES: t("four eyes: every reply waits for somebody else"),
        Step.DELAYED: t("delayed: leaves after 10 minutes, a lead can stop it"),
        Step.FREE: t("free: only the risk rules hold"),
    }[step]


async def _let_go(
    screen: HouseScreen, message: Message, command: Callable[[bool], c.Command]
) -> tuple[Recorded, ...] | None:
    """Let a written reply go and return what followed; where something was said since, ask first (None: rather not)."""
    try:
        return await screen.desk.perform(command(False))
    except Stale as cause:
        thread = await screen.desk.thread(message.conversation)
        seen = message.number if message.seen is None else message.seen
        if not await screen.app.push_screen_wait(all_the_same(cause, thread, seen, message.author)):
            return None
        return await screen.desk.perform(command(True))


async def refuse(screen: HouseScreen, chord: str) -> None:
    """Give the held reply back to its writer, with a reason."""
    if (held := await _held(screen, slow_too=True)) is None:
        return
    why = await screen.app.push_screen_wait(WriteLines(t("What should {name} change?", name=held.author)))
    if why:
        await screen.desk.perform(c.Refuse(held.id, why))
        await _done(screen, t("The reply is back with {name}.", name=held.author))


async def settle(screen: HouseScreen, chord: str) -> None:
    """Decide about a reply of which nobody knows whether it arrived."""
    if (message := await _message(screen, Delivery.UNKNOWN, Delivery.FAILED)) is None:
        screen.say(t("Every reply's delivery is known here."), error=True)
        return
    offers = [Choice("sent", t("It arrived")), Choice("again", t("Send it again")), Choice("dropped", t("Drop it"))]
    chosen = await screen.app.push_screen_wait(
        Pick(t("What became of this reply? {error}", error=noted(message.error or "")), offers)
    )
    if chosen not in ("sent", "again", "dropped"):
        return
    settled = await _let_go(screen, message, lambda force: c.Settle(message.id, chosen, force))  # type: ignore[arg-type]  # it is one of the three
    if settled is not None:
        screen.say(t("That is decided."))
