"""Deeds on dialogues: reply, note, take, assign, close, snooze, tag."""

from __future__ import annotations

import os
import shlex
import tempfile
from asyncio import create_subprocess_exec
from collections.abc import Callable, Collection
from pathlib import Path

from inbox.domain import commands as c
from inbox.domain.events import Assigned, Closed, Snoozed, Tagged
from inbox.domain.model import Request, State
from inbox.domain.rules.ownership import may_take
from inbox.domain.views import Filter
from inbox.errors import BadInput, InboxError, NeedsReason, Unreachable
from inbox.ports.desk import Row, View
from inbox.texts import explain, t
from inbox.tui.clipboard import copy_text
from inbox.tui.confined import stay_inside
from inbox.tui.deeds.abilities import colleagues, line_for
from inbox.tui.deeds.planning import moment
from inbox.tui.links import links, open_link
from inbox.tui.models.thread import said
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.lead import LeadScreen
from inbox.tui.screens.main import MainScreen
from inbox.tui.screens.overlays import Choice, Confirm, Pick, WriteLines
from inbox.tui.screens.writing import WritingScreen
from inbox.tui.widgets.composer import Mode, Writing

Told = Callable[[int], str]
"""Says what was done to how many."""


def _here(screen: HouseScreen) -> Row:
    row = screen.row()
    assert row is not None  # every action that comes here asked for one
    return row


async def reply(screen: HouseScreen, chord: str) -> None:
    """Begin a reply."""
    if isinstance(screen, MainScreen):
        model = await screen.chosen_thread()  # what is answered is what is shown
        if model is not None:
            await _takes(screen)
            thread = await screen.desk.thread(model.conversation, limit=1)
            screen.add_class("-reading")
            screen.open_reply(thread, model.last_number)


async def _takes(screen: HouseScreen) -> None:
    """See that whoever answers an unowned conversation may become its owner, before a word is written."""
    conversation = _here(screen).conversation
    if conversation.owner is None:
        channels = {row.channel.name: row.channel for row in await screen.desk.channels()}
        may_take(channels.get(conversation.channel), conversation, screen.seat.person)


async def note(screen: HouseScreen, chord: str) -> None:
    """Begin a note."""
    if isinstance(screen, MainScreen):
        row = _here(screen)
        id, title = (
            row.conversation.id,
            t("internal note on {contact} · the contact never sees it", contact=row.contact),
        )
        screen.add_class("-reading")
        screen.open_writing(Writing(Mode.NOTE, id, title, id))


async def send(screen: HouseScreen, chord: str) -> None:
    """Hand what is written to the desk."""
    if isinstance(screen, WritingScreen):
        await screen.send()


async def leave_composer(screen: HouseScreen, chord: str) -> None:
    """Stop writing; the draft is kept."""
    if isinstance(screen, WritingScreen):
        screen.set_focus(None)
        before = screen.notice.said
        try:
            await screen.keep_draft()  # before the next key: it may be the one that ends
        finally:
            writing, text = screen.composer.writing, screen.composer.text
            if writing is not None and writing.unanswered and writing.unanswered == text:
                screen.say(t("Perhaps not sent, and kept: r goes on with it, and sends nothing twice."))
            elif writing is not None and writing.kept and text.strip() and screen.notice.said == before:
                screen.say(f"{writing.kept[0].upper()}{writing.kept[1:]}.")
            screen.leave_writing()
            screen.after_writing()


async def editor(screen: HouseScreen, chord: str) -> None:
    """Write in one's own editor; the house works on meanwhile."""
    if not isinstance(screen, WritingScreen) or screen.composer.writing is None or screen.composer.writing.sending:
        return
    stay_inside()
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        program = shlex.split(command)
    except ValueError as cause:
        raise BadInput("EDITOR is {command}: a quotation mark is missing there.", command=command) from cause
    if not program:
        screen.say(t("No editor is set; set EDITOR to the one you like."), error=True)
        return
    writing = screen.composer.writing
    text = await _edited(screen, program, screen.composer.text)
    if screen.composer.writing is not writing:
        screen.open_writing(writing)  # it was left meanwhile
    screen.composer.area.load_text(text)


async def _edited(screen: HouseScreen, program: list[str], text: str) -> str:
    """Return what somebody made of a text in their editor, whatever encoding it writes."""
    handle, name = tempfile.mkstemp(suffix=".txt")
    path = Path(name)
    try:
        os.close(handle)
        path.write_text(text, "utf-8")
        with screen.app.batch_update(), screen.app.suspend():
            process = await create_subprocess_exec(*program, name)
            await process.wait()
        written = path.read_bytes()
    except OSError as cause:
        raise Unreachable("The editor {name} cannot be started.", name=program[0]) from cause
    finally:
        path.unlink(missing_ok=True)
    try:
        return written.decode("utf-8").rstrip("\n")
    except UnicodeDecodeError:
        return written.decode("cp1252", "replace").rstrip("\n")


