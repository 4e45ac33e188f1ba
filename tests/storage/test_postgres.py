"""One PostgreSQL database and several houses: turns, bells, lost connections, commits in doubt, migrations, plans."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest

from inbox import fault
from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.rules import requests
from inbox.errors import BadInput, Damaged, NotFound, Refused, Unreachable
from inbox.ports.desk import Desk, made
from inbox.storage import postgres as storage
from inbox.storage.address import named
from inbox.storage.migrate import steps
from inbox.storage.postgres import Postgres
from inbox.storage.postgres_sets import as_set
from tests.servers import postgres
from tests.servers.relay import Relay, relay
from tests.storage.test_sqlite import ALLOWED, _daily_work, unlooked
from tests.world import message, world


async def test_a_fact_of_one_house_is_heard_in_the_other(postgres_place: str) -> None:
    async with world(postgres_place) as w, open_house(postgres_place, now=w.clock) as other:
        id = await w.arrives()
        anna, lea = await w.desk("anna"), await other.desk("lea")
        after = await anna.last()
        waiting = asyncio.create_task(lea.feed(after, wait=10))
        facts = await anna.perform(c.Take(id))
        assert await waiting == facts
        assert (await lea.rows([id]))[0].conversation.owner == "anna"


async def test_writers_of_two_houses_take_turns_and_no_reader_ever_sees_a_gap(postgres_place: str) -> None:
    async with world(postgres_place) as w, open_house(postgres_place, now=w.clock) as other:
        id = await w.arrives()
        desks = [await house.desk(name) for house in (w.house, other) for name in ("anna", "jonas", "lea")]
        began = await desks[0].last()

        async def write(desk: Desk, n: int) -> None:
            for i in range(8):
                await desk.perform(c.WriteNote(id, f"{n}-{i}"))

        async def follow(desk: Desk) -> list[int]:
            found: list[int] = []
            while len(found) < 8 * len(desks):
                found += [f.number for f in await desk.feed(found[-1] if found else began, wait=5)]
            return found

        readers = [asyncio.create_task(follow(desk)) for desk in (desks[0], desks[-1])]
        await asyncio.gather(*(write(desk, n) for n, desk in enumerate(desks)))
        for reader in readers:
            assert await reader == list(range(began + 1, began + 8 * len(desks) + 1))
        assert (await (await w.desk("otto")).verify()).ok


async def test_only_one_of_two_houses_takes_a_conversation(postgres_place: str) -> None:
    async with world(postgres_place) as w, open_house(postgres_place, now=w.clock) as other:
        desks = [await w.house.desk("anna"), await other.desk("jonas")]
        for n in range(5):
            id = await w.arrives(who=f"K{n}")
            done = await asyncio.gather(*(d.perform(c.Take(id)) for d in desks), return_exceptions=True)
            assert sum(isinstance(one, tuple) for one in done) == 1
            loser = next(one for one in done if not isinstance(one, tuple))
            winner = (await desks[0].rows([id]))[0].conversation.owner
            assert isinstance(loser, Refused)
            assert str(winner) in str(loser)


async def test_lost_connections_are_made_anew_and_what_was_missed_is_heard(postgres_place: str) -> None:
    async with world(postgres_place) as w, open_house(postgres_place, now=w.clock) as other:
        id = await w.arrives()
        anna, lea = await w.desk("anna"), await other.desk("lea")
        for n in range(3):
            after = await lea.last()
            sql = "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid != pg_backend_pid()"
            assert await postgres.value(postgres_place, sql)
            assert (await anna.thread(id)).row.conversation.id == id
            facts = await anna.perform(c.WriteNote(id, f"Notiz {n}"))
            heard: tuple[object, ...] = ()
            while not heard:
                heard = tuple(await lea.feed(after, wait=10))
            assert heard == tuple(facts)


@pytest.mark.parametrize("towards", ["server", "client"])
async def test_what_became_of_a_commit_whose_connection_was_lost_is_found_out(
    postgres_place: str, towards: str
) -> None:
    """Lost on its way to the server, it did not happen and is said so; lost on its way back, it did."""
    async with world(postgres_place) as w:
        id = await w.arrives()
        lea = await w.desk("lea")
        async with relay(postgres_place) as between, open_house(between.where, now=w.clock) as far:
            anna = await far.desk("anna")
            began = (await anna.perform(c.WriteNote(id, "vorher")))[-1].number
            await lea.feed(began - 1, wait=10)
            _lose_at_commit(between, towards)
            if towards == "server":
                with pytest.raises(Unreachable, match="nothing was lost"):
                    await anna.perform(c.WriteNote(id, "im Zweifel"))
                assert await lea.last() == began
            else:
                facts = await anna.perform(c.WriteNote(id, "im Zweifel"))
                assert [f.number for f in facts] == [began + 1]
            await anna.perform(c.WriteNote(id, "nachher"))
            notes = [str(note.words) for note in (await anna.thread(id)).notes]
            assert notes == ["vorher", *(["im Zweifel"] if towards == "client" else []), "nachher"]
        assert (await (await w.desk("otto")).verify()).ok


@pytest.mark.parametrize("towards", ["server", "client"])
async def test_a_write_without_a_fact_is_found_out_by_its_transaction(postgres_place: str, towards: str) -> None:
    async with world(postgres_place) as w, relay(postgres_place) as between:
        async with open_house(between.where, now=w.clock) as far:
            await far._store.trouble("acme@x", "", w.clock())
            _lose_at_commit(between, towards)
            if towards == "server":
                with pytest.raises(Unreachable):
                    await far._store.trouble("acme@x", "kaputt", w.clock())
            else:
                await far._store.trouble("acme@x", "kaputt", w.clock())
        troubles = [row.trouble for row in await w.house._store.channel_rows() if row.channel.name == "acme@x"]
        assert troubles == ["" if towards == "server" else "kaputt"]


def _lose_at_commit(between: Relay, towards: str) -> None:
    def lose(point: str) -> None:
        if point == "write.commit":
            fault.listen(None)
            between.lose(towards)

    fault.listen(lose)


async def test_while_nobody_can_say_what_became_of_a_commit_this_is_said(
    postgres_place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "DOUBT", 0.1)
    async with world(postgres_place) as w:
        id = await w.arrives()
        async with relay(postgres_place) as between, open_house(between.where, now=w.clock) as far:
            anna = await far.desk("anna")
            await anna.perform(c.WriteNote(id, "vorher"))
            _lose_at_commit(between, "client")
            monkeypatch.setattr(far._store._db, "_url", postgres.database(between.where, "no_such"))
            with pytest.raises(Unreachable, match="nobody can say yet"):
                await anna.perform(c.WriteNote(id, "im Zweifel"))


async def test_several_programs_make_the_tables_at_the_same_time(postgres_server: str) -> None:
    async with postgres.fresh(postgres_server) as url:
        opened = await asyncio.gather(*(Postgres.open(url, make=True) for _ in range(4)))
        for database in opened:
            assert await database.read("select count(*) from version") == [(len(steps("postgres")),)]
            await database.close()


async def test_what_an_older_program_took_in_is_found_by_its_subject_where_no_department_was_asked(
    postgres_place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(postgres_place) as w:
        await w.arrives("Siehe Betreff.", subject="Kündigung")
        asked = await w.arrives("Geht das?", who="Ada", subject="Scheidung")
        anna = await w.desk("anna")
        shown = (await anna.thread(asked)).messages[0].id
        with monkeypatch.context() as older:
            older.setattr(requests.e, "Asked", unlooked)
            request = made(await anna.perform(c.Ask(asked, "development", "?", show=(shown,)))) or 0
    for sql in (
        "alter table message drop column subject, drop column subject_salt",
        "update found_message set words = cast('''siehe'':1 ''betreff'':2' as tsvector) where id = (select min(id) from message)",
        "drop index conversation_tagged, message_heard",
        "create index conversation_waits on conversation (waiting_since)",
        "delete from version where number >= 22",
    ):
        await postgres.value(postgres_place, sql)
    async with open_house(postgres_place, now=w.clock) as house:
        anna = await house.desk("anna")
        assert [len((await anna.search(word)).items) for word in ("kuendigung", "betreff", "anderes")] == [1, 1, 0]
        assert [m.subject for m in (await (await house.desk("tom")).request(request)).shown] == [None]
        assert (await (await house.desk("otto")).verify()).ok


async def test_a_database_without_an_inbox_or_of_another_program_is_left_alone(postgres_server: str) -> None:
    async with postgres.fresh(postgres_server) as url:
        with pytest.raises(NotFound, match="inbox init"):
            async with open_house(url):
                pass
        await postgres.value(url, "create table customer (id integer)")
        with pytest.raises(Damaged, match="is no inbox"):
            await create(url, lead="lea")
        assert await postgres.value(url, "select count(*) from pg_class where relname = 'feed'") == 0
    with pytest.raises(Unreachable, match="createdb"):
        await create(url, lead="lea")
    with pytest.raises(Unreachable, match="cannot be reached"):
        await create("postgresql://inbox:secret@127.0.0.1:1/x", lead="lea")


async def test_a_database_of_a_newer_program_or_with_a_changed_step_is_not_opened(postgres_place: str) -> None:
    await create(postgres_place, lead="lea")
    with pytest.raises(Refused, match="already"):
        await create(postgres_place, lead="eva")
    await postgres.value(postgres_place, "insert into version values (9999, 'future', 'x', 'y') returning 1")
    with pytest.raises(Unreachable, match="newer version of the program"):
        async with open_house(postgres_place):
            pass
    await postgres.value(postgres_place, "delete from version where number = 9999 returning 1")
    await postgres.value(postgres_place, "update version set checksum = 'other' returning 1")
    with pytest.raises(Damaged, match="was changed after"):
        async with open_house(postgres_place):
            pass


async def test_what_a_database_cannot_hold_is_refused_and_readers_only_read(postgres_place: str) -> None:
    async with world(postgres_place) as w:
        for value in ("a\0b", "\ud800", 5, 2**64):
            column = "name" if isinstance(value, str) or value == 5 else "active"
            with pytest.raises(BadInput, match="database can hold"):
                await w.db.read(f"select 1 from person where {column} = $1", (value,))
        with pytest.raises(Unreachable, match="only read"):
            await w.db.read("delete from person returning name")


async def test_texts_are_ordered_by_their_code_points_as_in_sqlite(tmp_path: Path, postgres_place: str) -> None:
    names = ["Zoe", "ärger", "b", "B2", "a_b", "ab", "a-b", "\U0001f600", "\uff21", "Z"]
    found = []
    for place in (tmp_path, postgres_place):
        async with world(place) as w:
            lea = await w.desk("lea")
            for name in names:
                await lea.perform(c.AddDepartment(name))
            found.append([d.name for d in await lea.departments()])
    assert found[0] == found[1]


async def test_no_statement_of_the_daily_work_needs_to_scan_a_large_table(
    postgres_place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With sequential scans switched off, one is left only where no index could serve."""
    seen: dict[str, object] = {}
    for kind in (storage.Postgres, storage.Reading, storage.Writing):
        for name in ("read", "run"):
            if name in vars(kind):
                monkeypatch.setattr(kind, name, _noting(getattr(kind, name), seen))
    async with world(postgres_place) as w:
        await _daily_work(w)
        bad = []
        async with storage.connection(postgres_place, enable_seqscan="off") as one:
            for sql, args in list(seen.items()):
                if not sql.startswith(("select", "update", "delete")):
                    continue
                plan = json.loads(await one.fetchval(f"explain (format json) {sql}", *args))  # type: ignore[misc]
                large = "message|feed|note|trace|link|dismissal|handle|contact|found_\\w+" + (
                    "" if any(a in sql for a in ALLOWED) else "|conversation|request"
                )
                scans = re.findall(rf"'Node Type': 'Seq Scan'[^{{}}]*'Relation Name': '({large})'", str(plan))
                if scans:
                    bad.append((sql, scans))
        assert not bad


