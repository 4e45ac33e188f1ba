"""Which file is opened: ours and no other program's, by whatever name, and nothing is written before that is known."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.errors import Damaged, Locked, Unreachable
from inbox.storage.migrate import APPLICATION
from inbox.storage.store import SqlStore
from tests.world import world

FOREIGN = {
    "bookmarks": "create table bookmarks (x); insert into bookmarks values (1)",
    "in another journal mode": "pragma journal_mode = wal; create table bookmarks (x)",
    "with a version of its own": "create table version (number integer); insert into version values (1)",
    "that says whose it is": "pragma application_id = 7; create table version (number, name, checksum, at)",
}


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return what lies in a folder: bytes and mode by name."""
    return {p.name: (p.read_bytes(), p.stat().st_mode) for p in folder.iterdir()}


@pytest.mark.parametrize("kind", FOREIGN)
async def test_another_programs_database_is_refused_and_nothing_is_written(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(path)) as theirs:
        theirs.executescript(FOREIGN[kind])
    path.chmod(0o644)
    before = everything(tmp_path)
    with pytest.raises(Damaged, match="is no inbox"):
        async with open_house(str(path)):
            pass
    with pytest.raises(Damaged, match="is no inbox"):
        await create(str(path), lead="lea")
    assert everything(tmp_path) == before


async def test_a_database_of_a_newer_program_stays_as_it_is_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "inbox.db"
    await create(str(path), lead="lea")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("insert into version values (9999, 'future', 'x', 'y')")
    path.chmod(0o640)
    before = everything(tmp_path)
    with pytest.raises(Unreachable, match="newer version of the program"):
        async with open_house(str(path)):
            pass
    assert everything(tmp_path) == before


async def test_an_inbox_made_before_its_head_said_so_is_opened_and_says_so_from_then_on(tmp_path: Path) -> None:
    path = tmp_path / "inbox.db"
    await create(str(path), lead="lea")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma application_id = 0")
    async with open_house(str(path)) as house:
        assert (await house.desk("lea")).person.name == "lea"
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("pragma application_id").fetchone() == (APPLICATION,)


async def test_a_second_opener_by_another_name_is_told_who_has_the_inbox(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    async with world(tmp_path) as w:
        link = tmp_path / "elsewhere" / "link.db"
        link.symlink_to(w.path)
        with pytest.raises(Locked, match="process"):
            await SqlStore.open(link)


async def test_a_link_leads_to_the_same_secrets(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    async with world(tmp_path) as w:
        await (await w.desk("lea")).perform(c.AddChannel("mail", "email"))
        await (await w.house.keeping("lea")).keep_secret("mail", "password", "hunter2")
        link = tmp_path / "elsewhere" / "link.db"
        link.symlink_to(w.path)
    async with open_house(str(link)) as house:
        await (await house.keeping("lea")).keep_secret("mail", "other", "x")
    assert [p.name for p in link.parent.iterdir()] == ["link.db"]
