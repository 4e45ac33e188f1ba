"""Files at the screen: enclosed in a reply by its path, saved from a message by a key."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.domain.incoming import Attachment, Identity, Incoming, Kind
from inbox.ports.adapter import Batch, Entry
from inbox.ports.desk import View
from inbox.services.intake import take_in
from tests.tui.stage import arrives, at_desk, company


async def test_a_file_is_enclosed_and_goes_with_the_reply(tmp_path: Path) -> None:
    path = tmp_path / "vertrag.pdf"
    path.write_bytes(b"%PDF")
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        house._office.limits.files = lambda _: True  # type: ignore[method-assign]
        desk = await house.desk("anna")
        async with at_desk(desk) as stage:
            await stage.sees("Frage")
            await stage.press("r")
            await stage.sees("reply to")
            await stage.type("Hier ist er")
            await stage.press("ctrl+o")
            await stage.sees("Which file?")
            await stage.type(str(tmp_path / "nichts"))
            await stage.press("enter")
            await stage.sees("There is no file")
            await stage.press("ctrl+u")
            await stage.type(str(path))
            await stage.press("enter")
            await stage.sees("⎘ 1")
            await stage.press("ctrl+s")
            await stage.sees("⎘ vertrag.pdf")
        reply = (await desk.thread((await desk.conversations(View.ALL)).items[0].conversation.id)).messages[-1]

        assert [file.content for file in await house._office.store.files(reply.id)] == [b"%PDF"]


async def test_an_attachment_is_saved_where_downloads_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fetch(channel: str, attachment: Attachment) -> bytes:
        return f"{channel} {attachment.url}".encode()

    monkeypatch.setenv("HOME", str(tmp_path))
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        said = Incoming(
            Kind.MESSAGE, "f1", "Käthe", external_id="f1", identities=(Identity("x", "Käthe"),), text="mit Bild",
            attachments=(Attachment("image", "../bild.png", "tg:7"),),
        )  # fmt: skip
        channel = (await house._store.channel_rows())[0].channel.name
        await take_in(house._office, channel, Batch((Entry(b"x", (said,)),), "c"))
        house._office.fetch = fetch
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("mit Bild")
            await stage.press("j", "enter")
            await stage.sees("⎘ ../bild.png")
            await stage.press("O")
            await stage.sees("Saved:")

    assert (tmp_path / "Downloads" / "_bild.png").read_bytes() == f"{channel} tg:7".encode()