def _noting(original, seen):  # type: ignore[no-untyped-def]
    async def noting(self, sql, args=()):  # type: ignore[no-untyped-def]
        seen[sql] = args
        return await original(self, sql, args)

    return noting


async def test_the_health_of_the_database_is_told(postgres_place: str) -> None:
    async with world(postgres_place) as w:
        rows = await w.house._store.examine()
    said = " | ".join(what for _, what, _ in rows)
    assert re.search(r"PostgreSQL \d+\.\d+.*connections: \d+ of \d+.*fsync off.*clock: 0\.\d+ s apart", said)
    assert [state for state, what, _ in rows if "fsync off" in what] == ["warn"]


async def test_a_thousand_messages_are_written_as_sets(postgres_place: str) -> None:
    async with world(postgres_place) as w:
        await w.take_in(*(message(f"m{n}", f"Nachricht {n}", who=f"K{n % 7}") for n in range(300)))
        assert (await (await w.desk("otto")).verify()).ok
        assert len((await (await w.desk("lea")).search("nachricht", limit=200)).items) == 200


def test_an_address_is_shown_without_what_nobody_should_read() -> None:
    assert named("postgresql://u:p@h:1/db?password=q") == "postgresql://u@h:1/db"
    assert named("postgresql:///db?host=/run") == "postgresql:///db"
    assert named("postgresql://[bad") == "postgresql://…"


