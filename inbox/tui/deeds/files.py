"""Deeds on files: enclose one in a reply, save one that a contact sent."""

from __future__ import annotations

import asyncio
from pathlib import Path

from inbox.disk import file_at, safe_name, save
from inbox.domain.model import Message
from inbox.texts import t
from inbox.tui.confined import stay_inside
from inbox.tui.models.attached import attached
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.overlays import Choice, Pick
from inbox.tui.screens.writing import WritingScreen


async def enclose(screen: HouseScreen, chord: str) -> None:
    """Put a file to the reply being written, or take one away by choosing it again."""
    writing = screen.composer.writing
    if not isinstance(screen, WritingScreen) or writing is None or writing.sending:
        return
    stay_inside()
    if not (await screen.desk.fit(writing.about, "")).files:
        screen.say(t("No file can be sent here; name a link instead."), error=True)
        return
    there = {file.name: file for file in writing.files}
    asked = Pick(
        t("Which file? Type its path, or choose one to take it away") if there else t("Which file? Type its path"),
        [Choice(name, name, t("remove")) for name in there],
        free=True,
        check=lambda typed: there.get(typed) or file_at(typed),
    )
    chosen = await screen.app.push_screen_wait(asked)
    if not chosen:
        return
    if chosen in there:
        writing.files = tuple(file for file in writing.files if file.name != chosen)
    else:
        writing.files = (*writing.files, await asyncio.to_thread(file_at, chosen))
    screen.composer.retitle()


async def save_file(screen: HouseScreen, chord: str) -> None:
    """Save an attachment of the message under the cursor, in the folder for downloads."""
    model = screen.thread()
    noun = model.current if model else None
    if not isinstance(noun, Message) or not noun.attachments:
        screen.say(t("There is no attachment here."))
        return
    stay_inside()
    n: str | None = "1"
    if len(noun.attachments) > 1:
        choices = [Choice(str(i), attached(file), file.kind) for i, file in enumerate(noun.attachments, start=1)]
        n = await screen.app.push_screen_wait(Pick(t("Which attachment?"), choices))
    if n is None:
        return
    screen.say(t("bringing {name} …", name=attached(noun.attachments[int(n) - 1])))
    found, content = await screen.desk.fetch(noun.id, int(n))
    place = Path.home() / "Downloads" / safe_name(found.name, found.kind)
    screen.say(t("Saved: {path}", path=await asyncio.to_thread(save, content, place)))
