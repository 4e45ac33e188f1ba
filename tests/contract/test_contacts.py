"""One contact on several platforms: linked with evidence by a person, undone exactly, never fused."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain import events as e
from inbox.domain.incoming import Identity, Kind
from inbox.domain.model import Role
from inbox.domain.resemblance import Tie
from inbox.errors import BadInput, InboxError, NotAllowed, NotFound, Refused
from inbox.ports.desk import Portrait, made
from inbox.storage import feed
from tests.world import World, message, plain, replayed, stored, world

MAIL = (Identity("email", "anna@example.com"),)


async def met(w: World) -> tuple[int, int]:
    """Let one person write on two channels: on the second they name their mail address. Returns the conversations."""
    mail = await w.arrives("Rechnung fehlt", who="A. Berg", channel="school@x", identities=MAIL)
    x = await w.arrives("Meine Mail ist anna@example.com", who="annab")
    return mail, x


async def contact_of(w: World, conversation: int) -> int:
    """Return the contact of a conversation."""
    return int((await w.db.read("select contact from conversation where id = $1", (conversation,)))[0][0])


async def everything(w: World) -> tuple[object, list[object]]:
    """Return every noun and every trace that is stored."""
    return plain(await stored(w.db)), [await w.db.read("select * from trace order by 1, 2, 3")]


async def seen(w: World, who: str, id: int) -> Portrait:
    """Return who a contact is for somebody."""
    return await (await w.desk(who)).portrait(id)


async def test_a_contact_who_names_anothers_address_is_suggested_from_both_sides_and_linked_by_nobody(
    place: Path | str,
) -> None:
    async with world(place) as w:
        mail, x = await met(w)

        for here, there in ((mail, x), (x, mail)):
            portrait = await seen(w, "anna", here)
            (suggested,) = portrait.suggestions
            assert (suggested.suggestion.tie, suggested.row.conversation.id) == (Tie.WROTE, there)
            assert suggested.suggestion.writer == await contact_of(w, x)
            assert [row.conversation.id for row in portrait.conversations] == [here]
            assert portrait.links == ()
        assert await w.db.read("select * from link") == []


async def test_a_link_joins_both_for_everybody_and_unlinking_leaves_everything_as_before(place: Path | str) -> None:
    async with world(place) as w:
        mail, x = await met(w)
        a, b, lea = await contact_of(w, mail), await contact_of(w, x), await w.desk("lea")
        before = await everything(w)

        link = made(await lea.perform(c.LinkContacts(b, a, "hat es selbst geschrieben"))) or 0
        portrait = await seen(w, "anna", x)

        assert [k.id for k in portrait.contacts] == [b, a]
        assert [(k.id, k.a, k.b, str(k.evidence), k.by) for k in portrait.links] == [
            (link, a, b, "hat es selbst geschrieben", "lea")
        ]
        assert {row.conversation.id for row in portrait.conversations} == {mail, x}
        assert portrait.suggestions == ()
        assert (await (await w.desk("otto")).verify()).ok
        assert plain(replayed(await feed.between(w.db, 1, 10**9))) == plain(await stored(w.db))

        await lea.perform(c.UnlinkContacts(link))

        assert await everything(w) == before
        assert [s.row.conversation.id for s in (await seen(w, "anna", x)).suggestions] == [mail]
        assert (await (await w.desk("otto")).verify()).ok
        assert plain(replayed(await feed.between(w.db, 1, 10**9))) == plain(await stored(w.db))


async def test_links_join_through_others_and_taking_one_away_leaves_the_rest(place: Path | str) -> None:
    async with world(place) as w:
        ids = [await w.arrives(who=who) for who in "ABC"]
        a, b, third = [await contact_of(w, id) for id in ids]
        lea = await w.desk("lea")
        first = made(await lea.perform(c.LinkContacts(a, b, "x"))) or 0
        await lea.perform(c.LinkContacts(b, third, "y"))

        assert {k.id for k in (await lea.portrait(a)).contacts} == {a, b, third}
        await lea.perform(c.UnlinkContacts(first))
        assert {k.id for k in (await lea.portrait(a)).contacts} == {a}
        assert {k.id for k in (await lea.portrait(b)).contacts} == {b, third}
        await lea.perform(c.UnlinkContacts(between=(third, b)))
        assert {k.id for k in (await lea.portrait(b)).contacts} == {b}


async def test_nobody_is_linked_with_themselves_twice_or_without_a_word_of_evidence(place: Path | str) -> None:
    async with world(place) as w:
        a, b = [await contact_of(w, await w.arrives(who=who)) for who in "AB"]
        lea = await w.desk("lea")

        with pytest.raises(Refused, match="one contact already"):
            await lea.perform(c.LinkContacts(a, a, "x"))
        with pytest.raises(BadInput, match="evidence is empty"):
            await lea.perform(c.LinkContacts(a, b, " "))
        link = made(await lea.perform(c.LinkContacts(a, b, "x"), "key"))
        with pytest.raises(Refused, match=f"linked already \\(link {link}\\)"):
            await lea.perform(c.LinkContacts(b, a, "y"))
        assert made(await lea.perform(c.LinkContacts(a, b, "x"), "key")) == link
        with pytest.raises(Refused, match="unlink them instead"):
            await lea.perform(c.DismissLink(a, b))
        await lea.perform(c.UnlinkContacts(link))
        for gone in (c.UnlinkContacts(link), c.UnlinkContacts(), c.UnlinkContacts(between=(a, b))):
            with pytest.raises(NotFound):
                await lea.perform(gone)


async def test_a_manager_links_from_an_own_conversation_a_lead_anywhere_and_nobody_else(place: Path | str) -> None:
    async with world(place) as w:
        mail, x = await met(w)
        a, b, lea = await contact_of(w, mail), await contact_of(w, x), await w.desk("lea")
        await lea.perform(c.Assign(x, "anna"))
        for who in ("mia", "tom", "adam", "otto"):
            for command in (c.LinkContacts(a, b, "x"), c.DismissLink(a, b), c.UnlinkContacts(1)):
                with pytest.raises(NotAllowed, match="may not link contacts"):
                    await (await w.desk(who)).perform(command)
        jonas, anna = await w.desk("jonas"), await w.desk("anna")
        with pytest.raises(NotAllowed, match=r"You own no conversation with A\. Berg or annab"):
            await jonas.perform(c.LinkContacts(a, b, "x"))
        link = made(await anna.perform(c.LinkContacts(a, b, "x")))
        with pytest.raises(NotAllowed, match="You own no conversation"):
            await jonas.perform(c.UnlinkContacts(link))
        await anna.perform(c.UnlinkContacts(link))


async def test_what_is_foreign_is_not_there_in_any_of_it(place: Path | str) -> None:
    async with world(place) as w:
        here = await w.arrives("anna@example.com", who="annab")
        there = await w.arrives("Geheim", who="A. Berg", channel="foreign@x", identities=MAIL)
        a, b, lea, anna = (
            await contact_of(w, here),
            await contact_of(w, there),
            await w.desk("lea"),
            await w.desk("anna"),
        )
        await lea.perform(c.Assign(here, "anna"))
        link = made(await lea.perform(c.LinkContacts(a, b, "x"))) or 0

        portrait, across = await anna.portrait(here), await anna.across(here)
        assert ([k.id for k in portrait.contacts], portrait.links, portrait.suggestions) == ([a], (), ())
        assert [row.conversation.id for row in portrait.conversations] == [here]
        assert {m.conversation for m in across.messages} == {here}
        commands = (
            lambda id: c.LinkContacts(a, id, "x"),
            lambda id: c.DismissLink(a, id),
            lambda id: c.UnlinkContacts(between=(a, id)),
        )
        for make in commands:
            assert len({await _said(w, make(id), id) for id in (b, 999_999)}) == 1
        assert await _said(w, c.UnlinkContacts(link), link) == await _said(w, c.UnlinkContacts(999_999), 999_999)
        for id in (there, b, 999_999):
            for read in (anna.portrait, anna.across):
                with pytest.raises(NotFound, match=f"no contact {id} here for you"):
                    await read(id)
        assert not [f for f in await anna.feed(0) if isinstance(f.event, e.ContactsLinked)]
        assert [f for f in await lea.feed(0) if isinstance(f.event, e.ContactsLinked)]
        assert {m.conversation for m in (await lea.across(there)).messages} == {here, there}


async def _said(w: World, command: c.Command, id: int) -> str:
    with pytest.raises(InboxError) as caught:
        await (await w.desk("anna")).perform(command)
    return f"{type(caught.value).__name__} {caught.value}".replace(str(id), "N")


async def test_what_stands_in_a_message_one_may_not_read_is_no_evidence_for_them(place: Path | str) -> None:
    async with world(place) as w:
        who = (Identity("x", "annab"),)
        await w.arrives("Hallo", who="annab", identities=who)
        mail = await w.arrives("Hallo", who="A. Berg", channel="school@x", identities=MAIL)
        await w.arrives("anna@example.com", who="annab", channel="foreign@x", identities=who)

        assert (await seen(w, "anna", mail)).suggestions == ()
        assert len((await seen(w, "lea", mail)).suggestions) == 1


async def test_a_suggestion_that_was_turned_down_stays_away_from_both_sides(place: Path | str) -> None:
    async with world(place) as w:
        mail, x = await met(w)
        a, b, lea = await contact_of(w, mail), await contact_of(w, x), await w.desk("lea")

        assert await lea.perform(c.DismissLink(b, a))
        assert await lea.perform(c.DismissLink(a, b)) == ()
        await w.arrives("noch einmal: anna@example.com", who="annab")

        for id in (mail, x):
            assert (await seen(w, "anna", id)).suggestions == ()
        link = made(await lea.perform(c.LinkContacts(a, b, "doch")))
        await lea.perform(c.UnlinkContacts(link))
        assert (await seen(w, "anna", x)).suggestions == ()
        assert (await (await w.desk("otto")).verify()).ok


async def test_an_address_that_was_edited_away_or_taken_back_is_no_evidence_any_more(place: Path | str) -> None:
    async with world(place) as w:
        mail = await w.arrives("Hallo", who="A. Berg", channel="school@x", identities=MAIL)
        await w.take_in(message("m1", "anna@example.com", who="annab"), message("m2", "anna@example.com", who="annab"))
        assert len((await seen(w, "anna", mail)).suggestions) == 1

        await w.take_in(message("e", "nichts", target_id="m1", kind=Kind.EDIT))
        assert len((await seen(w, "anna", mail)).suggestions) == 1
        await w.take_in(message("d", "", target_id="m2", kind=Kind.DELETE))
        assert (await seen(w, "anna", mail)).suggestions == ()
        await w.take_in(message("e2", "anna@example.com", target_id="m1", kind=Kind.EDIT))
        assert len((await seen(w, "anna", mail)).suggestions) == 1


async def test_everything_with_a_person_is_read_by_time_page_by_page_and_nothing_twice(place: Path | str) -> None:
    async with world(place) as w:
        mail, x = await met(w)
        a, b, lea, anna = await contact_of(w, mail), await contact_of(w, x), await w.desk("lea"), await w.desk("anna")
        await lea.perform(c.LinkContacts(a, b, "x"))
        for n in range(9):
            w.clock.move(minutes=1)
            here = {"who": "A. Berg", "channel": "school@x", "identities": MAIL} if n % 2 else {"who": "annab"}
            await w.arrives(f"Text {n}", occurred_at=w.clock(), **here)  # type: ignore[arg-type]

        pages, before = [], ""
        while True:
            page = await anna.across(x, limit=4, before=before)
            pages.insert(0, page.messages)
            if page.next is None:
                break
            before = page.next
        said = [m for messages in pages for m in messages]

        assert [len(messages) for messages in pages] == [3, 4, 4]
        assert [str(m.words) for m in said[2:]] == [f"Text {n}" for n in range(9)]
        assert {row.conversation.channel for row in page.conversations} == {"acme@x", "school@x"}
        assert said == sorted(said, key=lambda m: (m.at, m.id))
        with pytest.raises(BadInput, match="is no cursor"):
            await anna.across(x, before="x")


async def test_a_reply_goes_only_to_the_handles_of_its_own_conversations_contact(place: Path | str) -> None:
    async with world(place) as w:
        mail, x = await met(w)
        lea = await w.desk("lea")
        await lea.perform(c.LinkContacts(await contact_of(w, mail), await contact_of(w, x), "x"))
        for id, handle in ((mail, ("email", "anna@example.com")), (x, ("x", "annab"))):
            await lea.perform(c.Reply(id, "Gern", now=True))
            reply = (await lea.thread(id)).messages[-1]
            found = await w.house._store.outgoing(reply.id)
            assert found is not None
            assert found[2] == (handle,)
            assert found[1].conversation.id == id


async def test_verify_notices_a_link_or_a_trace_that_nobody_made(tmp_path: Path) -> None:
    for sql in (
        "insert into link values (9999, $1, $2, 'x', 'y', 'lea', '2026-11-24T12:00:00.000000+00:00')",
        "delete from link where $1 != $2",
        "update link set evidence = 'something else' where $1 != $2",
        "update link set by = 'jonas' where $1 != $2",
        "insert into dismissal values (9999, $1, $2, 'lea', '2026-11-24T12:00:00.000000+00:00')",
        "delete from trace where $1 != $2",
        "update trace set message = 9999 where message > 0 and $1 != $2",
    ):
        folder = tmp_path / str(abs(hash(sql)))
        folder.mkdir()
        async with world(folder) as w:
            mail, x = await met(w)
            other = await contact_of(w, await w.arrives(who="Z"))
            a, b = await contact_of(w, mail), await contact_of(w, x)
            await (await w.desk("lea")).perform(c.LinkContacts(a, b, "x"))
            assert (await (await w.desk("otto")).verify()).ok
            async with w.db.writing() as writing:
                await writing.run(sql, (a, other))
            assert not (await (await w.desk("otto")).verify()).ok, sql


async def test_a_trainee_reads_across_but_a_department_does_not(place: Path | str) -> None:
    async with world(place) as w:
        _mail, x = await met(w)
        await (await w.desk("anna")).perform(c.Ask(x, "development", "?"))

        assert (await seen(w, "mia", x)).suggestions
        assert (await (await w.desk("mia")).across(x)).messages
        for who in ("tom", "adam", "otto"):
            with pytest.raises(NotFound):
                await seen(w, who, x)
        await (await w.desk("lea")).perform(c.SetPerson("tom", (Role.SPECIALIST, Role.TRAINEE)))
        assert (await seen(w, "tom", x)).suggestions


async def test_looking_for_who_else_somebody_may_be_costs_the_same_however_many_contacts_there_are(
    tmp_path: Path,
) -> None:
    """Counted in steps of SQLite's machine, which no busy processor changes."""

    async def steps_for(w: World, id: int) -> int:
        lea, count = await w.desk("lea"), 0
        await lea.portrait(id)

        def tick() -> int:
            nonlocal count
            count += 1
            return 0

        for connection in w.db._idle:
            await connection.set_progress_handler(tick, 10)
        assert len((await lea.portrait(id)).suggestions) == 1
        for connection in w.db._idle:
            await connection.set_progress_handler(None, 0)  # type: ignore[arg-type]  # aiosqlite's types lack None
        return count

    async with world(tmp_path) as w:
        _mail, x = await met(w)
        found = []
        for kind, size in (("a", 300), ("b", 6000)):
            for n in range(0, size, 100):
                says = [
                    message(
                        f"{kind}{i}", f"meine Mail: {kind}{i}@example.com, 0170 {kind == 'a':d}{i:06}", who=f"annab{i}",
                        conversation_key=f"{kind}{i}",
                        identities=(Identity("email", f"{kind}{i}@example.org"), Identity("x", f"Anna {kind}{i}")),
                        name="annab",
                    )
                    for i in range(n, n + 100)
                ]  # fmt: skip
                await w.take_in(*says)
            found.append(await steps_for(w, x))
    few, many = found
    assert many <= 1.3 * few + 50


async def test_one_trace_shared_by_a_crowd_hides_no_other(place: Path | str) -> None:
    async with world(place) as w:
        crowd = [
            message(f"m{n}", who=f"info{n}", name="Info", identities=(Identity(f"k{n}", "info"),)) for n in range(40)
        ]
        await w.take_in(*crowd)
        who = (Identity("mastodon", "info@a.example"), Identity("email", "info@example.com"))
        id = await w.arrives(who="Info", identities=who)
        assert (await seen(w, "lea", id)).suggestions == ()

        await w.take_in(message("zoe", "info@example.com gehört mir", who="Zoe"))
        assert [s.row.contact for s in (await seen(w, "lea", id)).suggestions] == ["Zoe"]
