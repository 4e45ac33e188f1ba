"""The file below: migrations, the lock, a full disk, a newer program, and plans that never scan."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.asking import Asked
from inbox.domain.incoming import Identity, Kind
from inbox.domain.rules import requests
from inbox.domain.views import Filter
from inbox.errors import Damaged, NotFound, Refused, Unreachable
from inbox.ports.desk import View
from inbox.storage import sqlite
from inbox.storage.listing import to_cursor
from inbox.storage.migrate import migrate, steps
from tests.world import message, world

GOLDEN = Path(__file__).parent / "golden"


def schema(connection: sqlite3.Connection) -> str:
    """Return everything the schema says."""
    found = connection.execute(
        "select sql from sqlite_master where sql is not null and name != 'version' order by type, name"
    )
    return ";\n".join(re.sub(r"\s+", " ", r[0]) for r in found) + "\n"


@pytest.mark.parametrize("version", [number for number, _, _ in steps()])
def test_a_database_of_every_past_version_migrates_to_the_schema_of_a_fresh_one(tmp_path: Path, version: int) -> None:
    with (
        closing(sqlite3.connect(tmp_path / "old.db", isolation_level=None)) as old,
        closing(sqlite3.connect(tmp_path / "new.db", isolation_level=None)) as new,
    ):
        assert migrate(old, upto=version) == version
        golden = GOLDEN / f"{version:04}.sql"
        assert schema(old) == golden.read_text("utf-8"), "an applied step may not change: add another"
        migrate(old)
        migrate(new)
        assert schema(old) == schema(new)


def unlooked(*said: Any, **_: bool) -> Asked:
    """Ask as programs did before messages had subjects."""
    return Asked(*said)


async def test_what_an_older_program_wrote_is_still_what_its_facts_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(tmp_path) as w:
        id, anna, tom = await w.arrives(subject="Scheidung"), await w.desk("anna"), await w.desk("tom")
        await anna.perform(c.SaveDraft(id, "halb fertig"))
        shown = (await anna.thread(id)).messages[0].id
        with monkeypatch.context() as older:
            older.setattr(requests.e, "Asked", unlooked)
            asked = await anna.perform(c.Ask(id, "development", "?", show=(shown,), hide=None))
        await tom.perform(c.Answer(asked[0].event.id, "Ja"))  # type: ignore[attr-defined]
        mail = await w.arrives(who="A. Berg", channel="school@x", identities=(Identity("email", "a@example.com"),))
        await w.arrives("Meine Mail: a@example.com", who="annab", subject="Umzug")
        suggested = (await anna.portrait(mail)).suggestions
        assert suggested
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        migrate(connection, upto=1)
        connection.execute("pragma foreign_keys = off")
        connection.execute("attach ? as new", (str(w.path),))
        for (table,) in connection.execute("select name from main.sqlite_master where type = 'table'").fetchall():
            if table.startswith("found_") or table == "version":
                continue
            columns = ", ".join(f'"{r[1]}"' for r in connection.execute(f"pragma main.table_info({table})"))
            connection.execute(f"delete from main.{table}")
            connection.execute(f"insert into main.{table} ({columns}) select {columns} from new.{table}")
    async with open_house(str(old), now=w.clock) as house:
        assert (await (await house.desk("otto")).verify()).ok
        assert (await (await house.desk("anna")).portrait(mail)).suggestions == suggested
        assert [h.snippet for h in (await (await house.desk("anna")).search("umzug mail")).items] == ["\x02Umzug\x03"]
        # Nobody looked at this subject when the message was shown to a department.
        tom = await house.desk("tom")
        assert (await tom.search("scheidung")).items == ()
        assert [m.subject for m in (await tom.request(asked[0].event.id)).shown] == [None]  # type: ignore[attr-defined]


def test_a_step_that_was_changed_after_it_was_applied_is_noticed(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.db", isolation_level=None)) as connection:
        migrate(connection)
        connection.execute("update version set checksum = 'other'")
        with pytest.raises(Damaged, match="was changed after"):
            migrate(connection)


async def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "inbox.db"
    await create(str(path), lead="lea")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("insert into version values (9999, 'future', 'x', 'y')")
    with pytest.raises(Unreachable, match="newer version of the program"):
        async with open_house(str(path)):
            pass


async def test_a_second_process_is_told_who_has_the_inbox(tmp_path: Path) -> None:
    path = tmp_path / "inbox.db"
    await create(str(path), lead="lea")
    async with open_house(str(path)):
        script = f"import asyncio\nfrom inbox.bootstrap import open_house\nasync def main():\n    async with open_house({str(path)!r}): pass\nasyncio.run(main())"
        command = [sys.executable, "-c", script]
        done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, timeout=30, check=False)
        assert done.returncode != 0
        assert "Locked" in done.stderr
        assert "process" in done.stderr
    async with open_house(str(path)):
        pass


async def test_what_is_no_inbox_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("this is a text, and a rather long one, so that SQLite looks at it " * 50)
    with pytest.raises(Damaged, match="is no inbox"):
        async with open_house(str(tmp_path / "x.db")):
            pass
    with pytest.raises(NotFound, match="inbox init"):
        async with open_house(str(tmp_path / "none.db")):
            pass
    await create(str(tmp_path / "y.db"), lead="lea")
    with pytest.raises(Refused, match="already"):
        await create(str(tmp_path / "y.db"), lead="eva")


async def test_a_full_disk_is_said_loses_nothing_and_passes(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        anna = await w.desk("anna")
        pages = (await w.db._writer.execute_fetchall("pragma page_count"))[0][0]  # type: ignore[index]
        await w.db._writer.execute(f"pragma max_page_count = {pages}")
        says = [message(f"big{n}", "x" * 20_000, who=f"W{n}") for n in range(200)]
        with pytest.raises(Unreachable, match="full or failing"):
            await w.take_in(*says)
        with pytest.raises(Unreachable):
            await anna.perform(c.WriteNote(id, "n" * 40_000))
        assert (await anna.thread(id)).messages
        await w.db._writer.execute("pragma max_page_count = 1000000")
        await anna.perform(c.WriteNote(id, "n" * 40_000))
        await w.arrives("wieder da", who="W1000")
        assert (await (await w.desk("otto")).verify()).ok


async def test_every_commit_is_durable_and_one_connection_checkpoints(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        for pragma, wanted in (
            ("synchronous", 2),
            ("foreign_keys", 1),
            ("journal_mode", "wal"),
            ("wal_autocheckpoint", 1000),
        ):
            assert (await w.db._writer.execute_fetchall(f"pragma {pragma}"))[0][0] == wanted  # type: ignore[index]
        assert (await w.db.read("pragma wal_autocheckpoint"))[0][0] == 0
        assert (await w.db.read("pragma query_only"))[0][0] == 1
        assert w.path.stat().st_mode & 0o77 == 0


ALLOWED = (
    "count(*)",  # counting is a scan by its nature; the views' counts run over partial indexes
    "order by c.last_at desc",  # the whole index of a view is asked for
    "c.state = 'snoozed'",  # the index of the few that sleep, in its order
    "from person",
    "from department",
    "from channel",
    "group by coalesce",  # the lead's overview adds up all open conversations
    "c.state = 'open' and 1 = 1",  # and the report weighs them
)


async def test_no_statement_of_the_daily_work_scans_a_large_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, object] = {}
    for kind in (sqlite.Reading, sqlite.Writing):
        for name in ("read", "run", "run_all"):
            if hasattr(kind, name):
                monkeypatch.setattr(kind, name, _noting(getattr(kind, name), seen))
    async with world(tmp_path) as w:
        await _daily_work(w)
        bad = []
        for sql in list(seen):
            if sql.lstrip().lower().startswith(("select", "update", "delete", "insert")):
                holes = len(set(re.findall(r"\$(\d+)", sql)))
                plan = await w.db._reader.execute_fetchall("explain query plan " + sqlite._dialect(sql), [None] * holes)
                # Some statements walk conversations by their nature; none may walk the messages.
                tables = "m|f|h|b|t|message|feed|note|trace|link|dismissal|handle|contact" + (
                    "" if any(a in sql for a in ALLOWED) else "|c|r|conversation|request"
                )
                scans = [r[3] for r in plan if re.match(rf"SCAN ({tables})\b", r[3]) and "VIRTUAL" not in r[3]]
                if scans:
                    bad.append((sql, scans))
        assert not bad


def _noting(original, seen):  # type: ignore[no-untyped-def]
    async def noting(self, sql, args=()):  # type: ignore[no-untyped-def]
        seen[sql] = None
        return await original(self, sql, args)

    return noting


async def _daily_work(w) -> None:  # type: ignore[no-untyped-def]
    id = await w.arrives("Größe XL kaputt")
    anna, tom, lea = [await w.desk(n) for n in ("anna", "tom", "lea")]
    asked = await anna.perform(c.Ask(id, "development", "?", show=((await anna.thread(id)).messages[0].id,)))
    await tom.perform(c.Answer(asked[0].event.id, "Das."))
    await anna.perform(c.Accept(asked[0].event.id))
    await anna.perform(c.SaveDraft(id, "x"))
    await anna.perform(c.Reply(id, "x", answers=(asked[0].event.id,)), "key")
    await anna.perform(c.TakeBack())
    await anna.perform(c.Reply(id, "x", now=True))
    await w.house._store.outgoing((await anna.thread(id)).messages[-1].id)
    await w.house._store.to_send(w.clock(), 10)
    await w.house._store.due(w.clock())
    await w.house._store.next_due()
    await w.house._store.in_flight()
    await lea.perform(c.AssignAll("anna", "jonas"))
    await lea.undoable()
    await lea.perform(c.UndoMove())
    for desk in (anna, tom, lea):
        for view in View:
            page = await desk.conversations(view, limit=1)
            await desk.conversations(view, limit=1, after=page.next or "")
        await desk.feed(0)
        await desk.requests()
        await desk.counts()
    await _know(w, id)
    await lea.search("groesse")
    await lea.search("from:Käthe is:open kaputt")
    await tom.search("groesse")
    await lea.conversations(View.ALL, after=to_cursor("~", 2**62, 0, 0))
    await lea.search("groesse tag:vip is:planned")
    await lea.conversations(View.ALL, Filter(tag="vip"))
    await lea.overview()
    await w.house._store.said_since(w.clock(), 10)
    await lea.handover([id])
    await _report(w)
    await w.take_in(message("e", "neu", target_id="Käthe-1", kind=Kind.EDIT))
    await w.take_in(message("f", "neu", target_id="g", kind=Kind.EDIT), message("g"))


async def _report(w) -> None:  # type: ignore[no-untyped-def]
    held, closed = await w.arrives(who="H"), await w.arrives(who="C")
    mia, lea = await w.desk("mia"), await w.desk("lea")
    for id, owner in ((held, "mia"), (closed, "lea")):
        await lea.perform(c.Assign(id, owner))
    reply = await mia.perform(c.Reply(held, "x"))
    await lea.held()
    await lea.perform(c.Approve(reply[0].event.id))
    await lea.perform(c.Close(closed))
    await lea.report(w.clock() - timedelta(days=1))


async def _know(w, id: int) -> None:  # type: ignore[no-untyped-def]
    lea, other = await w.desk("lea"), await w.arrives("ich bin a@example.com", who="Zoe")
    await w.arrives(who="a", channel="foreign@x", identities=(Identity("email", "a@example.com"),))
    pair = [(await lea.portrait(i)).contacts[0].id for i in (id, other)]
    await lea.perform(c.DismissLink(*pair))
    await lea.perform(c.LinkContacts(*pair, "x"))
    for desk in (lea, await w.desk("anna")):
        await desk.portrait(other)
        page = await desk.across(id, limit=1)
        await desk.across(id, limit=1, before=page.next or "")
    await lea.perform(c.UnlinkContacts((await lea.portrait(id)).links[0].id))


async def test_a_page_costs_the_same_however_many_conversations_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted in steps of SQLite's machine, which no busy processor changes."""

    async def steps_for(w, view: View) -> int:  # type: ignore[no-untyped-def]
        count = 0

        def tick() -> int:
            nonlocal count
            count += 1
            return 0

        await w.db._reader.set_progress_handler(tick, 10)
        await (await w.desk("anna")).conversations(view, Filter(), limit=50)
        await w.db._reader.set_progress_handler(None, 0)  # type: ignore[arg-type]
        return count

    async with world(tmp_path) as w:
        for n in range(0, 300, 100):
            await w.take_in(*(message(f"a{i}", who=f"a{i}") for i in range(n, n + 100)))
        few = {view: await steps_for(w, view) for view in (View.WAITING, View.UNOWNED, View.ALL)}
        for n in range(0, 6000, 100):
            await w.take_in(*(message(f"b{i}", who=f"b{i}") for i in range(n, n + 100)))
        many = {view: await steps_for(w, view) for view in few}
    assert all(many[view] <= 1.3 * few[view] + 50 for view in few), (few, many)
