"""Entries nobody thought of cost themselves only: they are set aside, and can be read again once they are understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import ClassVar

import pytest

from inbox.domain import commands as c
from inbox.domain.incoming import Attachment, Identity, Incoming, Kind
from inbox.errors import NotFound, Refused
from inbox.ports.adapter import Batch, Entry
from inbox.ports.desk import View
from inbox.services.importing import read_again
from inbox.services.intake import take_in
from tests.services.platform import Blind
from tests.world import World, message, world

BAD = {
    "before the first year": message("bad", occurred_at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1)))),
    "without a zone": message("bad", occurred_at=datetime(2026, 1, 1)),  # noqa: DTZ001 - the mistake itself
    "before all platforms": message("bad", occurred_at=datetime(1600, 1, 1, tzinfo=UTC)),
    "of a conversation nobody sees": message("bad", who="\u200b"),
    "with an id that is no text": message("bad", external_id="\udcff"),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
async def test_an_entry_that_cannot_be_kept_is_set_aside_and_the_channel_goes_on(tmp_path: Path, bad: Incoming) -> None:
    async with world(tmp_path) as w:
        taken = await w.take_in(message("a", who="Eva"), bad, message("b", who="Eva"), cursor="7")

        assert (taken.taken, len(taken.refused)) == (2, 1)
        assert await w.house._store.cursor("acme@x") == "7"
        lea = await w.desk("lea")
        assert (await lea.counts()).views[View.ALL] == 1
        assert next(r for r in await lea.channels() if r.channel.name == "acme@x").quarantined == 1
        assert (await w.take_in(bad, cursor="8")).known == 1
        assert (await lea.verify()).ok


async def test_what_cannot_be_cleaned_away_leaves_no_second_entry_without_a_conversation(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.take_in(message("1", who="\u200b"))
        await w.take_in(message("2", who="\u200b"), message("3", who="Eva"))

        assert await w.db.read("select key from conversation") == [("Eva",)]


async def test_identities_that_are_the_same_once_cleaned_are_one(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        twice = (Identity("x", "a"), Identity("x", "a\u200b"), Identity("x", "\u200b"))
        await w.take_in(message("1", identities=twice))
        more = (*twice, Identity("y", "b"), Identity("y", "b\u200b"))
        await w.take_in(message("2", identities=more))

        assert await w.db.read("select kind, value from handle order by kind") == [("x", "a"), ("y", "b")]
        assert (await (await w.desk("lea")).verify()).ok


class Mended(Blind):
    """A platform whose payloads can be read now; it notes whether somebody was kept from writing meanwhile."""

    says: ClassVar[list[Incoming]] = []
    held: ClassVar[list[bool]] = []
    world: ClassVar[World]

    @staticmethod
    def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
        """Say what the test wants to be said."""
        Mended.held.append(Mended.world.db._turn.locked())
        return Mended.says


async def test_what_was_set_aside_is_parsed_while_others_write_and_each_entry_lands_or_keeps_its_reason(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as w:
        Mended.world, Mended.held = w, []
        spoilt = tuple(message(id, text, external_id="\udcff") for id, text in (("m1", "eins"), ("m2", "zwei")))
        await take_in(w.house._office, "acme@x", Batch((Entry(b"raw", spoilt),), "1"))
        assert await w.db.read("select 1 from message") == []

        Mended.says = [message("m1", "eins"), spoilt[1]]
        assert await read_again(w.house._office, Mended, "acme@x") == 1
        assert await w.db.read("select text from message") == [("eins",)]
        ((why,),) = await w.db.read("select why from quarantine")
        assert "UnicodeEncodeError" in why

        Mended.says = [Incoming(Kind.UNKNOWN, "m2", why="noch immer")]
        assert await read_again(w.house._office, Mended, "acme@x") == 0
        assert await w.db.read("select why from quarantine") == [("noch immer",)]

        Mended.says = [message("m1", "eins"), message("m2", "zwei")]
        assert await read_again(w.house._office, Mended, "acme@x") == 1
        assert await w.db.read("select text from message order by number") == [("eins",), ("zwei",)]
        assert await w.db.read("select 1 from quarantine") == []
        assert not any(Mended.held)
        assert (await (await w.desk("lea")).verify()).ok


MISTYPED: dict[str, dict[str, object]] = {
    "an unknown visibility": {"visibility": "odd"},
    "an unknown kind": {"kind": "nonsense"},
    "a number for an id": {"external_id": 5},
    "a number for what it answers": {"reply_to": 7},
    "a word for a flag": {"automatic": "yes"},
    "no text": {"text": None},
    "a number for a text": {"text": 5},
    "bytes for a key": {"conversation_key": b"x"},
    "a time as text that is none": {"occurred_at": "yesterday"},
    "an identity without a kind": {"identities": (Identity(None, "x"),)},  # type: ignore[arg-type]  # the mistake itself
    "a file's size as text": {"attachments": (Attachment("file", "n", size="9"),)},  # type: ignore[arg-type]  # the mistake itself
}


@pytest.mark.parametrize("wrong", MISTYPED.values(), ids=MISTYPED)
async def test_a_value_of_the_wrong_type_is_set_aside_and_everything_can_still_be_read(
    tmp_path: Path, wrong: dict[str, object]
) -> None:
    async with world(tmp_path) as w:
        bad = replace(message("bad"), **wrong)  # type: ignore[arg-type]  # the mistake itself
        says = (message("a", who="Eva"), bad, message("b", who="Eva"))
        taken = await take_in(w.house._office, "acme@x", Batch(tuple(Entry(b"raw", (said,)) for said in says), "7"))

        assert (taken.taken, len(taken.refused)) == (2, 1)
        lea = await w.desk("lea")
        (id,) = await lea.index("all")
        assert [str(m.words) for m in (await lea.thread(id)).messages] == ["Hallo", "Hallo"]
        assert len((await lea.conversations("all")).items) == 1
        assert (await lea.verify()).ok


async def test_ids_and_kinds_carry_nothing_that_steers_a_terminal(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        files = (Attachment("\x1b]0;x\x07", "n"),)
        identities = (Identity("x\x1b[31m", "v"),)
        await w.take_in(
            message("1", external_id="\x1b[31mid", reply_to="\x1b[2J", attachments=files, identities=identities),
            message("2", external_id="<a  b@x>"),
        )

        kept = str(await w.db.read("select external_id, reply_to, files from message"))
        kept += str(await w.db.read("select kind, value from handle"))
        assert "\\x1b" not in kept
        assert "\\u001b" not in kept
        assert "\\x07" not in kept
        assert "<a  b@x>" in kept


async def test_nothing_lands_on_a_channel_that_was_removed_while_it_was_listened_to(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await (await w.desk("lea")).perform(c.RemoveChannel("foreign@x"))

        with pytest.raises(NotFound, match="foreign@x"):
            await w.take_in(message("m1"), channel="foreign@x", cursor="7")

        assert await w.db.read("select 1 from message") == []
        assert await w.db.read("select 1 from raw") == []


async def test_a_conversation_whose_channel_is_gone_is_not_answered_and_says_so(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives(channel="foreign@x")
        async with w.house._store.writing() as unit:
            await unit._writing.run("delete from channel where name = $1", ("foreign@x",))

        with pytest.raises(Refused, match="no channel foreign@x"):
            await (await w.desk("lea")).perform(c.Reply(id, "x"))


async def test_what_can_be_read_now_lands_though_something_else_in_its_payload_still_cannot(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        Mended.world = w
        whole = Incoming(Kind.UNKNOWN, "unparsed:1", why="it cannot be read")
        await take_in(w.house._office, "acme@x", Batch((Entry(b"raw", (whole,)),), "1"))

        poll = Incoming(Kind.UNKNOWN, "poll", why="a poll is not known")
        Mended.says = [message("m1", "eins"), poll, message("m2", "zwei")]
        assert await read_again(w.house._office, Mended, "acme@x") == 1
        assert await w.db.read("select text from message order by number") == [("eins",), ("zwei",)]
        assert await w.db.read("select why from quarantine") == [("a poll is not known",)]
        assert await read_again(w.house._office, Mended, "acme@x") == 0

        Mended.says = [message("m1", "eins"), message("poll", "drei"), message("m2", "zwei")]
        assert await read_again(w.house._office, Mended, "acme@x") == 1
        assert await w.db.read("select text from message order by number") == [("eins",), ("zwei",), ("drei",)]
        assert await w.db.read("select 1 from quarantine") == []
        assert (await (await w.desk("lea")).verify()).ok
