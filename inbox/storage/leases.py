"""Keeps leases, by the database's time alone: no statement here is told what time it is.

Holding stands beside the turn to write, so that a busy inbox keeps nobody from renewing. A fenced transaction keeps the
lease's row until it ends, so that nobody else can take it meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence

from inbox.errors import LeaseLost
from inbox.ports.leases import Holding, Lease, Node, Roll
from inbox.storage.database import Database, Writing

_NOW = {
    "sqlite": "cast((julianday('now') - 2440587.5) * 86400000 as integer)",
    "postgres": "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)",
}
_ALONE = {"sqlite": "true", "postgres": "false"}
"""A file belongs to one process, so whoever held a lease before is gone."""
_SHARE = {"sqlite": "", "postgres": " for share"}
_FORGET = 86_400_000
"""Milliseconds after which a node that is gone is forgotten."""


async def hold(db: Database, names: Sequence[str], node: str, seconds: float) -> list[Lease]:
    """Take or renew what nobody else holds; all in one statement, in one order for everybody."""
    if not names:
        return []
    now = _NOW[db.dialect]
    until = f"{now} + {int(seconds * 1000)}"
    rows = ", ".join(f"(${n}, $1, 1, {until})" for n in range(2, len(names) + 2))
    sql = (
        f"insert into lease (name, node, epoch, until) values {rows} on conflict (name) do update"
        " set epoch = lease.epoch + (case when lease.node = excluded.node then 0 else 1 end), node = excluded.node,"
        f" until = {until} where lease.node = excluded.node or lease.until <= {now} or {_ALONE[db.dialect]}"
        " returning name, node, epoch"
    )
    return [Lease(*row) for row in await db.aside(sql, (node, *sorted(names)))]


async def let_go(db: Database, leases: Sequence[Lease]) -> None:
    """Hand leases back, so that another node goes on at once; one that somebody else has by now stays theirs."""
    for lease in leases:
        sql = "update lease set until = 0 where name = $1 and node = $2 and epoch = $3"
        await db.aside(sql, (lease.name, lease.node, lease.epoch))


async def take_part(db: Database, node: str, label: str, ahead: float, seconds: float) -> None:
    """Say that a node is there for so long."""
    now = _NOW[db.dialect]
    sql = (
        f"insert into node (id, label, ahead, until) values ($1, $2, $3, {now} + {int(seconds * 1000)})"
        " on conflict (id) do update set label = excluded.label, ahead = excluded.ahead, until = excluded.until"
    )
    await db.aside(sql, (node, label, int(ahead * 1000)))


async def leave(db: Database, node: str) -> None:
    """Forget a node that ends, and those that are long gone."""
    await db.aside(f"delete from node where id = $1 or until < {_NOW[db.dialect]} - {_FORGET}", (node,))


async def roll(db: Database) -> Roll:
    """Return who takes part and who holds what; on a file everybody but its owner is gone."""
    now = _NOW[db.dialect]
    sql = (
        f"select 'now', '', '', 0, {now}, {now} union all"
        f" select 'node', id, label, ahead, until, {now} from node union all"
        f" select 'lease', name, node, epoch, until, {now} from lease order by 1, 2"
    )
    nodes: list[Node] = []
    holdings: list[Holding] = []
    at = 0.0
    for kind, name, words, number, until, moment in await db.read(sql):
        left = (until - moment) / 1000
        if kind == "node":
            nodes.append(Node(name, words, number / 1000, left))
        elif kind == "lease":
            holdings.append(Holding(Lease(name, words, number), left))
        else:
            at = moment / 1000
    return Roll(at, tuple(nodes), tuple(holdings))


async def fence(writing: Writing, lease: Lease) -> None:
    """See that a lease still stands, and keep it standing until this transaction ends. Raises: LeaseLost."""
    sql = f"select 1 from lease where name = $1 and node = $2 and epoch = $3{_SHARE[writing.dialect]}"
    if not await writing.read(sql, (lease.name, lease.node, lease.epoch)):
        raise LeaseLost("Another node goes on with {name}; nothing was written here.", name=lease.name)
