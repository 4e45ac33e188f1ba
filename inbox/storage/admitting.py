"""The part of a write that lets people in: tokens and logins, and what is made of their secrets, apart from the facts."""

from __future__ import annotations

from inbox.domain.picture import Picture
from inbox.errors import Conflict
from inbox.storage import rows
from inbox.storage.database import Writing


class Admitting:
    """Tokens and logins of a write."""

    _writing: Writing
    picture: Picture

    async def load_access(self, person: str) -> None:
        """Load a person's tokens, and everybody's logins."""
        for r in await self._writing.read(f"select {rows.TOKEN} from token where person = $1", (person,)):
            self.picture.tokens[r[0]] = rows.token(r)
        for r in await self._writing.read(f"select {rows.LOGIN} from login"):
            self.picture.logins[r[0]] = rows.login(r)

    async def load_token(self, id: int) -> None:
        """Load a token; nothing where there is none."""
        for r in await self._writing.read(f"select {rows.TOKEN} from token where id = $1", (id,)):
            self.picture.tokens[r[0]] = rows.token(r)

    async def keep_token(self, id: int, digest: str) -> None:
        """Keep what a token is known by. Raises: Conflict where another one is known by the same."""
        if await self._writing.read("select token from token_secret where hash = $1", (digest,)):
            raise Conflict("This token is known already; make another one.")
        await self._writing.run("insert into token_secret (hash, token) values ($1, $2)", (digest, id))

    async def keep_password(self, person: str, verifier: str, before: str | None) -> None:
        """Keep what a password is known by. Raises: Conflict where the one of `before` was changed meanwhile."""
        if before is not None:
            found = await self._writing.read("select verifier from password where person = $1", (person,))
            if [r[0] for r in found] != [before]:
                raise Conflict("The password of {name} has just been changed; try again.", name=person)
        if verifier:
            await self._writing.run(
                "insert into password (person, verifier) values ($1, $2)"
                " on conflict (person) do update set verifier = excluded.verifier",
                (person, verifier),
            )

    async def _forget_secrets(self) -> None:
        """Forget what revoked tokens and ended passwords were known by, in the transaction that ends them."""
        ended = [(k,) for t, k in self.picture.touched if t == "tokens" and self._ended(k)]
        if ended:
            await self._writing.run_all("delete from token_secret where token = $1", ended)
        logins = [str(k) for t, k in self.picture.touched if t == "logins"]
        if gone := [(k,) for k in logins if k not in self.picture.logins or not self.picture.logins[k].password]:
            await self._writing.run_all("delete from password where person = $1", gone)

    def _ended(self, id: int | str) -> bool:
        token = self.picture.tokens.get(int(id))
        return token is None or token.revoked
