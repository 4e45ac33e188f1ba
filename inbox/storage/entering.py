"""Reads who a token, a login or a password is of, and counts who tries, each count in a transaction before the try."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from inbox.domain.access import Token
from inbox.domain.guessing import FORGOTTEN, TRUSTED, Limit
from inbox.storage import rows
from inbox.storage.database import Database

_COUNT = (
    "insert into attempt (who, failures, last, until, good) values ($1, 1, $2, '', '') on conflict (who) do update set"
    " failures = case when attempt.last < $3 then 1 else attempt.failures + 1 end, last = excluded.last"
)


class Entering:
    """The part of a store that knows who may come in."""

    _db: Database

    async def token(self, digest: str) -> Token | None:
        """Return the token that is known by a digest, while it stands and its person works here."""
        sql = (
            "select t.id, t.person, t.label, t.scopes, t.made_at, t.until, t.revoked from token_secret s"
            " join token t on t.id = s.token join person p on p.name = t.person"
            " where s.hash = $1 and t.revoked = 0 and p.active = 1"
        )
        found = await self._db.read(sql, (digest,))
        return rows.token(found[0]) if found else None

    async def tokens(self, person: str) -> tuple[Token, ...]:
        """Return the tokens of a person ("": of everybody) that were not revoked, oldest first."""
        whose, args = ("and person = $1", (person,)) if person else ("", ())
        sql = f"select {rows.TOKEN} from token where revoked = 0 {whose} order by id"
        return tuple(rows.token(r) for r in await self._db.read(sql, args))

    async def verifier(self, person: str) -> str:
        """Return what a person's password is known by; "" where they have none or do not work here."""
        sql = (
            "select w.verifier from password w join person p on p.name = w.person where p.active = 1 and w.person = $1"
        )
        found = await self._db.read(sql, (person,))
        return str(found[0][0]) if found else ""

    async def renew_verifier(self, person: str, before: str, after: str) -> None:
        """Keep the same password in a stronger form, unless it was changed meanwhile."""
        async with self._db.writing() as writing:
            await writing.run(
                "update password set verifier = $3 where person = $1 and verifier = $2", (person, before, after)
            )

    async def called(self, subject: str) -> str:
        """Return whom the company's provider calls so; "" for nobody who works here."""
        sql = "select n.person from login n join person p on p.name = n.person where p.active = 1 and n.subject = $1"
        found = await self._db.read(sql, (subject,))
        return str(found[0][0]) if found else ""

    async def trying(self, here: Limit, others: Sequence[Limit], anywhere: Limit | None, at: datetime) -> float:
        """Count a try, and return how many seconds to wait before it may be made; 0 for now.

        `here` is a name at an address; `anywhere` does not hold where that name came in from that address before.
        """
        limits = {limit.who: limit for limit in (here, *others, *((anywhere,) if anywhere else ()))}
        now, old = rows.stamp(at) or "", rows.stamp(at - FORGOTTEN)
        async with self._db.writing() as writing:
            for who in sorted(limits):
                await writing.run(_COUNT, (who, now, old))
            sql = f"select who, failures, until, good from attempt where who in ({', '.join(f'${n}' for n in range(1, len(limits) + 1))})"
            found = {r[0]: r[1:] for r in await writing.read(sql, sorted(limits))}
            trusted = found[here.who][2] > (rows.stamp(at - TRUSTED) or "")
            held = [who for who in limits if not (trusted and anywhere and who == anywhere.who)]
            until = max(found[who][1] for who in held)
            if until > now:
                return (rows.when(until) - at).total_seconds()
            for who, limit in limits.items():
                pause = limit.pause(found[who][0])
                # What is refused is counted, but makes no pause longer: only who is let try may have guessed.
                if pause > timedelta(0):
                    await writing.run("update attempt set until = $2 where who = $1", (who, rows.stamp(at + pause)))
        return 0

    async def tried(self, here: Limit, others: Sequence[Limit], anywhere: Limit | None, at: datetime) -> None:
        """Say that a try was right: its name begins anew, and its address is held to what else came from there."""
        async with self._db.writing() as writing:
            again = "update attempt set failures = 0, until = ''"
            await writing.run(f"{again}, good = $2 where who = $1", (here.who, rows.stamp(at)))
            if anywhere is not None:
                await writing.run(f"{again} where who = $1", (anywhere.who,))
            for limit in others:
                await writing.run(
                    "update attempt set failures = failures - 1, until = case when failures - 1 < $2 then '' else until end"
                    " where who = $1 and failures > 0",
                    (limit.who, limit.free),
                )
            await writing.run("delete from attempt where last < $1", (rows.stamp(at - 2 * TRUSTED),))
