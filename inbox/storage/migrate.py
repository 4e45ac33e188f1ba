"""Brings a database to the schema of this program, one numbered file after the other, forward only."""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from inbox import fault
from inbox.errors import Damaged, Unreachable

SCHEMA = Path(__file__).parent / "schema"


def steps() -> list[tuple[int, str, str]]:
    """Return every migration as (number, file name, SQL), in order."""
    return [(int(p.name[:4]), p.name, p.read_text("utf-8")) for p in sorted(SCHEMA.glob("[0-9]*.sql"))]


def migrate(connection: sqlite3.Connection, *, upto: int | None = None) -> int:
    """Apply what is missing, each step in a transaction of its own, and return the version reached.

    `upto` stops early (for tests of old databases). Raises: Unreachable where the database is of a
    newer program, Damaged where a step that was applied has changed since.
    """
    connection.execute(
        "create table if not exists version (number integer primary key, name text not null, checksum text not null, at text not null)"
    )
    done = {
        n: (name, checksum) for n, name, checksum in connection.execute("select number, name, checksum from version")
    }
    known = steps()
    newest = known[-1][0]
    if done and max(done) > newest:
        raise Unreachable(
            "This inbox was written by a newer version of the program (schema {theirs}, ours is {ours}); update the program.",
            theirs=max(done),
            ours=newest,
        )
    for number, name, sql in known:
        checksum = hashlib.sha256(sql.encode()).hexdigest()
        if number in done:
            if done[number][1] != checksum:
                raise Damaged("Schema step {name} was changed after it had been applied.", name=name)
            continue
        if upto is not None and number > upto:
            break
        _apply(connection, number, name, sql, checksum)
    return int(connection.execute("select max(number) from version").fetchone()[0])


def _apply(connection: sqlite3.Connection, number: int, name: str, sql: str, checksum: str) -> None:
    connection.execute("begin immediate")
    try:
        for statement in _statements(sql):
            connection.execute(statement)
            fault.point(f"migrate.{number}")
        row = (number, name, checksum, datetime.now(UTC).isoformat(timespec="microseconds"))
        connection.execute("insert into version (number, name, checksum, at) values (?, ?, ?, ?)", row)
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _statements(sql: str) -> list[str]:
    found, current = [], ""
    for line in sql.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            found.append(current)
            current = ""
    return found
