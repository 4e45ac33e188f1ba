"""Speaks to one homeserver for one account: who we are, a token that is renewed when it ends, calls with it.

A token ends softly (it is refreshed, or we log in to the same device again) or for good. Transaction ids hold for a
device, so a device is kept as long as it can be. https://spec.matrix.org/v1.19/client-server-api/#soft-logout
https://spec.matrix.org/v1.19/client-server-api/#transaction-identifiers
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from urllib.parse import quote

from adapters.kit.found import Found, stamp, words
from adapters.kit.http import Answer, Call, Http, Paused, line
from inbox.errors import BadInput, NotSent, Refused, Unreachable
from inbox.ports.adapter import Context

V3 = "_matrix/client/v3"
NETWORK = 30.0
"""Seconds for a call, and for what an answer may come late."""
PATIENCE = 60.0
"""Seconds we wait at most where the server asks for patience; then the channel says so."""
ENDED = ("M_UNKNOWN_TOKEN", "M_MISSING_TOKEN")


def path(*parts: str) -> str:
    """Return a path of the API; what comes from outside is quoted."""
    return "/".join((V3, *(quote(part, safe="") for part in parts)))


def code(answer: Answer) -> str:
    """Return the error an answer names, "" for a good one."""
    if answer.status < 400:
        return ""
    return words(answer.found, "errcode") or f"HTTP {answer.status}"


def _milliseconds(found: Mapping[str, object]) -> object:
    wait = found.get("retry_after_ms")
    return wait / 1000 if isinstance(wait, int | float) and not isinstance(wait, bool) else None


class Session:
    """One account on one homeserver."""

    def __init__(self, context: Context, base: str) -> None:
        self._context = context
        secrets = context.secrets
        self._token, self._refresh = secrets.get("token", "").strip(), secrets.get("refresh_token", "").strip()
        self._password = secrets.get("password", "")
        self._user = context.settings.get("user", "").strip()
        self._known = secrets.get("device", "")
        self._renewing = asyncio.Lock()
        self._unsaid = {self._token, self._refresh, self._password}
        self.http = Http(base, _milliseconds, self._headers)
        self.us = ""
        self.device = ""
        self.since: datetime | None = None
        """When we first saw this device: what was sent before may be known to another one."""

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    async def ask(self, call: Call, seconds: float = NETWORK) -> Answer:
        """Ask for something. Raises: Unreachable (Paused), Refused where the token counts no more."""
        return await self._with_token(lambda: self.http.read(call, seconds))

    async def hand(self, call: Call, seconds: float = NETWORK) -> Answer:
        """Hand something over. Raises: NotSent, Ambiguous."""
        try:
            return await self._with_token(lambda: self.http.send(call, seconds))
        except (BadInput, Refused, Unreachable) as cause:
            # Only renewing the token ends so, after the server certainly refused.
            after = cause.seconds if isinstance(cause, Paused) else None
            raise NotSent(cause.template, retry_after=after, **cause.values) from cause

    async def patiently(self, call: Call, seconds: float = NETWORK) -> Answer:
        """Ask; where the server wants to be left alone, wait as long as it asks before saying so."""
        try:
            return await self.ask(call, seconds)
        except Paused as cause:
            await self._context.sleep(min(PATIENCE, cause.seconds or 0))
            raise

    async def _with_token(self, do: Callable[[], Awaitable[Answer]]) -> Answer:
        token = self._token
        if not token:
            await self._renew("")
            token = self._token
        answer = await do()
        if code(answer) in ENDED:
            # Refused for certain, so a second call is no double.
            await self._renew(token)
            answer = await do()
            if code(answer) in ENDED:
                raise self._over()
        return answer

    async def renew(self) -> None:
        """Get a new token because a file was refused with this one. Raises: Unreachable, Refused."""
        await self._renew(self._token)

    async def _renew(self, ended: str) -> None:
        async with self._renewing:
            if self._token != ended:
                return
            if not ended and not self._refresh and not (self._password and self._user):
                raise BadInput("Matrix needs an access token, or a user and a password.")
            if not await self._refreshed() and not await self._logged_in():
                raise self._over()

    async def _refreshed(self) -> bool:
        if not self._refresh:
            return False
        self._token = ""
        answer = await self.http.read(Call("POST", path("refresh"), json={"refresh_token": self._refresh}), NETWORK)
        return await self._taken(answer)

    async def _logged_in(self) -> bool:
        if not self._password or not self._user:
            return False
        body = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": self._user},
            "password": self._password,
            # The same device each time: transaction ids go on to hold, and no row of dead devices grows.
            "device_id": f"CHEFSACHE-{self._context.channel}",
            "initial_device_display_name": f"chefsache: {self._context.channel}",
            "refresh_token": True,
        }
        self._token = ""
        answer = await self.http.read(Call("POST", path("login"), json=body), NETWORK)
        if answer.status >= 400:
            raise Refused(
                "{host} does not let {user} in with this password: {words}",
                host=self.http.host,
                user=self._user,
                words=self.said(answer),
            )
        return await self._taken(answer)

    async def _taken(self, answer: Answer) -> bool:
        """Keep a new token before it is used. A refresh token that comes with none stays as it is."""
        token, refresh = words(answer.found, "access_token"), words(answer.found, "refresh_token")
        if answer.status >= 400 or not token:
            return False
        refresh = refresh or self._refresh
        await self._context.keep({"token": token, "refresh_token": refresh} if refresh else {"token": token})
        self._token, self._refresh = token, refresh
        self._unsaid |= {token, refresh}
        if self.device and (device := words(answer.found, "device_id")):
            await self._seen(device)
        return True

    def _over(self) -> Refused:
        return Refused(
            "{host} does not know this access token any more; make a new one and enter it: "
            "inbox channel set {channel} --secret token=-",
            host=self.http.host,
            channel=self._context.channel,
        )

    def said(self, answer: Answer) -> str:
        """Return a refusal's words, without what is or was secret."""
        return line(words(answer.found, "error") or code(answer), *self._unsaid)

    async def enter(self) -> None:
        """Learn who we are. Raises: Unreachable, Refused."""
        me = self.granted(await self.patiently(Call("GET", path("account", "whoami"))))
        self.us = words(me, "user_id")
        if not self.us:
            raise Unreachable("{host} does not say who we are there; is it a Matrix homeserver?", host=self.http.host)
        await self._seen(words(me, "device_id"))

    async def _seen(self, device: str) -> None:
        """Keep since when this device is ours."""
        known, _, at = self._known.partition(" ")
        self.device, self.since = device, stamp(at) if known == device else None
        if self.since is None:
            self.since = self._context.now()
            self._known = f"{device} {self.since.isoformat()}"
            await self._context.keep({"device": self._known})

    def granted(self, answer: Answer) -> Found:
        """Return a good answer to a question. Raises: Refused, Unreachable."""
        if answer.status < 400:
            return answer.found
        if code(answer) in ("M_USER_DEACTIVATED", "M_USER_SUSPENDED", "M_USER_LOCKED"):
            raise Refused(
                "{host} has locked this account: {words}. Ask whoever runs the homeserver.",
                host=self.http.host,
                words=self.said(answer),
            )
        raise Unreachable("{host} refused: {words}", host=self.http.host, words=self.said(answer))

    async def state(self, room: str, kind: str) -> Found | None:
        """Return the content of a room's state, None where it has none or we may not see it."""
        answer = await self.ask(Call("GET", path("rooms", room, "state", kind, "")))
        return answer.found if answer.status < 400 else None