def test_a_set_is_written_from_arrays() -> None:
    sql = "insert into t (a, b) values ($1, cast($2 as tsvector)) on conflict (a) do nothing"
    assert as_set(sql, ["pg_catalog.int8", "pg_catalog.text"]) == (
        "insert into t (a, b) select c1, cast(c2 as tsvector)"
        " from unnest($1::pg_catalog.int8[], $2::pg_catalog.text[]) as u (c1, c2) on conflict (a) do nothing"
    )


async def test_a_connection_that_ends_inside_a_transaction_or_a_snapshot_is_unreachable_whatever_is_asked_next(
    postgres_place: str,
) -> None:
    db = await Postgres.open(postgres_place, make=True)
    end = "select pg_terminate_backend($1, 5000)"
    try:
        async with db.snapshot() as then:
            ((pid,),) = await then.read("select pg_backend_pid()")
            assert await postgres.value(postgres_place, end, pid)
            for _ in range(3):
                with pytest.raises(Unreachable):
                    await then.read("select 1")
        with pytest.raises(Unreachable):  # noqa: PT012 - its commit raises
            async with db.writing() as writing:
                ((pid,),) = await writing.read("select pg_backend_pid()")
                assert await postgres.value(postgres_place, end, pid)
                for _ in range(3):
                    with pytest.raises(Unreachable):
                        await writing.read("select 1")
        assert not writing.durable
    finally:
        await db.close()
