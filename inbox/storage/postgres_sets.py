"""Writes many rows as one set: a column travels as one array, and the server is asked once instead of once a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_VALUES = re.compile(r"\bvalues \(((?:\$\d+|cast\(\$\d+ as \w+\)|, )+)\)")
"""The one list of values of an insert."""
_GAP = re.compile(r"\$(\d+)")
FEW = 2
"""Rows up to which a set is not worth it."""


class Sets:
    """Knows each statement's set, once it was asked for."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    async def run(self, connection: Any, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run a statement for rows: an insert of values as one, all others one after the other in one go."""
        if len(rows) <= FEW or not _VALUES.search(sql):
            if len(rows) == 1:
                await connection.execute(sql, *rows[0])
            elif rows:
                await connection.executemany(sql, rows)
            return
        if sql not in self._known:
            prepared = await connection.prepare(sql)
            types = [f"{kind.schema}.{kind.name}" for kind in prepared.get_parameters()]
            self._known[sql] = as_set(sql, types)
        await connection.execute(self._known[sql], *map(list, zip(*rows, strict=True)))


def as_set(sql: str, types: Sequence[str]) -> str:
    """Return an insert of `values ($1, …)` as one of arrays, given the types of its values."""
    arrays = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(types, 1))
    columns = ", ".join(f"c{n}" for n in range(1, len(types) + 1))
    found = _VALUES.search(sql)
    assert found is not None
    chosen = _GAP.sub(r"c\1", found[1])
    return f"{sql[: found.start()]}select {chosen} from unnest({arrays}) as u ({columns}){sql[found.end() :]}"
