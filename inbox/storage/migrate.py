"""Brings a database to the schema of this program, one numbered file after the other, forward only."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from inbox import fault
from inbox.domain.resemblance import named, of_handle
from inbox.domain.text import folded_if_any
from inbox.errors import Damaged, Unreachable
from inbox.storage.database import Dialect

SCHEMA = Path(__file__).parent / "schema"
APPLICATION = 0x43686566
"""What the head of our files says they are ("Chef"), so that no other program's file is taken for an inbox."""
_VERSION = frozenset({"number", "name", "checksum", "at"})
"""Columns of the table by which an inbox is known that was made before its head said so."""


def steps(dialect: Dialect = "sqlite") -> list[tuple[int, str, str]]:
    """Return every migration of a database as (number, file name, SQL), in order.

    `NNNN_name.postgres.sql` is PostgreSQL's text of a step; its first stands for all steps before it as well.
    """
    own = {int(p.name[:4]): p for p in sorted(SCHEMA.glob("[0-9]*.postgres.sql"))}
    files = {int(p.name[:4]): p for p in sorted(SCHEMA.glob("[0-9]*.sql")) if p not in own.values()}
    if dialect == "postgres":
        files = {n: p for n, p in files.items() if n > min(own)} | own
    return [(n, p.name, p.read_text("utf-8")) for n, p in sorted(files.items())]


def known_version(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of a database without changing it; 0 where it holds nothing yet.

    Raises: Damaged where it is another program's, Unreachable where it is of a newer one of ours.
    """
    application = connection.execute("pragma application_id").fetchone()[0]
    tables = connection.execute("select count(*) from sqlite_master").fetchone()[0]
    columns = {r[1] for r in connection.execute("pragma table_info(version)")}
    if application not in (0, APPLICATION) or (tables and not application and not columns >= _VERSION):
        raise Damaged("{path} is no inbox, or a damaged one.", path=path)
    return _not_newer(connection) if columns else 0


def _not_newer(connection: sqlite3.Connection) -> int:
    theirs = connection.execute("select max(number) from version").fetchone()[0] or 0
    ours = steps()[-1][0]
    if theirs > ours:
        raise Unreachable(
            "This inbox was written by a newer version of the program (schema {theirs}, ours is {ours}); update the program.",
            theirs=theirs,
            ours=ours,
        )
    return int(theirs)


def migrate(connection: sqlite3.Connection, *, upto: int | None = None) -> int:
    """Apply what is missing, each step in a transaction of its own, and return the version reached.

    `upto` stops early (for tests of old databases). Raises: Unreachable where the database is of a
    newer program, Damaged where a step that was applied has changed since.
    """
    connection.create_function("folded", 1, folded_if_any, deterministic=True)
    connection.create_function("plain", 1, _plain, deterministic=True)
    connection.create_function("traced", 3, _traced, deterministic=True)
    connection.create_function("named", 1, _named, deterministic=True)
    connection.execute(
        "create table if not exists version (number integer primary key, name text not null, checksum text not null, at text not null)"
    )
    _not_newer(connection)
    done = {
        n: (name, checksum) for n, name, checksum in connection.execute("select number, name, checksum from version")
    }
    for number, name, sql in steps():
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
        for statement in statements(sql):
            connection.execute(statement)
            fault.point(f"migrate.{number}")
        row = (number, name, checksum, datetime.now(UTC).isoformat(timespec="microseconds"))
        connection.execute("insert into version (number, name, checksum, at) values (?, ?, ?, ?)", row)
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def statements(sql: str) -> list[str]:
    """Return the statements of a step."""
    found, current = [], ""
    for line in sql.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            found.append(current)
            current = ""
    return found


def _plain(text: str) -> str:
    """Write a list as JSON with its letters as they are."""
    return json.dumps(json.loads(text), ensure_ascii=False)


def _traced(kind: str, value: str, name: str) -> str:
    return json.dumps([(trace.key, trace.shown) for trace in of_handle(kind, value, name)])


def _named(text: str) -> str:
    return json.dumps([(trace.key, trace.shown) for trace in named(text)])
