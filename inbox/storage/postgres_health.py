"""Looks at the health of a PostgreSQL database, for `inbox doctor`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from inbox.storage.database import Look, Rows
from inbox.texts import t

OLDEST = 140_000
SKEW = 2.0
"""Seconds by which clocks may differ before it is worth a word."""
LAG = 30.0


async def examine(read: Callable[[str], Awaitable[Rows]], where: str) -> list[Look]:
    """Return what was looked at: server, connections, durability, copies, clock."""
    sql = "select cast(current_setting('server_version_num') as integer), current_setting('server_version')"
    ((number, version),) = await read(sql)
    found: list[Look] = [
        ("ok", f"PostgreSQL {version}", "")
        if number >= OLDEST
        else ("warn", f"PostgreSQL {version}", t("PostgreSQL 14 is the oldest this is tried with"))
    ]
    found.append(("ok", t("database {path}: {state}", path=where, state="ok"), ""))
    found.append(await _connections(read))
    found.append(await _durable(read))
    found += await _copies(read)
    found.append(await _clock(read))
    return found


async def _connections(read: Callable[[str], Awaitable[Rows]]) -> Look:
    sql = (
        "select count(*), sum(case when datname = current_database() then 1 else 0 end),"
        " cast(current_setting('max_connections') as integer) from pg_stat_activity where backend_type = 'client backend'"
    )
    ((all_, ours, most),) = await read(sql)
    what = t("connections: {count} of {most}, {ours} of this database", count=all_, most=most, ours=ours)
    if all_ > 0.8 * most:
        return "warn", what, t("raise max_connections, or end some")
    return "ok", what, ""


async def _durable(read: Callable[[str], Awaitable[Rows]]) -> Look:
    ((commit, sync, pages),) = await read(
        "select current_setting('synchronous_commit'), current_setting('fsync'), current_setting('full_page_writes')"
    )
    what = f"synchronous_commit {commit}, fsync {sync}, full_page_writes {pages}"
    if "off" in (commit, sync, pages):
        return "warn", what, t("a power cut may take back what was acknowledged; set them to on")
    return "ok", what, ""


async def _copies(read: Callable[[str], Awaitable[Rows]]) -> list[Look]:
    sql = (
        "select coalesce(application_name, ''), coalesce(state, ''), coalesce(extract(epoch from replay_lag), 0)::float8"
        " from pg_stat_replication"
    )
    found: list[Look] = []
    for name, state, lag in await read(sql):
        what = t("copy {name}: {state}, {seconds} s behind", name=name, state=state, seconds=round(lag, 1))
        late = state != "streaming" or lag > LAG
        found.append(("warn" if late else "ok", what, t("look at the server of the copy") if late else ""))
    return found


async def _clock(read: Callable[[str], Awaitable[Rows]]) -> Look:
    before = datetime.now(UTC)
    ((theirs,),) = await read("select clock_timestamp()")
    ours = before + (datetime.now(UTC) - before) / 2
    apart = abs((theirs - ours).total_seconds())
    what = t("clock: {seconds} s apart from the database's", seconds=round(apart, 2))
    return ("warn", what, t("let both machines take their time from the network")) if apart > SKEW else ("ok", what, "")