async def _at_once(
    screen: HouseScreen, ids: list[int], many: Callable[[tuple[int, ...]], c.Command] | None
) -> set[int]:
    """Do the same to these in one step, which one key takes back; return those it was done to."""
    if many is None or not ids:
        return set()
    try:
        facts = await screen.desk.perform(many(tuple(ids)))
    except Unreachable:
        raise
    except InboxError:
        return set()  # not to one of them: each says why when it is tried alone
    return {f.conversation for f in facts if isinstance(f.event, Closed | Snoozed | Tagged) and f.conversation}


async def each(
    screen: HouseScreen,
    ids: list[int],
    command: Callable[[int], c.Command],
    told: Told,
    many: Callable[[tuple[int, ...]], c.Command] | None = None,
) -> None:
    """Do the same to every conversation, in one step where there is one; what is refused is said and does not stop the rest."""

    async def do(screen: HouseScreen, ids: list[int]) -> None:
        step = await _at_once(screen, ids, many)
        done, why = set(step), ""
        for id in (id for id in ids if id not in step):
            try:
                await screen.desk.perform(command(id))
                done.add(id)
            except Unreachable as cause:
                if not done:
                    raise
                why = explain(cause)
                break  # the others cannot be done either
            except InboxError as cause:
                why = explain(cause)
        _tell(screen, done, told(len(done)) if done else "", _refused(len(ids), len(done), why), undo=bool(step))

    screen.seat.latest = do
    await do(screen, ids)


def _refused(all_: int, done: int, why: str) -> str:
    """Say how many of several were refused, and why the last of them."""
    return t("{n} refused: {why}", n=all_ - done, why=why) if why and all_ > 1 else why


def _tell(screen: HouseScreen, done: Collection[int], told: str, refused: str = "", *, undo: int = 0) -> None:
    """Say what was done, what was refused and in how many steps it can be undone; what was refused stays marked."""
    if isinstance(screen, (MainScreen, LeadScreen)) and screen.model:
        screen.model.marked.difference_update(done)
        screen.show_marks()
    undoes = t("z undoes it") if undo == 1 else t("z undoes the last of {n} steps", n=undo) if undo else ""
    if said := " · ".join(x for x in (told, refused, undoes) if x):
        screen.say(said, error=not told)


async def again(screen: HouseScreen, chord: str) -> None:
    """Do to what is chosen now what was done last: hand over, close, put away, tag."""
    if screen.seat.latest is None:
        screen.say(t("Nothing was done yet that could be done again."))
    else:
        await screen.seat.latest(screen, screen.marked())


async def take(screen: HouseScreen, chord: str) -> None:
    """Become the owner."""
    ids = screen.marked()
    await each(screen, ids, c.Take, lambda n: t("It is yours.") if n == 1 else t("Yours now: {n}", n=n))


async def release(screen: HouseScreen, chord: str) -> None:
    """Give it back to the table."""
    await each(screen, screen.marked(), c.Release, lambda n: t("Given back: {n}", n=n))


async def _owned(screen: HouseScreen, name: str) -> list[int]:
    """Return what somebody owns that is not closed."""
    states = (State.OPEN, State.SNOOZED)
    return [id for state in states for id in await screen.desk.index(View.ALL, Filter(owner=name, state=state))]


async def assign(screen: HouseScreen, chord: str) -> None:
    """Hand it to a colleague, with a line; in the overview, without a mark, everything of one person."""
    ids = screen.marked()
    of = screen.chosen_person() if isinstance(screen, LeadScreen) and not ids else ""
    if not ids and not of:
        screen.say(t("Mark conversations with space first (l goes to them)."), error=True)
        return
    row = screen.row()
    owner = row.conversation.owner or "" if row and ids == [row.conversation.id] else ""
    title = (
        t("Hand everything of {name} to whom?", name=of)
        if of
        else t("Hand {n} to whom?", n=len(ids))
        if len(ids) > 1
        else t("Hand it to whom?")
    )
    chosen = await screen.app.push_screen_wait(Pick(title, await colleagues(screen, of or owner, [] if of else ids)))
    if not chosen:
        return
    line = await line_for(screen, chosen, await _owned(screen, of) if of else ids)
    if line is None:
        return
    if of:
        facts = await screen.desk.perform(c.AssignAll(of, chosen, line))
        n = sum(isinstance(f.event, Assigned) for f in facts)
        stays = t("what you do not see stays") if screen.desk.person.channels else ""
        said = t("Of {of} with {to} now: {n} · z takes it back", of=of, to=chosen, n=n)
        screen.say(" · ".join(x for x in (said, stays) if x))
        return

    async def hand(screen: HouseScreen, ids: list[int]) -> None:
        facts = await screen.desk.perform(c.AssignMany(tuple(ids), chosen, line))
        done = {f.conversation for f in facts if isinstance(f.event, Assigned) and f.conversation}
        stays = t("stays as it was: {n}", n=len(ids) - len(done)) if len(done) < len(ids) else ""
        _tell(screen, done, t("With {name} now: {n} · z takes it back", name=chosen, n=len(done)), stays)

    screen.seat.latest = hand
    await hand(screen, ids)


