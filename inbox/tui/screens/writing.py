"""Writing on a screen: open the composer, keep the draft while somebody types, send, never lose a text.

The composer closes only after the desk has taken the text. A reply's draft is kept on the server;
other texts, and a draft that the server does not take, are kept at this seat until they are sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import UTC, datetime
from uuid import uuid4

from textual import on
from textual.timer import Timer
from textual.widgets import TextArea

from inbox.domain import commands as c
from inbox.domain.events import DraftSaved, Recorded, ReplyWritten
from inbox.domain.model import Direction, Message, Visibility
from inbox.errors import Conflict, GoalChanged, InboxError, Outdated, Refused, Reused, Stale, Underway, Unreachable
from inbox.ports.desk import Thread
from inbox.texts import explain, t
from inbox.tui.models.fitting import fitting
from inbox.tui.models.held import warned
from inbox.tui.models.nearby import Looked
from inbox.tui.models.signers import waits_for
from inbox.tui.models.thread import leaves_at
from inbox.tui.models.when import clock
from inbox.tui.screens.guided import GuidedScreen
from inbox.tui.screens.overlays import Confirm
from inbox.tui.seat import Seat
from inbox.tui.widgets.composer import Mode, Writing

PAUSE = 0.4
"""Seconds after the last key until the draft is kept."""


def all_the_same(cause: Stale, thread: Thread, seen: int, author: str) -> Confirm:
    """Return the question whether an author's reply goes out past what others said behind a number."""
    new = [m for m in thread.messages if m.number > seen and (m.direction is Direction.IN or m.author != author)]

    def who(message: Message) -> str:
        return thread.row.contact if message.direction is Direction.IN else message.author or t("we")

    detail = "\n\n".join(f"{who(m)}: {m.words}" for m in new)
    return Confirm(explain(cause) + "\n" + t("Send all the same?"), detail)


