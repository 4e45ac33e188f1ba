"""What platforms allow: replies cut into parts that belong together, windows that close, reactions, contacts who block."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.domain import commands as c
from inbox.domain.incoming import File, Identity, Incoming, Kind
from inbox.domain.limits import OPEN, Measure, ReplyWindow, Standing, Window
from inbox.domain.model import Channel, Delivery
from inbox.domain.rules.parts import divided
from inbox.errors import NotFound, Refused
from inbox.ports.desk import Thread, made
from tests.world import World, message, world


class Short:
    """A platform that takes ten characters a message, for a day after the contact wrote, and splits."""

    def mute(self, platform: str) -> bool:
        return False

    def splits(self, platform: str) -> bool:
        return True

    def files(self, platform: str) -> bool:
        return True

    def measure(self, channel: Channel, standing: Standing, text: str) -> Measure | None:
        return Measure(len(text), 10, "characters", len(text) <= 10)

    def window(self, channel: Channel, standing: Standing, at: datetime) -> ReplyWindow:
        if standing.hint == Window.BLOCKED:
            return ReplyWindow(Window.BLOCKED, why="they blocked us.")
        if standing.last_in is None or at >= standing.last_in + timedelta(hours=24):
            return ReplyWindow(Window.CLOSED, why="the day is over.")
        return OPEN


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    """The company on a platform with limits; whatever was done, the facts still explain what is stored."""
    async with world(tmp_path) as found:
        found.house._office.limits = Short()
        yield found
        verdict = await (await found.desk("otto")).verify()
        assert verdict.ok, verdict.why


LONG = "Eins eins. Zwei zwei. Drei drei."


async def looked(w: World, conversation: int) -> Thread:
    return await (await w.desk("lea")).thread(conversation)


async def out(w: World, conversation: int) -> list[tuple[str, str, int, int]]:
    """Our messages: text, delivery, part, parts."""
    found = (await looked(w, conversation)).messages
    return [(str(m.words), m.delivery or "", m.part, m.parts) for m in found if m.delivery]


async def replied(w: World, text: str = LONG, who: str = "anna") -> tuple[int, int]:
    """Let somebody answer a customer at length; returns conversation and first message."""
    id = await w.arrives()
    return id, made(await (await w.desk(who)).perform(c.Reply(id, text, now=True))) or 0


async def ended(w: World, message: int, delivery: Delivery) -> None:
    """Let one attempt end."""
    await w.house._office.perform(c.BeginSend(message), None)
    await w.house._office.perform(c.EndSend(message, delivery, f"x{message}"), None)


async def test_a_long_reply_leaves_as_several_messages_cut_at_sentences(w: World) -> None:
    id, _ = await replied(w)

    assert await out(w, id) == [
        ("Eins eins.", "queued", 1, 3),
        ("Zwei zwei.", "queued", 2, 3),
        ("Drei drei.", "queued", 3, 3),
    ]


async def test_the_parts_leave_one_after_the_other(w: World) -> None:
    id, first = await replied(w)
    with pytest.raises(Refused, match="waits for reply"):
        await w.house._office.perform(c.BeginSend(first + 1), None)

    await ended(w, first, Delivery.SENT)

    assert [m.id for m in await w.house._office.store.to_send(w.clock(), 9)] == [first + 1]
    assert len({m.token for m in (await looked(w, id)).messages if m.delivery}) == 3


async def test_a_part_nobody_knows_about_stops_the_rest_and_it_shows_which_arrived(w: World) -> None:
    id, first = await replied(w)
    await ended(w, first, Delivery.SENT)
    await ended(w, first + 1, Delivery.UNKNOWN)

    assert await w.house._office.store.to_send(w.clock(), 9) == []
    assert [d for _, d, *_ in await out(w, id)] == ["sent", "unknown", "queued"]


@pytest.mark.parametrize(("said", "became"), [("dropped", "failed"), ("sent", "sent")])
async def test_a_part_dropped_or_overtaken_takes_the_rest_back(
    w: World, said: Literal["dropped", "sent"], became: str
) -> None:
    id, first = await replied(w)
    await ended(w, first, Delivery.UNKNOWN)
    if said == "sent":
        await w.arrives("Hat sich erledigt!")
    await (await w.desk("anna")).perform(c.Settle(first, said))

    assert [d for _, d, *_ in await out(w, id)] == [became]
    assert str((await looked(w, id)).draft.words) == "Zwei zwei.\n\nDrei drei."


async def test_a_part_that_was_refused_is_back_in_the_draft_with_the_rest(w: World) -> None:
    id, first = await replied(w)
    await ended(w, first, Delivery.SENT)
    await ended(w, first + 1, Delivery.FAILED)

    assert [d for _, d, *_ in await out(w, id)] == ["sent", "failed"]
    assert str((await looked(w, id)).draft.words) == "Zwei zwei.\n\nDrei drei."


async def test_one_key_takes_the_whole_reply_back(w: World) -> None:
    id, _ = await replied(w)
    await (await w.desk("anna")).perform(c.TakeBack())

    assert await out(w, id) == []
    assert str((await looked(w, id)).draft.words) == "Eins eins.\n\nZwei zwei.\n\nDrei drei."


async def test_what_is_left_of_a_reply_can_be_taken_back_while_it_leaves(w: World) -> None:
    id, first = await replied(w)
    await ended(w, first, Delivery.SENT)
    await (await w.desk("anna")).perform(c.TakeBack(first + 2))

    assert [d for _, d, *_ in await out(w, id)] == ["sent"]
    assert str((await looked(w, id)).draft.words) == "Zwei zwei.\n\nDrei drei."


async def test_a_part_that_may_have_arrived_stays_when_the_rest_is_taken_back(w: World) -> None:
    id, first = await replied(w)
    await w.house._office.perform(c.BeginSend(first), None)
    await w.house._office.perform(c.EndSend(first, Delivery.QUEUED, due=w.clock(), doubt=True), None)
    await (await w.desk("anna")).perform(c.TakeBack())

    assert await out(w, id) == [("Eins eins.", "queued", 1, 3)]
    assert str((await looked(w, id)).draft.words) == "Zwei zwei.\n\nDrei drei."


@pytest.mark.parametrize(("leaves", "state"), [(0, "closed"), (1, "open")])
async def test_a_closed_conversation_closes_again_only_where_nothing_of_the_reply_has_left(
    w: World, leaves: int, state: str
) -> None:
    id, lea = await w.arrives(), await w.desk("lea")
    await lea.perform(c.Close(id))
    first = made(await lea.perform(c.Reply(id, LONG, now=True))) or 0
    for n in range(leaves):
        await ended(w, first + n, Delivery.SENT)
    await lea.perform(c.TakeBack())

    assert (await looked(w, id)).row.conversation.state == state


async def test_a_sign_off_is_for_all_parts(w: World) -> None:
    id = await w.arrives()
    await (await w.desk("lea")).perform(c.Assign(id, "mia", "für dich"))
    first = made(await (await w.desk("mia")).perform(c.Reply(id, LONG))) or 0
    lea = await w.desk("lea")
    assert [d for _, d, *_ in await out(w, id)] == ["held"] * 3

    await lea.perform(c.Approve(first))
    assert [d for _, d, *_ in await out(w, id)] == ["queued"] * 3


async def test_a_refusal_is_for_all_parts(w: World) -> None:
    id = await w.arrives()
    await (await w.desk("lea")).perform(c.Assign(id, "mia", "für dich"))
    first = made(await (await w.desk("mia")).perform(c.Reply(id, LONG))) or 0

    await (await w.desk("lea")).perform(c.Refuse(first + 1, "zu lang"))

    assert await out(w, id) == []
    assert str((await looked(w, id)).draft.words) == "Eins eins.\n\nZwei zwei.\n\nDrei drei."


async def test_a_bounce_of_a_part_stops_the_parts_behind_it(w: World) -> None:
    id, first = await replied(w)
    await ended(w, first, Delivery.SENT)
    await w.take_in(Incoming(Kind.DELIVERY, "d1", target_id=f"x{first}", state="failed", why="weg"))

    assert [d for _, d, *_ in await out(w, id)] == ["failed"]
    assert str((await looked(w, id)).draft.words) == "Zwei zwei.\n\nDrei drei."


async def test_a_reply_that_would_be_a_novel_is_refused_with_its_length(w: World) -> None:
    with pytest.raises(Refused, match=r"too long for .*: 209 of 10"):
        await replied(w, "Satz. " * 35)


# --- windows


async def test_a_platform_whose_window_is_over_takes_no_reply(w: World) -> None:
    id = await w.arrives()
    w.clock.move(hours=23, minutes=59)
    await (await w.desk("anna")).perform(c.Reply(id, "geht", now=True))
    w.clock.move(minutes=1)

    with pytest.raises(Refused, match="the day is over"):
        await (await w.desk("anna")).perform(c.Reply(id, "zu spät"))


async def test_a_contact_who_blocks_us_closes_the_window_and_writing_opens_it(w: World) -> None:
    id = await w.arrives()
    anna, who = await w.desk("anna"), (Identity("x", "Käthe"),)
    await w.take_in(Incoming(Kind.CONTACT, "b1", "Käthe", identities=who, window=Window.BLOCKED))
    with pytest.raises(Refused, match="they blocked us"):
        await anna.perform(c.Reply(id, "Hallo?"))

    await w.arrives("Doch wieder da")
    await anna.perform(c.Reply(id, "Gut!"))


async def test_a_contact_gets_the_name_the_platform_gives_them(w: World) -> None:
    id = await w.arrives()
    known = (await looked(w, id)).row.conversation.contact
    kind, value = (await w.db.read("select kind, value from handle where contact = $1", (known,)))[0]
    await w.take_in(Incoming(Kind.CONTACT, "n1", identities=(Identity(kind, value),), name="Käthe Kollwitz"))

    assert (await looked(w, id)).row.contact == "Käthe Kollwitz"


# --- reactions


async def test_what_people_feel_about_a_message_is_what_they_felt_last(w: World) -> None:
    id, first = await replied(w, "Danke!")
    await ended(w, first, Delivery.SENT)
    for n, (who, what) in enumerate([("Käthe", "❤"), ("Jo", "👍"), ("Käthe", "😂"), ("Jo", "")]):
        await w.take_in(Incoming(Kind.REACTION, f"r{n}", target_id=f"x{first}", name=who, text=what))

    assert (await looked(w, id)).messages[-1].felt == (("Käthe", "😂"),)


async def test_of_what_somebody_feels_only_a_line_is_kept(w: World) -> None:
    id = await w.arrives(external_id="m1")
    await w.take_in(Incoming(Kind.REACTION, "r1", target_id="m1", name="Anna", text="hm\nhm " * 9000))

    ((who, what),) = (await looked(w, id)).messages[0].felt
    assert who == "Anna" and len(what) <= 64 and "\n" not in what


async def test_a_reaction_that_comes_before_its_message_waits_for_it(w: World) -> None:
    await w.take_in(Incoming(Kind.REACTION, "r1", target_id="Käthe-1", name="Jo", text="❤"))
    id = await w.arrives()

    assert (await looked(w, id)).messages[0].felt == (("Jo", "❤"),)


# --- where a text is cut


def cut(text: str, most: int) -> list[str] | None:
    return divided(text, lambda part: Measure(len(part), most, "characters", len(part) <= most), splits=True)


@pytest.mark.parametrize(
    ("text", "most", "parts"),
    [
        ("Ein Absatz.\n\nNoch einer. Und mehr.", 22, ["Ein Absatz.", "Noch einer. Und mehr."]),
        ("Das gilt z. B. am 3. Mai nicht. Sonst schon.", 34, ["Das gilt z. B. am 3. Mai nicht.", "Sonst schon."]),
        ("Wirklich?! Er sagt «ja.» Gut so.", 25, ["Wirklich?! Er sagt «ja.»", "Gut so."]),
        ("ein sehr langer Satz ohne Ende", 20, ["ein sehr langer Satz", "ohne Ende"]),
        ("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 7, ["👩‍👩‍👧", "👩‍👩‍👧", "👩‍👩‍👧"]),
        ("kurz", 10, ["kurz"]),
    ],
)
def test_a_text_is_cut_where_a_reader_pauses(text: str, most: int, parts: list[str]) -> None:
    assert cut(text, most) == parts


def test_cutting_a_text_looks_at_little_more_than_what_it_cuts() -> None:
    looked = 0

    def measure(part: str) -> Measure:
        nonlocal looked
        looked += len(part)
        return Measure(len(part), 1000, "characters", len(part) <= 1000)

    text = "Ein Satz. " * 900
    assert len(divided(text, measure, splits=True) or ()) == 9
    assert looked < 20 * len(text)
    looked = 0
    assert divided(text * 100, measure, splits=True) is None
    assert looked <= 100 * len(text)


@given(st.text(st.sampled_from("ab. \n!👍é"), max_size=80), st.integers(9, 30))
def test_no_part_is_too_long_and_no_word_is_lost(text: str, most: int) -> None:
    parts = cut(text, most)

    assert parts is not None
    assert all(len(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


# --- files


async def test_files_go_with_the_first_part_and_the_facts_know_them_by_their_hash(w: World) -> None:
    id = await w.arrives()
    files = (File("vertrag.pdf", "application/pdf", b"%PDF"), File("bild.png", "image/png", b"\x89PNG"))
    first = made(await (await w.desk("anna")).perform(c.Reply(id, LONG, now=True, files=files))) or 0

    assert await w.house._office.store.files(first) == files
    assert [[a.name for a in m.attachments] for m in (await looked(w, id)).messages if m.delivery] == [
        ["vertrag.pdf", "bild.png"],
        [],
        [],
    ]
    attachment, content = await (await w.desk("lea")).fetch(first, 2)
    assert (attachment.kind, content) == ("image", b"\x89PNG")
    assert attachment.url == f"sha256:{hashlib.sha256(content).hexdigest()}"


@pytest.mark.parametrize(
    ("done", "back"),
    [
        ("update enclosure set content = x'00'", "update enclosure set content = x'255044462d'"),
        ("update enclosure set n = 7", "update enclosure set n = 0"),
    ],
)
async def test_verify_finds_a_file_that_was_changed_or_lost(w: World, done: str, back: str) -> None:
    id = await w.arrives()
    await (await w.desk("anna")).perform(c.Reply(id, "kurz", files=(File("a.pdf", "application/pdf", b"%PDF-"),)))
    otto = await w.desk("otto")
    assert (await otto.verify()).ok

    async with w.db.writing() as writing:
        await writing.run(done)
    assert "file 1 of reply" in (await otto.verify()).why
    async with w.db.writing() as writing:
        await writing.run(back)


async def test_no_name_or_type_of_a_file_can_break_out_of_a_header(w: World) -> None:
    id = await w.arrives()
    hostile = File('a"\r\nX-Evil: 1\r\n\r\n.png', "image/png\r\nX: y", b"PNG")
    reply = made(await (await w.desk("anna")).perform(c.Reply(id, "kurz", files=(hostile,)))) or 0

    (kept,) = await w.house._office.store.files(reply)
    assert kept.name.isprintable() and kept.type == "application/octet-stream" and kept.content == b"PNG"
    assert (await looked(w, id)).messages[-1].attachments[0].name == kept.name


async def test_a_reply_that_is_taken_back_leaves_no_file_behind(w: World) -> None:
    id = await w.arrives()
    anna = await w.desk("anna")
    await anna.perform(c.Reply(id, "hier", files=(File("a.txt", "text/plain", b"a"),)))
    await anna.perform(c.TakeBack())

    assert await w.db.read("select count(*) from enclosure") == [(0,)]


async def test_too_much_is_refused_before_anything_is_kept(w: World) -> None:
    id = await w.arrives()
    files = tuple(File(f"{n}.txt", "text/plain", b"a") for n in range(11))
    anna = await w.desk("anna")
    with pytest.raises(Refused, match="At most 10 files of 25 MB"):
        await anna.perform(c.Reply(id, "hier", files=files))


async def test_an_attachment_that_is_not_there_is_said_to_be_missing(w: World) -> None:
    id = await w.arrives()
    message = (await looked(w, id)).messages[0].id
    with pytest.raises(NotFound, match="no attachment 1"):
        await (await w.desk("lea")).fetch(message)
    with pytest.raises(NotFound):
        await (await w.desk("adam")).fetch(message)


async def test_somebody_else_in_a_conversation_does_not_become_the_contact(w: World) -> None:
    id = await w.arrives()
    await w.take_in(message("f1", who="Käthe", identities=(Identity("x", "Fremder"),), name="Fremder"))

    assert (await looked(w, id)).row.contact == "Käthe"
    assert await w.db.read("select count(*) from handle where value = 'Fremder'") == [(0,)]
