"""Writing on a screen: open the composer, keep the draft while somebody types, send, never lose a text.

The composer closes only after the desk has taken the text. A reply's draft is kept on the server;
other texts stay at this seat until they are sent.
"""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.timer import Timer
from textual.widgets import TextArea

from inbox.domain import commands as c
from inbox.domain.events import ReplyWritten
from inbox.domain.model import Delivery, Visibility
from inbox.errors import InboxError, Stale
from inbox.ports.desk import Thread
from inbox.texts import explain, t
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.overlays import Confirm
from inbox.tui.widgets.composer import Mode, Writing

PAUSE = 0.4
"""Seconds after the last key until the draft is kept."""


class WritingScreen(HouseScreen):
    """A main screen with a composer."""

    _autosave: Timer | None = None

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
        writing = Writing(Mode.REPLY, row.conversation.id, title, seen, draft.answers if draft else ())
        self.composer.set_class(public, "-public")
        self.open_writing(writing, str(draft.words) if draft else "")

    def open_writing(self, writing: Writing, text: str = "") -> None:
        """Begin to write; what was left unsent at this seat is there again."""
        if self.composer.writing is not None:
            self.leave_writing()
        if writing.mode is not Mode.REPLY:
            self.composer.set_class(False, "-public")
            text = text or self.seat.unsent.get((writing.mode, writing.about), "")
        self.composer.open(writing, text)
        self.refresh_footer()

    @on(TextArea.Changed, "#composer-text")
    def _typed(self) -> None:
        self.composer.retitle()
        if self._autosave is not None:
            self._autosave.stop()
        self._autosave = self.set_timer(PAUSE, lambda: self.work(self.keep_draft))

    async def keep_draft(self) -> None:
        """Keep what is written."""
        writing, text = self.composer.writing, self.composer.text
        if writing is None or text == writing.saved:
            return
        if writing.mode is Mode.REPLY:
            await self.desk.perform(c.SaveDraft(writing.about, text, writing.answers))
        else:
            self.seat.unsent[writing.mode, writing.about] = text
        writing.saved = text
        self.composer.retitle(t("draft kept"))

    def leave_writing(self) -> None:
        """Stop writing; the text is kept."""
        writing, text = self.composer.writing, self.composer.text
        self.composer.close()
        if writing is None or text == writing.saved:
            return
        if writing.mode is Mode.REPLY:

            async def keep() -> None:
                await self.desk.perform(c.SaveDraft(writing.about, text, writing.answers))

            self.work(keep)
        else:
            self.seat.unsent[writing.mode, writing.about] = text

    async def send(self) -> None:
        """Hand what is written to the desk."""
        writing, text = self.composer.writing, self.composer.text.strip()
        if writing is None:
            return
        if writing.mode is Mode.REPLY:
            done = await self._send_reply(writing, text)
        else:
            done = await self._send_other(writing, text)
        if done:
            self.seat.unsent.pop((writing.mode, writing.about), None)
            writing.saved = self.composer.text
            self.composer.close()
            self.after_writing()

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
        await self.desk.perform(commands[writing.mode]())
        self.say(said[writing.mode])
        return True

    async def _send_reply(self, writing: Writing, text: str, *, force: bool = False) -> bool:
        public = self.composer.has_class("-public")
        command = c.Reply(writing.about, text, writing.seen, force, public=public, answers=writing.answers)
        try:
            facts = await self.desk.perform(command)
        except Stale as cause:
            await self.keep_draft()
            thread = await self.desk.thread(writing.about)
            new = [m for m in thread.messages if m.number > writing.seen and m.direction == "in"]
            detail = "\n\n".join(f"{thread.row.contact}: {m.words}" for m in new)
            if not await self.app.push_screen_wait(Confirm(explain(cause) + "\n" + t("Send all the same?"), detail)):
                writing.seen = thread.messages[-1].number if thread.messages else writing.seen
                return False
            return await self._send_reply(writing, text, force=True)
        except InboxError:
            await self.keep_draft()
            raise
        written = next(f.event for f in facts if isinstance(f.event, ReplyWritten))
        if written.delivery is Delivery.HELD:
            self.say(t("Held: a lead signs it off before it leaves."))
        else:
            self.say(t("Queued: leaves in 10 seconds · z takes it back"))
        return True