class WritingScreen(GuidedScreen):
    """A main screen with a composer."""

    _autosave: Timer | None = None

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        # A draft and a reply reach the desk one after the other: each save goes on with the draft the one
        # before has made, and what was sent is no draft again.
        self._turn = asyncio.Lock()

    def open_reply(self, thread: Thread, seen: int) -> None:
        """Begin a reply, or go on with the draft that is there."""
        row, draft = thread.row, thread.draft
        public = row.conversation.visibility is Visibility.PUBLIC
        where = (
            t("PUBLIC on {platform}", platform=row.platform)
            if public
            else t("private on {platform}", platform=row.platform)
        )
        title = t("reply to {contact} · {where}", contact=row.contact, where=where)
        title += f" · {t('becomes yours')}" if row.conversation.owner is None else ""
        if draft is not None and draft.author not in ("", self.seat.person.name):
            title += f" · {t('goes on with the draft of {name}', name=draft.author)}"
        if waits := [m.planned for m in thread.messages if m.planned and leaves_at(m, datetime.now(UTC))]:
            title += f" · ◷ {clock(min(waits), datetime.now(UTC))}"
        id = row.conversation.id
        writing = Writing(Mode.REPLY, id, title, id, seen, draft.answers if draft else ())
        writing.draft = draft.version if draft else 0
        kept = str(draft.words) if draft else ""
        self.composer.set_class(public, "-public")
        self.open_writing(writing, self.seat.unsent.reply(id, kept, writing.draft))
        writing.saved = kept
        self._warn(writing)
        self.begin_guiding(writing)

    def _warn(self, writing: Writing) -> None:
        """Say who else writes to the same contact, before the first letter; whoever reads it goes on or leaves."""
        rivals = self.seat.nearby.writers(writing.conversation)
        before, writing.rivals = writing.rivals, self.seat.nearby.rivals(writing.conversation)
        if writing.rivals != before:
            self.composer.restate()
        if rivals and not before:
            since = clock(min(p.since for p in rivals), datetime.now(UTC))
            said = writing.rivals
            self.say(t("{said} since {when}: go on, or Esc leaves; nothing is lost.", said=said, when=since))

    def looked_at(self) -> Looked:
        """Return the conversation that is being answered."""
        writing = self.composer.writing
        return (writing.conversation, True) if writing and writing.mode is Mode.REPLY else (None, False)

    def people_changed(self, ids: Collection[int]) -> None:
        """Say who else has begun to write to the same contact, or has stopped."""
        writing = self.composer.writing
        if writing is not None and writing.mode is Mode.REPLY and writing.conversation in ids:
            self._warn(writing)

    def draft_changed(self, thread: Thread) -> None:
        """Go on with what a colleague made of the draft, where nothing of one's own stands on top of it."""
        writing, draft, id = self.composer.writing, thread.draft, thread.row.conversation.id
        if writing is None or writing.mode is not Mode.REPLY or writing.about != id:
            return
        if draft is None:
            self._draft_gone(writing, thread)
            return
        # While one's own is on its way, a newer version is that one.
        if draft.version > writing.draft and self.composer.text == writing.saved and not self._turn.locked():
            writing.draft, writing.answers, writing.saved = draft.version, draft.answers, str(draft.words)
            self.composer.go_on(str(draft.words))
            self.composer.retitle(t("{name} wrote on", name=draft.author))

    def _draft_gone(self, writing: Writing, thread: Thread) -> None:
        """Say that a colleague has sent the draft that stands here; what was typed since is still one's own."""
        last = thread.messages[-1] if thread.messages else None
        others = last is not None and last.direction is Direction.OUT and last.author not in ("", self.seat.person.name)
        if last is not None and others and writing.draft and not self._turn.locked():
            writing.draft = 0
            self.composer.retitle(t("{name} has sent this draft", name=last.author))

    def open_writing(self, writing: Writing, text: str = "") -> None:
        """Begin to write; what was left unsent at this seat is there again."""
        if self.composer.writing is not None:
            self.leave_writing()
        self.notice.say("")  # what was said about another conversation must not stand below this one's text
        if writing.mode is not Mode.REPLY:
            self.composer.set_class(False, "-public")
        self.composer.open(writing, text or self.seat.unsent.text(writing.mode, writing.about))
        writing.saved = text
        self._measure()
        self.refresh_footer()

    @on(TextArea.Changed, "#composer-text")
    def _typed(self) -> None:
        writing = self.composer.writing
        if writing is None or writing.sending:
            return
        if self.composer.text == writing.saved:
            self.composer.restate()  # nobody typed: it was put there
        else:
            self.composer.retitle()
        self._stop_autosave()
        self._autosave = self.set_timer(PAUSE, lambda: self.work(self.keep_draft))
        self._measure()
        self.guide()

    def _measure(self) -> None:
        """Ask how the reply would leave, and say so when it is known; of several questions the last one counts."""
        writing, text = self.composer.writing, self.composer.text
        if writing is None or writing.mode is not Mode.REPLY:
            return

        async def ask() -> None:  # begun only when its turn comes: of several the last one counts
            try:
                said = fitting(await self.desk.fit(writing.about, text), datetime.now(UTC))
                found = warned(await self.desk.check(text, conversation=writing.about)) if text.strip() else ""
                said = " · ".join(x for x in (found, said[0]) if x), said[1] or bool(found)
            except InboxError:
                said = "", False  # whoever sends it is told why
            still = self.composer.writing is writing and self.composer.text == text and not writing.sending
            if still and said != (writing.fits, writing.amiss):
                writing.fits, writing.amiss = said
                self.composer.restate()

        self.app.run_worker(ask, group="measure", exclusive=True)  # type: ignore[arg-type]  # a function is as good

    def _stop_autosave(self) -> None:
        if self._autosave is not None:
            self._autosave.stop()

    async def keep_draft(self) -> None:
        """Keep what is written."""
        if self._turn.locked() and self.composer.writing is not None:
            self._keep_here(self.composer.writing, self.composer.text)  # the desk takes its time with what came before
        async with self._turn:
            writing, text = self.composer.writing, self.composer.text
            if writing is None:
                return
            if text != writing.saved:
                writing.kept = await self._keep_somewhere(writing, text)
        if self.composer.writing is writing and writing.kept and not writing.sending:
            self.composer.retitle(writing.kept)

    async def _keep_somewhere(self, writing: Writing, text: str) -> str:
        """Keep a text, at this seat where the desk cannot take it now; return where it is. The turn is the caller's."""
        try:
            lasts, said = await self._keep(writing, text), t("draft kept")
        except Unreachable as cause:
            if self.seat.away is None:
                self.say(explain(cause), error=True)  # nobody was told yet what is wrong
            lasts, said = self._keep_here(writing, text), t("kept here until the inbox is back")
        except Conflict as cause:
            self.say(explain(cause), error=True)
            lasts = self._keep_here(writing, text)
            said = t("kept here only: {author} changed the draft; Esc and r show both", author=cause.values["author"])
        return said if lasts else t("kept until you end")

    def _keep_here(self, writing: Writing, text: str) -> bool:
        """Keep a text at this seat; tell whether it outlasts this sitting."""
        if writing.mode is Mode.REPLY:
            return self.seat.unsent.keep_reply(writing.about, text, writing.draft)
        return self.seat.unsent.keep(writing.mode, writing.about, text)

    async def _keep(self, writing: Writing, text: str) -> bool:
        """Keep a text; tell whether it outlasts this sitting. The turn is the caller's."""
        lasts = True
        if writing.mode is Mode.REPLY:
            await self._save(writing, text)
        else:
            lasts = self._keep_here(writing, text)
        writing.saved = text
        return lasts

    async def _keep_if_possible(self, writing: Writing, text: str) -> None:
        """Keep what was not sent; that this may fail must not hide why it was not sent."""
        with suppress(InboxError):
            if text != writing.saved:
                await self._keep(writing, text)

    async def _save(self, writing: Writing, text: str) -> None:
        try:
            facts = await self.desk.perform(c.SaveDraft(writing.about, text, writing.answers, writing.draft))
        except InboxError:
            self._keep_here(writing, text)
            raise
        self._keep_here(writing, "")
        writing.draft = next((f.number for f in facts if isinstance(f.event, DraftSaved)), writing.draft)

    def leave_writing(self) -> None:
        """Stop writing; the text is kept, by whoever is sending it just now or as a draft."""
        writing, text = self.composer.writing, self.composer.text
        self._stop_autosave()
        self.composer.close()
        if writing is None or writing.sending or text == writing.saved:
            return

        async def keep() -> None:
            async with self._turn:
                await self._keep_somewhere(writing, text)

        self.work(keep)

    async def rescue(self) -> None:
        """Keep what is written before anything else."""
        await self.keep_draft()

    def shelter(self) -> None:
        """Keep what is written at this seat, because the desk did not take it in time."""
        writing, text = self.composer.writing, self.composer.text
        if writing is not None and text != writing.saved:
            self._keep_here(writing, text)

    async def returned(self) -> None:
        """The desk is there again: hand over what was meant to be sent, keep what was written meanwhile."""
        await super().returned()
        writing = self.composer.writing
        if writing is None or writing.sending:
            return
        if writing.unanswered and writing.unanswered == self.composer.text:
            await self.send()
        else:
            await self.keep_draft()

    async def send(self) -> None:
        """Hand what is written to the desk, once however often the key is pressed."""
        writing, text = self.composer.writing, self.composer.text
        if writing is None or writing.sending:
            return
        writing.sending = True
        self._stop_autosave()
        self.composer.hold(t("sending …"))
        try:
            async with self._turn:
                done = await self._sent(writing, text)
        except (Unreachable, Underway) as cause:
            writing.unanswered = text
            done = False
            self.say(
                t(
                    "Not sent yet, and kept: {why} It goes once, when the inbox is back or you send again.",
                    why=explain(cause),
                ),
                error=True,
            )
        finally:
            writing.sending = False
            if self.composer.writing is writing:
                self.composer.let_go()
        if done:
            self._keep_here(writing, "")
            if self.composer.writing is writing:
                self.composer.close()
                self.after_writing()

    async def _sent(self, writing: Writing, text: str) -> bool:
        """Hand a text to the desk; what does not get there is kept as a draft."""
        hand, done = (self._send_reply if writing.mode is Mode.REPLY else self._send_other), False
        try:
            done = await hand(writing, text.strip())
        finally:
            if not done:
                await self._keep_if_possible(writing, text)
        return done

    def after_writing(self) -> None:
        """Put the keys back where they were before."""

    async def _send_other(self, writing: Writing, text: str) -> bool:
        about = writing.about
        commands: dict[Mode, Callable[[], c.Command]] = {
            Mode.NOTE: lambda: c.WriteNote(about, text),
            Mode.ANSWER: lambda: c.Answer(about, text),
            Mode.RETURN: lambda: c.Return(about, text),
            Mode.MISSING: lambda: c.Return(about, text),
            Mode.DECLINE: lambda: c.Decline(about, text),
        }
        said = {
            Mode.NOTE: t("The note is kept; the contact never sees it."),
            Mode.ANSWER: t("The answer is with whoever asked."),
            Mode.RETURN: t("Your question is with whoever asked."),
            Mode.MISSING: t("It is with the department again."),
            Mode.DECLINE: t("The request is declined."),
        }
        await self._hand(writing, commands[writing.mode]())
        self.say(said[writing.mode])
        return True

    async def _hand(self, writing: Writing, command: c.Command) -> tuple[Recorded, ...]:
        """Hand a command to the desk. What got no answer before goes as the same again, under its key."""
        what, about, handed = writing.mode, writing.about, self.seat.handed
        command, key = handed.again(what, about, command, writing.key)
        try:
            facts = await self.desk.perform(command, key)
        except (Unreachable, Underway):
            handed.keep(what, about, command, key)
            raise
        except Reused as cause:
            handed.forget(what, about)
            writing.key, writing.unanswered = uuid4().hex, ""
            raise Refused(
                "What you sent before has arrived after all. This text was not sent: look, then send it if it is still needed."
            ) from cause
        except InboxError:
            handed.forget(what, about)
            raise
        handed.forget(what, about)
        return facts

    async def _send_reply(self, writing: Writing, text: str) -> bool:
        public = self.composer.has_class("-public")
        while True:
            command = c.Reply(
                writing.about,
                text,
                writing.seen,
                force=writing.force,
                public=public,
                answers=writing.answers,
                continues=writing.draft,
                files=writing.files,
                template=writing.template,
                knew=None if writing.knew is None else tuple(card.id for card in writing.knew),
                planned=writing.planned,
            )
            try:
                facts = await self._hand(writing, command)
            except Stale as cause:
                # Asked again for as long as there is something new that nobody was asked about.
                if not await self._asked(writing, text, cause):
                    return False
                continue
            break
        written = next(f.event for f in facts if isinstance(f.event, ReplyWritten))
        row = self.row()
        self.say(await waits_for(self.desk, written, row.conversation.channel if row else ""))
        return True

    async def _asked(self, writing: Writing, text: str, cause: Stale) -> bool:
        """Show what was said meanwhile, and ask; what was shown has been seen."""
        await self._keep_if_possible(writing, text)
        if isinstance(cause, GoalChanged):
            return await self.accept_goals(writing, cause)
        thread = await self.desk.thread(writing.about)
        question = all_the_same(cause, thread, writing.seen, self.seat.person.name)
        writing.seen = max([writing.seen, *(m.number for m in thread.messages)])
        said = await self.app.push_screen_wait(question)
        writing.force = said is True and isinstance(cause, Outdated)
        return said is True
