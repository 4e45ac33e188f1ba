"""Lets people in who have no token yet: by name and password, or by the company's own provider; and lets them out.

Who calls is whoever holds the other end of the connection. Only where that is a proxy that the configuration trusts is
the header believed that such a proxy writes, and of it only what trusted ones added: from the right, up to a stranger.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from inbox.domain.guessing import network
from inbox.domain.sound import see
from inbox.errors import BadInput, Stranger
from inbox.ports.gate import Gate, TooMany
from inbox.server.answers import route, told
from inbox.server.bodies import Bodies
from inbox.server.pace import Pace

LARGEST = 8 * 1024
"""Bytes of what somebody says to come in."""
_NEVER = {"Cache-Control": "no-store"}
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class ByPassword(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody says who comes in by a password; `label` names the device."""

    name: str
    password: str
    label: str = ""


class ByDevice(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody says who comes in by the company's provider."""

    handle: str
    label: str = ""


class Given(msgspec.Struct):
    """The token that somebody got; none while they have not agreed at the provider yet."""

    token: str | None


_T = TypeVar("_T", ByPassword, ByDevice)


class Entrance:
    """Answers at /login and /logout. `trusted` are the proxies before the server."""

    def __init__(self, gate: Gate, trusted: Sequence[Network] = ()) -> None:
        self._gate = gate
        self._trusted = trusted
        self._bodies = Bodies(most=2**20)
        # Each of these makes the server ask the provider.
        self._begun, self._asked = Pace(per_second=0.2, burst=10), Pace(per_second=2, burst=60)

    def leave(self) -> None:
        """Wait for nobody long: the server ends."""
        self._bodies.leave()

    def routes(self) -> list[BaseRoute]:
        """Return the addresses."""
        return [
            route("/login", self._login, "POST"),
            route("/login/device", self._begin, "POST"),
            route("/login/device/token", self._end, "POST"),
            route("/logout", self._logout, "POST"),
        ]

    async def _login(self, request: Request) -> Response:
        said = await self._said(request, ByPassword)
        see(said.name, said.password, said.label)
        token = await self._gate.login(said.name, said.password, self._address(request), said.label)
        return told(msgspec.json.encode(Given(token)), headers=_NEVER)

    async def _begin(self, request: Request) -> Response:
        paced(self._begun, self._address(request))
        return told(msgspec.json.encode(await self._gate.begin_device()), headers=_NEVER)

    async def _end(self, request: Request) -> Response:
        paced(self._asked, self._address(request))
        said = await self._said(request, ByDevice)
        see(said.handle, said.label)
        token = await self._gate.end_device(said.handle, said.label)
        return told(msgspec.json.encode(Given(token)), 200 if token else 202, headers=_NEVER)

    async def _logout(self, request: Request) -> Response:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token.strip():
            raise Stranger("Show the token that is to end, as: Authorization: Bearer TOKEN")
        await self._gate.logout(token.strip())
        return told(b"{}", headers=_NEVER)

    async def _said(self, request: Request, kind: type[_T]) -> _T:
        async with self._bodies.read(request, LARGEST) as body:
            try:
                return msgspec.json.decode(body, type=kind)
            except (msgspec.MsgspecError, UnicodeDecodeError) as cause:
                # Without the cause in the chain: it may carry what was typed.
                raise BadInput("This cannot be read: {cause}", cause=str(cause)) from None

    def _address(self, request: Request) -> str:
        return caller(
            request.client.host if request.client else "", request.headers.getlist("x-forwarded-for"), self._trusted
        )


def paced(pace: Pace, address: str) -> None:
    """Take one call of whoever has an address. Raises: TooMany."""
    wait = pace.take(network(address))
    if wait > 0:
        raise TooMany("Too many tries; come again in {seconds} s.", retry_after=wait, seconds=round(wait + 0.5))


def proxies(configured: str) -> tuple[Network, ...]:
    """Read which proxies are trusted: addresses and networks, with commas between. Raises: BadInput."""
    try:
        return tuple(ipaddress.ip_network(part.strip(), strict=False) for part in configured.split(",") if part.strip())
    except ValueError as cause:
        raise BadInput("INBOX_TRUSTED_PROXY: {cause}; it looks like 127.0.0.1,10.0.0.0/8.", cause=cause) from cause


def caller(peer: str, forwarded: Sequence[str], trusted: Sequence[Network]) -> str:
    """Return where a call comes from: the peer, or where the peer is a trusted proxy, whom it and its like name."""
    chain = [part.strip() for line in forwarded for part in line.split(",")]
    address = peer
    while chain and _among(address, trusted):
        named = chain.pop()
        try:
            ipaddress.ip_address(named)
        except ValueError:
            break
        address = named
    return address


def _among(address: str, trusted: Sequence[Network]) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        # A socket in the file system: whoever opens it is this machine, and nobody names a proxy there.
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return any(found in network for network in trusted)
