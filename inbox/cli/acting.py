"""Commands that change a dialogue or who owns it."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import click

from inbox.cli.common import ID, Session, common, do, forced, keyed, text_of, with_desk
from inbox.cli.common import now as here
from inbox.cli.printing import emit, emit_json, remark
from inbox.disk import file_at
from inbox.domain import commands as c
from inbox.domain.events import Assigned, MoveBegun, Recorded, ReplyApproved, ReplyWritten
from inbox.domain.holding import by_freeze_alone
from inbox.domain.model import Delivery
from inbox.domain.steps import What
from inbox.domain.when import when
from inbox.errors import BadInput, InboxError
from inbox.ports.desk import made
from inbox.texts import t
from inbox.tui.models.handover import taken_back
from inbox.tui.models.signers import word_needed
from inbox.tui.models.when import clock

if TYPE_CHECKING:
    from inbox.ports.desk import Desk, Thread


@click.command()
@click.argument("conversation", type=ID)
@keyed
@common
def take_(session: Session, conversation: int, key: str) -> None:
    """Become the owner of a conversation."""
    do(session, c.Take(conversation), key, lambda _: t("You own conversation {id}.", id=conversation))


@click.command()
@click.argument("words", nargs=-1, metavar="CONVERSATION… PERSON")
@click.option("--note", default="", metavar="LINE", help="A line for whoever gets it.")
@click.option("--all-of", default="", metavar="PERSON", help="Everything this person has open.")
@click.option("--to", default="", metavar="PERSON", help="Who gets it; PERSON may also stand behind CONVERSATION….")
@keyed
@common
def assign_(session: Session, words: tuple[str, ...], note: str, all_of: str, to: str, key: str) -> None:
    """Hand conversations to a person, several as one move, or everything of one person to another."""
    whom = to or (words[-1] if words else "")
    ids = tuple(dict.fromkeys(ID(word) for word in (words if to else words[:-1])))
    if all_of and to and not words:
        _assign_several(session, c.AssignAll(all_of, to, note), key)
    elif all_of or not ids:
        raise click.UsageError(t("Say CONVERSATION… PERSON, or --all-of PERSON --to PERSON."))
    elif len(ids) > 1:
        _assign_several(session, c.AssignMany(ids, whom, note), key)
    else:
        do(session, c.Assign(ids[0], whom, note), key, lambda _: t("{to} owns conversation {id}.", to=whom, id=ids[0]))


def _assign_several(session: Session, command: c.AssignAll | c.AssignMany, key: str) -> None:
    """Hand on what the mover sees, in one move; say how many these were, and what stays."""

    async def work(desk: Desk) -> tuple[tuple[Recorded, ...], bool]:
        return await desk.perform(command, key), bool(desk.person.channels)

    facts, partly = with_desk(session, work)
    n, undo = sum(isinstance(f.event, Assigned) for f in facts), session.command("undo")
    if session.json:
        events = [type(f.event).__name__ for f in facts]
        emit_json({"id": str(made(facts)), "events": events, "moved": n, "unseen_stays": partly})
    elif session.quiet:
        emit(str(made(facts)))
    elif isinstance(command, c.AssignMany):
        emit(t("With {to} now: {n}; {command} takes it back.", to=command.to, n=n, command=undo))
    else:
        emit(t("Of {of} with {to} now: {n}; {command} takes it back.", of=command.of, to=command.to, n=n, command=undo))
        if partly:
            remark(t("What lies on channels that you do not see stays with {of}.", of=command.of))


@click.command()
@click.argument("conversation", type=ID)
@keyed
@common
def release_(session: Session, conversation: int, key: str) -> None:
    """Stop owning a conversation."""
    do(session, c.Release(conversation), key, lambda _: t("Nobody owns conversation {id} now.", id=conversation))


@click.command()
@click.argument("conversation", type=ID)
@click.argument("text", nargs=-1)
@click.option("--public", is_flag=True, help="Say that you know this is public.")
@click.option("--quote", "answers", type=ID, multiple=True, metavar="REQUEST", help="Use this accepted answer.")
@click.option("--template", default="", metavar="NAME", help="Begin with this template; TEXT stands below it.")
@click.option("--set", "pairs", multiple=True, metavar="KEY=VALUE", help="What the template asks for.")
@click.option("--file", "files", type=click.Path(), multiple=True, help="A file that goes out with it.")
@click.option("--seen", type=click.IntRange(min=0), default=None, metavar="N", help="Number of the last message seen.")
@forced
@click.option("--now", is_flag=True, help="Without the time to undo.")
@click.option(
    "--at", "at", default="", metavar="WHEN", help="Send it then: 2h, 18:00, tomorrow, friday 9:00, 2026-05-31T09:00."
)
@keyed
@common
def reply_(
    session: Session, conversation: int, text: tuple[str, ...], public: bool, answers: tuple[int, ...],
    template: str, pairs: tuple[str, ...], files: tuple[str, ...], seen: int | None, force_stale: bool, now: bool,
    at: str, key: str,
) -> None:  # fmt: skip
    """Answer the contact; TEXT - reads standard input, no TEXT opens the editor."""
    said, continues = text_of(text) if text else "", None
    begun = _begun(session, conversation, template, pairs)
    if begun:
        said = "\n\n".join(x for x in (begun[1], said) if x)
    elif not text:
        said, number, continues = _edited(session, conversation, answers)
        seen = number if seen is None else seen
    enclosed = tuple(file_at(path) for path in files)
    command = c.Reply(conversation, said, seen, force_stale, now, public, answers, continues, enclosed)
    planned = when(at, here()) if at else None
    command = replace(command, template=begun[0] if begun else 0, planned=planned)
    written, needed = _sent(session, command, key, edited=not (text or begun))
    if session.json:
        leaves = planned.isoformat() if planned else None
        emit_json({"id": str(written.id), "delivery": str(written.delivery), "planned": leaves})
    elif session.quiet:
        emit(str(written.id))
    else:
        emit(_told(session, written, *needed))


def _told(session: Session, written: ReplyWritten, rules: str, who: str) -> str:
    """Say what becomes of a reply that was handed in, and of one that is held by which rules and whose word it needs."""
    id, command, delivery = written.id, session.command(f"undo {written.id}"), _leaves(written)
    if by_freeze_alone(written.holds) and written.planned is None:
        return t("Reply {id} waits until the freeze ends; {command} takes it back.", id=id, command=command)
    if by_freeze_alone(written.holds):
        return t(
            "Reply {id} is {delivery}, and waits until the freeze ends; {command} takes it back.",
            id=id, delivery=delivery, command=command,
        )  # fmt: skip
    if written.delivery is Delivery.HELD:
        return t(
            "Reply {id} is {delivery} ({why}): it waits for {who}; {command} takes it back.",
            id=id, delivery=delivery, why=rules, who=who, command=command,
        )  # fmt: skip
    return t("Reply {id} is {delivery}; {command} takes it back.", id=id, delivery=delivery, command=command)


def _leaves(written: ReplyWritten) -> str:
    """Say whether a reply is queued or held, and for when it is planned."""
    if written.planned is None:
        return t(written.delivery)
    at = t("planned for {when}", when=clock(written.planned, datetime.now(UTC)))
    return at if written.delivery is Delivery.QUEUED else f"{t(written.delivery)}, {at}"


def _begun(session: Session, conversation: int, name: str, pairs: tuple[str, ...]) -> tuple[int, str] | None:
    """Return a template's id and what it says here; None where none is named."""
    if not name:
        if pairs:
            raise BadInput("A --set needs a --template.")
        return None
    from inbox.cli.templates import filled, said_of, template_named  # only for who uses one

    async def work(desk: Desk) -> tuple[int, str]:
        template = await template_named(desk, name)
        return template.id, (await filled(desk, template, conversation, said_of(pairs))).text

    found: tuple[int, str] = with_desk(session, work)
    return found


