"""An inbox moves from one database into another whole, or not at all."""

from __future__ import annotations

import asyncio
import base64
import os
import signal
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from inbox import fault
from inbox.bootstrap import create, move, open_house, secrets_of
from inbox.domain import commands as c
from inbox.domain.incoming import Identity
from inbox.errors import Refused, Unreachable
from inbox.storage.catalogue import tables
from inbox.storage.places import opened
from tests.servers import postgres
from tests.world import Clock, World, message, plain, stored, world


def silent(done: int, total: int) -> None:
    assert done <= total


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "secrets.key"
    path.write_bytes(base64.b64encode(bytes(range(32))) + b"\n")
    path.chmod(0o600)
    monkeypatch.setenv("INBOX_SECRETS_KEY", str(path))
    return path


async def lived_in(w: World) -> int:
    """Let something of everything happen."""
    id, anna, tom = await w.arrives("Größe 47 passt nicht 🙂"), await w.desk("anna"), await w.desk("tom")
    await w.take_in(message("big", "lang " * 9000, who="Lang"), message("e", "", who="Leer"))
    await w.arrives("Meine Mail: kaethe@example.com", who="K2", identities=(Identity("email", "k2@example.com"),))
    await anna.perform(c.Take(id))
    await anna.perform(c.WriteNote(id, "Notiz\tmit\nZeile"))
    asked = await anna.perform(c.Ask(id, "development", "Was?"))
    await tom.perform(c.Answer(asked[0].event.id, "Das."))  # type: ignore[attr-defined]
    await anna.perform(c.Reply(id, "Antwort"))
    await anna.perform(c.SaveDraft(id, "Entwurf"))
    await w.take_in(message("m9", "mit Rohdaten"), cursor="weiter")
    await (await w.house.keeping("lea")).keep_secret("acme@x", "token", "tok-123")
    return id


async def contents(where: str) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table that is carried."""
    db = await opened(where, make=False)
    found = {}
    try:
        for table in await tables(db):
            names, keys = ([f'"{name}"' for name in part] for part in (sorted(table.columns), table.keys))
            sql = f"select {', '.join(names)} from {table.name} order by {', '.join(keys)}"
            found[table.name] = await db.read(sql)
    finally:
        await db.close()
    return found


async def test_an_inbox_moves_to_postgresql_and_back_and_is_the_same(
    tmp_path: Path, postgres_place: str, key: Path
) -> None:
    async with world(tmp_path) as w:
        id = await lived_in(w)
        before = plain(await stored(w.db))
    first, back, copy = (str(tmp_path / name) for name in ("inbox.db", "back.db", "copy.db"))

    there = await move(first, postgres_place, silent)
    home = await move(postgres_place, back, silent)
    await move(back, copy, silent)

    assert there.verdict.ok and home.verdict.ok and not there.behind
    assert (there.last, there.head, there.rows) == (home.last, home.head, home.rows)
    whole = await contents(first)
    assert sum(map(len, whole.values())) == there.rows
    for where in (postgres_place, back, copy):
        assert await contents(where) == whole
        assert secrets_of(where).of("acme@x") == {"token": "tok-123"}
        async with open_house(where, now=Clock()) as house:
            anna = await house.desk("anna")
            assert plain(await stored(house._store._db)) == before
            assert [h.conversation for h in (await anna.search("groesse 47")).items] == [id]
            await anna.perform(c.WriteNote(id, "danach"))
            assert [h.conversation for h in (await anna.search("danach")).items] == [id]
            assert (await (await house.desk("otto")).verify()).ok


async def test_a_target_that_holds_anything_is_refused_and_stays_as_it_was(tmp_path: Path, postgres_place: str) -> None:
    await create(str(tmp_path / "a.db"), lead="lea")
    await create(str(tmp_path / "b.db"), lead="eva")
    await create(postgres_place, lead="eva")
    for target in (str(tmp_path / "b.db"), postgres_place):
        with pytest.raises(Refused, match="holds something already"):
            await move(str(tmp_path / "a.db"), target, silent)
        async with open_house(target) as house:
            assert [p.name for p in await (await house.desk("eva")).people()] == ["eva"]


async def test_an_error_in_the_middle_leaves_nothing_behind(tmp_path: Path, postgres_place: str) -> None:
    async with world(tmp_path) as w:
        await lived_in_without_secrets(w)

    def stop(point: str) -> None:
        if point == "write.commit":
            raise RuntimeError("stopped")

    for target in (str(tmp_path / "new.db"), postgres_place):
        fault.listen(stop)
        try:
            with pytest.raises(RuntimeError, match="stopped"):
                await move(str(tmp_path / "inbox.db"), target, silent)
        finally:
            fault.listen(None)
        assert (await move(str(tmp_path / "inbox.db"), target, silent)).verdict.ok
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith("new")) == ["new.db", "new.db.lock"]


async def lived_in_without_secrets(w: World) -> None:
    await w.arrives()


@pytest.mark.parametrize("kind", ["file", "postgres"])
async def test_a_move_that_is_killed_leaves_the_target_empty_and_can_be_done_again(
    tmp_path: Path, postgres_place: str, kind: str
) -> None:
    async with world(tmp_path) as w:
        await lived_in_without_secrets(w)
    source, target = str(tmp_path / "inbox.db"), str(tmp_path / "new.db") if kind == "file" else postgres_place
    script = (
        "import asyncio, os, signal\nfrom inbox import fault\nfrom inbox.bootstrap import move\n"
        "fault.listen(lambda p: os.kill(os.getpid(), signal.SIGKILL) if p == 'write.commit' else None)\n"
        f"asyncio.run(move({source!r}, {target!r}, lambda a, b: None))"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, env={**os.environ})
    assert await process.wait() == -signal.SIGKILL

    assert (await move(source, target, silent)).verdict.ok


async def test_secrets_do_not_move_where_no_key_is(
    tmp_path: Path, postgres_place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INBOX_SECRETS_KEY", str(tmp_path / "none"))
    async with world(tmp_path) as w:
        await (await w.house.keeping("lea")).keep_secret("acme@x", "token", "tok-123")
    with pytest.raises(Unreachable, match="inbox secrets new-key"):
        await move(str(tmp_path / "inbox.db"), postgres_place, silent)
    assert await postgres.value(postgres_place, "select count(*) from person") == 0


async def test_a_source_that_was_changed_by_hand_is_said_not_to_verify(tmp_path: Path, postgres_place: str) -> None:
    async with world(tmp_path) as w:
        await lived_in_without_secrets(w)
    with closing(sqlite3.connect(tmp_path / "inbox.db")) as connection, connection:
        connection.execute("update conversation set owner = 'otto'")
    moved = await move(str(tmp_path / "inbox.db"), postgres_place, silent)
    assert not moved.verdict.ok
    assert "conversation" in moved.verdict.why


async def test_a_source_that_was_idle_too_long_while_the_target_was_compared_is_moved_all_the_same(
    tmp_path: Path, postgres_place: str
) -> None:
    async with world(postgres_place) as w:
        await lived_in_without_secrets(w)
    ends = "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid != pg_backend_pid()"
    ended = []

    def end(done: int, total: int) -> None:
        if done == total:
            with ThreadPoolExecutor() as aside:
                ended.append(aside.submit(asyncio.run, postgres.value(postgres_place, ends)).result())

    target = tmp_path / "home.db"
    moved = await move(postgres_place, str(target), end)
    assert ended
    assert ended[-1]
    assert moved.verdict.ok
    assert target.exists()
