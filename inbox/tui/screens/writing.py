"""Writing on a screen: open the composer, keep the draft while somebody types, send, never lose a text.

The composer closes only after the desk has taken the text. A reply's draft is kept on the server;
other texts, and a draft that the server does not take, are kept at this seat until they are sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from textual import on
from textual.timer import Timer
from textual.widgets import TextArea

from inbox.domain import commands as c
from inbox.domain.events import DraftSaved, ReplyWritten
from inbox.domain.model import Delivery, Direction, Message, Visibility
from inbox.errors import InboxError, Stale
from inbox.ports.desk import Thread
from inbox.texts import explain, t
from inbox.tui.models.fitting import fitting
from inbox.tui.screens.base import HouseScreen
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


class WritingScreen(HouseScreen):
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
        id = row.conversation.id
        writing = Writing(Mode.REPLY, id, title, id, seen, draft.answers if draft else ())
        writing.draft = draft.version if draft else 0
        kept, mine = str(draft.words) if draft else "", self.seat.unsent.text(Mode.REPLY, id)
        self.composer.set_class(public, "-public")
        self.open_writing(writing, "\n\n".join(x for x in dict.fromkeys((kept, mine)) if x))
        writing.saved = kept

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
        if self.composer.writing is None or self.composer.writing.sending:
            return
        self.composer.retitle()
        self._stop_autosave()
        self._autosave = self.set_timer(PAUSE, lambda: self.work(self.keep_draft))
        self._measure()

    def _measure(self) -> None:
        """Ask how the reply would leave, and say so when it is known; of several questions the last one counts."""
        writing, text = self.composer.writing, self.composer.text
        if writing is None or writing.mode is not Mode.REPLY:
            return

        async def ask() -> None:  # begun only when its turn comes: of several the last one counts
            try:
                fit = await self.desk.fit(writing.about, text)
            except InboxError:
                return  # whoever sends it is told why
            said = fitting(fit, datetime.now(UTC))
            still = self.composer.writing is writing and self.composer.text == text and not writing.sending
            if still and said != (writing.fits, writing.amiss):
                writing.fits, writing.amiss = said
                self.composer.retitle()

        self.app.run_worker(ask, group="measure", exclusive=True)  # type: ignore[arg-type]  # a function is as good

    def _stop_autosave(self) -> None:
        if self._autosave is not None:
            self._autosave.stop()

    async def keep_draft(self) -> None:
        """Keep what is written."""
        async with self._turn:
            writing, text = self.composer.writing, self.composer.text
            if writing is None or text == writing.saved:
                return
            lasts = await self._keep(writing, text)
        if self.composer.writing is writing:
            self.composer.retitle(t("draft kept") if lasts else t("kept until you end"))

    async def _keep(self, writing: Writing, text: str) -> bool:
        """Keep a text; tell whether it outlasts this sitting. The turn is the caller's."""
        lasts = True
        if writing.mode is Mode.REPLY:
            await self._save(writing, text)
        else:
            lasts = self.seat.unsent.keep(writing.mode, writing.about, text)
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
            self.seat.unsent.keep(writing.mode, writing.about, text)
            raise
        self.seat.unsent.keep(writing.mode, writing.about, "")
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
                await self._keep(writing, text)

        self.work(keep)

    async def rescue(self) -> None:
        """Keep what is written before anything else."""
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
        finally:
            writing.sending = False
            if self.composer.writing is writing:
                self.composer.let_go()
        if done:
            self.seat.unsent.keep(writing.mode, writing.about, "")
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
        await self.desk.perform(commands[writing.mode](), writing.key)
        self.say(said[writing.mode])
        return True

    async def _send_reply(self, writing: Writing, text: str) -> bool:
        public = self.composer.has_class("-public")
        while True:
            command = c.Reply(
                writing.about,
                text,
                writing.seen,
                public=public,
                answers=writing.answers,
                continues=writing.draft,
                files=writing.files,
            )
            try:
                facts = await self.desk.perform(command, writing.key)
            except Stale as cause:
                # Asked again for as long as there is something new that nobody was asked about.
                if not await self._asked(writing, text, cause):
                    return False
                continue
            break
        written = next(f.event for f in facts if isinstance(f.event, ReplyWritten))
        if written.delivery is Delivery.HELD:
            self.say(t("Held: a lead signs it off before it leaves."))
        else:
            self.say(t("Queued: leaves in 10 seconds · z takes it back"))
        return True

    async def _asked(self, writing: Writing, text: str, cause: Stale) -> bool:
        """Show what was said meanwhile, and ask; what was shown has been seen."""
        await self._keep_if_possible(writing, text)
        thread = await self.desk.thread(writing.about)
        question = all_the_same(cause, thread, writing.seen, self.seat.person.name)
        writing.seen = max([writing.seen, *(m.number for m in thread.messages)])
        said = await self.app.push_screen_wait(question)
        return said is True