def _sent(session: Session, command: c.Reply, key: str, *, edited: bool) -> tuple[ReplyWritten, tuple[str, str]]:
    """Hand a reply in; return it, with which rules hold it and whose word it needs.

    Words from an editor are kept as the draft, or at least shown, if it is refused.
    """
    kept = not edited

    async def work(desk: Desk) -> tuple[ReplyWritten, tuple[str, str]]:
        nonlocal kept
        try:
            facts = await desk.perform(command, key)
        except InboxError:
            if edited:
                await desk.perform(c.SaveDraft(command.conversation, command.text, command.answers, command.continues))
                kept = True
                remark(t("Your words are kept as the draft."))
            raise
        written = next(f.event for f in facts if isinstance(f.event, ReplyWritten))
        if written.delivery is not Delivery.HELD or session.json or session.quiet:
            return written, ("", "")
        row = (await desk.thread(command.conversation, limit=1)).row
        return written, await word_needed(desk, written.holds, row.conversation.channel)

    try:
        found: tuple[ReplyWritten, tuple[str, str]] = with_desk(session, work)
    except InboxError:
        if not kept:
            remark(command.text)
        raise
    return found


def _edited(session: Session, conversation: int, answers: tuple[int, ...]) -> tuple[str, int, int]:
    """Let the person write in their editor, the inbox closed meanwhile; return text, last message and draft seen."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadInput("There is no TEXT; give it, or - to read standard input.")
    thread: Thread = with_desk(session, lambda desk: desk.thread(conversation))
    quoted = [str(r.answer) for r in thread.requests if r.id in answers]
    begun = "\n\n".join([*([str(thread.draft.words)] if thread.draft else []), *quoted])
    text = click.edit(begun, extension=".txt")
    if not (text or "").strip():
        raise BadInput("The {what} is empty; write something first.", what="reply")
    seen = thread.messages[-1].number if thread.messages else 0
    return str(text).strip(), seen, thread.draft.version if thread.draft else 0


@click.command()
@click.argument("message", type=ID, required=False)
@keyed
@common
def undo_(session: Session, message: int | None, key: str) -> None:
    """Take a queued reply back into the draft, or what you did last to many conversations at once."""

    async def work(desk: Desk) -> tuple[MoveBegun | None, int]:
        last = await desk.undoable() if message is None else None
        if last is not None and isinstance(last.event, MoveBegun):
            return last.event, len(await desk.perform(c.UndoMove(), key)) - 1
        which = message
        if last is not None and isinstance(last.event, ReplyApproved):
            which = last.event.message
        elif last is not None and isinstance(last.event, ReplyWritten):
            which = last.event.id
        await desk.perform(c.TakeBack(which), key)
        return None, 0

    step, n = with_desk(session, work)
    if session.json:
        emit_json({"undone": "reply"} if step is None else {"undone": "move", "what": step.what, "conversations": n})
    elif not session.quiet:
        emit(t("The reply is back in the draft.") if step is None else taken_back(n, handed=step.what is What.OWNER))


@click.command()
@click.argument("conversation", type=ID)
@click.argument("text", nargs=-1, required=True)
@keyed
@common
def note_(session: Session, conversation: int, text: tuple[str, ...], key: str) -> None:
    """Leave an internal remark; the contact never sees it."""
    do(session, c.WriteNote(conversation, text_of(text)), key, lambda id: t("Note {id} is kept.", id=id or ""))


@click.command()
@click.argument("conversation", type=ID)
@click.option("--reason", default="", metavar="LINE", help="Why, where a department still owes an answer.")
@keyed
@common
def close_(session: Session, conversation: int, reason: str, key: str) -> None:
    """Call a dialogue done."""
    do(session, c.CloseMany((conversation,), reason), key, lambda _: t("Conversation {id} is closed.", id=conversation))


@click.command()
@click.argument("conversation", type=ID)
@keyed
@common
def reopen_(session: Session, conversation: int, key: str) -> None:
    """Put a conversation back on the table."""
    do(session, c.Reopen(conversation), key, lambda _: t("Conversation {id} is open.", id=conversation))


@click.command()
@click.argument("conversation", type=ID)
@click.option("--until", required=True, metavar="WHEN", help="2h, 18:00, tomorrow, friday 9:00, 2026-05-31.")
@keyed
@common
def snooze_(session: Session, conversation: int, until: str, key: str) -> None:
    """Put a conversation away until a time, or until the contact writes."""
    wake = when(until, here())
    do(
        session,
        c.SnoozeMany((conversation,), wake),
        key,
        lambda _: t(
            "Conversation {id} sleeps until {until}.", id=conversation, until=f"{wake.astimezone():%d.%m. %H:%M}"
        ),
    )


@click.command()
@click.argument("conversation", type=ID)
@click.argument("tags", nargs=-1, required=True)
@keyed
@common
def tag_(session: Session, conversation: int, tags: tuple[str, ...], key: str) -> None:
    """Add tags; a tag with a minus behind it (vip-) is removed."""
    add = tuple(x for x in tags if not x.endswith("-"))
    remove = tuple(x[:-1] for x in tags if x.endswith("-"))
    parts = []
    if add:
        parts.append(t("Conversation {id} is tagged {tags}.", id=conversation, tags=", ".join(add)))
    if remove:
        parts.append(t("Conversation {id} is no longer tagged {tags}.", id=conversation, tags=", ".join(remove)))
    do(session, c.TagMany((conversation,), add, remove), key, lambda _: "\n".join(parts))


@click.command()
@click.argument("message", type=ID)
@click.argument("outcome", type=click.Choice(["sent", "again", "dropped"]))
@forced
@keyed
@common
def resolve_(
    session: Session, message: int, outcome: Literal["sent", "again", "dropped"], force_stale: bool, key: str
) -> None:
    """Decide about a reply of which nobody knows whether it arrived."""
    do(session, c.Settle(message, outcome, force_stale), key, lambda _: t("That is decided."))