async def close(screen: HouseScreen, chord: str) -> None:
    """Close, and go on to the next."""
    screen.seat.latest = _close_each
    await _close_each(screen, screen.marked(), named=True)


async def _close_each(screen: HouseScreen, ids: list[int], *, named: bool = False) -> None:
    """Close these; what is refused is said and does not stop the rest."""
    done, asked, why = [], 0, ""
    asking = {row.conversation.id: row.requests for row in await screen.desk.rows(ids)}
    step = await _at_once(screen, ids, c.CloseMany)
    for id in ids:
        try:
            if id in step or await _close(screen, id):
                done.append(id)
                asked += asking.get(id, 0)
        except Unreachable as cause:
            if not done:
                raise
            why = explain(cause)
            break  # the others cannot be done either
        except InboxError as cause:
            why = explain(cause)
    told = t("Closed: {n}", n=len(done)) if done else ""
    told = t("Conversation {id} is closed.", id=done[0]) if named and len(ids) == 1 and done else told
    waits = t("questions to departments still open there: {n}", n=asked) if asked else ""
    refused = _refused(len(ids), len(done), why)
    steps = bool(step) + len(set(done) - step)
    _tell(screen, done, " · ".join(x for x in (told, waits) if x), refused, undo=steps)
    if isinstance(screen, MainScreen) and done:
        screen.go_on(done)


async def _close(screen: HouseScreen, id: int) -> bool:
    """Close one, with a reason where one is wanted; tell whether it was closed."""
    try:
        await screen.desk.perform(c.CloseMany((id,)))
    except NeedsReason as cause:
        reason = await screen.app.push_screen_wait(WriteLines(explain(cause)))
        if not reason:
            return False
        await screen.desk.perform(c.CloseMany((id,), reason))
    return True


async def reopen(screen: HouseScreen, chord: str) -> None:
    """Put it back on the table."""
    await each(screen, screen.marked(), c.Reopen, lambda n: t("Open again: {n}", n=n))


async def snooze(screen: HouseScreen, chord: str) -> None:
    """Put it away until a time."""
    ids = screen.marked()
    until = await moment(screen, t("Until when? Choose, or type 2h, 18:00, friday 9:00"))
    if until is not None:
        shown = f"{until.astimezone():%d.%m. %H:%M}"
        await each(
            screen,
            ids,
            lambda id: c.Snooze(id, until),
            lambda n: t("Asleep until {until}: {n}", until=shown, n=n),
            lambda ids: c.SnoozeMany(ids, until),
        )


async def tag(screen: HouseScreen, chord: str) -> None:
    """Add a tag, or take one away by choosing it again."""
    ids, tags = screen.marked(), _here(screen).conversation.tags
    chosen = await screen.app.push_screen_wait(
        Pick(
            t("Which tag? Type a new one, or choose one to remove it"),
            [Choice(x, x, t("remove")) for x in tags],
            free=True,
        )
    )
    if chosen:
        add, remove = ((), (chosen,)) if chosen in tags else ((chosen,), ())
        await each(
            screen,
            ids,
            lambda id: c.Tag(id, add, remove),
            lambda n: t("Tagged: {n}", n=n),
            lambda ids: c.TagMany(ids, add, remove),
        )


def _said(screen: HouseScreen) -> str:
    model = screen.thread()
    noun = model.current if model else None
    if isinstance(noun, Request) and noun.answer:
        return str(noun.answer)
    return said(noun) if noun else ""


async def copy(screen: HouseScreen, chord: str) -> None:
    """Copy what is under the cursor."""
    ways = await copy_text(screen.app, _said(screen))
    screen.say(t("Copied ({ways}).", ways=", ".join(ways)))


async def open_(screen: HouseScreen, chord: str) -> None:
    """Open a link of the message under the cursor, after showing where it leads."""
    found = links(_said(screen))
    if not found:
        screen.say(t("There is no link here."))
        return
    url: str | None = found[0].url
    if len(found) > 1:
        url = await screen.app.push_screen_wait(Pick(t("Which link?"), [Choice(x.url, x.url, x.host) for x in found]))
    if url is None:
        return
    if await screen.app.push_screen_wait(Confirm(t("Open this link?"), url)):
        open_link(url)
