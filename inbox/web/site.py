"""Answers browsers: lets them in through the team's server, and gives each open page the screens of whoever came in."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from pathlib import Path
from urllib.parse import urlsplit

import textual_serve
from aiohttp import WSMsgType, web

from inbox.errors import InboxError, NotAllowed, Refused
from inbox.remote.entering import Entering
from inbox.server.entrance import Network, caller
from inbox.texts import explain, t
from inbox.web import pages
from inbox.web.program import Screens
from inbox.web.visits import Visit, Visits

_log = logging.getLogger("inbox")
LARGEST = 16 * 1024
"""Bytes of a form."""
LONGEST = 8 * 2**20
"""Bytes of what is typed or pasted at once: a terminal sends a paste in one piece."""
WIDEST, HIGHEST = 500, 200
WATCH = 5.0
"""Seconds between two looks at whether an open page's token is still worth something."""
FORGETS = 30.0
"""Seconds between two looks at whose tokens are to be ended, because they are out."""
LEAVES = 5.0
"""Seconds to end them when the program ends."""
COOKIE = "inbox"


class Site:
    """The pages. `server` is the team's server; `secure` that browsers come by https; `trusted` the proxies that say who calls."""

    def __init__(self, server: str, trusted: Sequence[Network] = (), *, secure: bool) -> None:
        self._server = server
        self._trusted = trusted
        self._secure = secure
        self._visits = Visits()

    def application(self) -> web.Application:
        """Return the application."""
        app = web.Application(client_max_size=LARGEST)
        static = Path(textual_serve.__file__).parent / "static"
        app.add_routes(
            [
                web.get("/", self._screens),
                web.get("/login", self._ask),
                web.post("/login", self._login),
                web.post("/logout", self._logout),
                web.get("/ws", self._socket),
                *(web.get(f"/{name}", self._ours) for name in pages.OURS),
                web.static("/static", static),
            ]
        )
        app.on_response_prepare.append(_guard)
        app.cleanup_ctx.append(self._forgetting)
        app.on_shutdown.append(self._end)
        return app

    async def _forgetting(self, app: web.Application) -> AsyncIterator[None]:
        looking = asyncio.create_task(self._look())
        yield
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LEAVES):
                await self._forget()

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(FORGETS)
            await self._forget()

    async def _forget(self) -> None:
        """End the tokens of who is out: nobody holds them any more, and a list of them helps nobody."""
        await asyncio.gather(*map(self._give_back, self._visits.gone()))

    async def _give_back(self, visit: Visit) -> None:
        # A server that is away hears it later, or ends the token when its time is over.
        with contextlib.suppress(InboxError):
            async with aclosing(Entering(self._server, visit.token)) as door:
                await door.leave()
            self._visits.forget(visit)

    async def _end(self, app: web.Application) -> None:
        self._visits.end_all()

    async def _ours(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(pages.OURS[request.path.removeprefix("/")])

    # --- coming in and leaving

    async def _ask(self, request: web.Request) -> web.Response:
        return _html(pages.login())

    async def _login(self, request: web.Request) -> web.Response:
        _own(request)
        said = await request.post()
        name, password = said.get("name"), said.get("password")
        if not isinstance(name, str) or not isinstance(password, str):
            raise web.HTTPBadRequest
        try:
            address = caller(request.remote or "", request.headers.getall("X-Forwarded-For", []), self._trusted)
            cookie = await self._come_in(name, password, address)
        except InboxError as cause:
            return _html(pages.login(explain(cause)), 403 if isinstance(cause, Refused) else 503)
        found = web.HTTPSeeOther("./")
        found.set_cookie(
            self._cookie, cookie, httponly=True, secure=self._secure, samesite="Strict", path="/", max_age=12 * 3600
        )
        raise found

    async def _come_in(self, name: str, password: str, address: str) -> str:
        async with aclosing(Entering(self._server, forwarded=address)) as door:
            token = await door.login(name, password, t("browser"))
            return self._visits.begin((await door.me(token)).person.name, token)

    async def _logout(self, request: web.Request) -> web.Response:
        _own(request)
        visit = self._visits.end(request.cookies.get(self._cookie, ""))
        if visit is not None:
            await self._give_back(visit)
        found = web.HTTPSeeOther("login")
        found.del_cookie(self._cookie, path="/")
        raise found

    @property
    def _cookie(self) -> str:
        return f"__Host-{COOKIE}" if self._secure else COOKIE

    # --- the screens

    async def _screens(self, request: web.Request) -> web.Response:
        visit = await self._known(request)
        if visit is None:
            raise web.HTTPSeeOther("login")
        scheme = "wss" if self._secure else "ws"
        return _html(pages.screens(visit.person, f"{scheme}://{request.host}/ws"))

    async def _known(self, request: web.Request) -> Visit | None:
        """Return who is in; whose token is worth nothing any more is out."""
        cookie = request.cookies.get(self._cookie, "")
        visit = self._visits.of(cookie)
        if visit is None:
            return None
        try:
            async with aclosing(Entering(self._server)) as door:
                await door.me(visit.token)
        except NotAllowed:
            self._visits.end(cookie)
            return None
        except InboxError as cause:
            raise web.HTTPServiceUnavailable(text=explain(cause)) from cause
        return visit

    async def _worthless(self, visit: Visit) -> None:
        """Return once a visit is over, or its token worth nothing any more: what is on its pages is then for nobody."""
        async with aclosing(Entering(self._server)) as door:
            while self._visits.lasts(visit):
                await asyncio.sleep(WATCH)
                try:
                    await door.me(visit.token)
                except NotAllowed:
                    return
                except InboxError:
                    continue  # a server that is away says nothing about a token

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        _own(request, always=True)
        visit = await self._known(request)
        if visit is None:
            raise web.HTTPForbidden
        try:
            ended = self._visits.open(visit)
        except Refused as cause:
            raise web.HTTPServiceUnavailable(text=explain(cause)) from cause
        try:
            return await self._run(request, visit, ended)
        finally:
            self._visits.close(visit, ended)

    async def _run(self, request: web.Request, visit: Visit, ended: asyncio.Event) -> web.WebSocketResponse:
        line = web.WebSocketResponse(heartbeat=15, max_msg_size=LONGEST)
        await line.prepare(request)
        width, height = _size(request.query.get("width"), 80, WIDEST), _size(request.query.get("height"), 24, HIGHEST)
        program = Screens(self._server, visit.token, line.send_bytes, line.send_str, line.close)
        await program.start(width, height)
        tasks = [
            asyncio.create_task(work)
            for work in (_talk(line, program), ended.wait(), program.ended(), self._worthless(visit))
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await program.stop()
            await line.close()
        return line


async def _talk(line: web.WebSocketResponse, program: Screens) -> None:
    """Hand over what the page says; what it should not say is passed over."""
    async for message in line:
        if message.type is not WSMsgType.TEXT:
            continue
        match message.json():
            case ["stdin", str(typed)]:
                await program.send_bytes(typed.encode("utf-8", "replace"))
            case ["resize", {"width": int(width), "height": int(height)}]:
                await program.set_terminal_size(min(max(width, 1), WIDEST), min(max(height, 1), HIGHEST))
            case ["ping", said]:
                await line.send_json(["pong", said])
            case ["blur"]:
                await program.blur()
            case ["focus"]:
                await program.focus()


def _size(text: str | None, usual: int, most: int) -> int:
    return min(max(int(text), 1), most) if text and text.isascii() and text.isdigit() and len(text) < 5 else usual


def _own(request: web.Request, *, always: bool = False) -> None:
    """See that a page of ours asks, not one of somebody else's. Raises: HTTPForbidden."""
    origin = request.headers.get("Origin")
    if (origin is None and always) or (origin is not None and urlsplit(origin).netloc != request.host):
        raise web.HTTPForbidden


def _html(page: str, status: int = 200) -> web.Response:
    return web.Response(text=page, status=status, content_type="text/html")


async def _guard(request: web.Request, said: web.StreamResponse) -> None:
    """Say on every answer what a page may do."""
    said.headers["Content-Security-Policy"] = pages.POLICY
    said.headers["X-Content-Type-Options"] = "nosniff"
    # Not `no-referrer`: a form would then say that it comes from nowhere (fetch.spec.whatwg.org, "append a request Origin header").
    said.headers["Referrer-Policy"] = "same-origin"
    said.headers.setdefault("Cache-Control", "no-store")


async def serve(site: Site, taken: socket.socket, ended: asyncio.Event, certified: ssl.SSLContext | None) -> None:
    """Answer at an address that was taken until `ended`."""
    runner = web.AppRunner(site.application(), access_log=None, shutdown_timeout=8)
    await runner.setup()
    try:
        await web.SockSite(runner, taken, ssl_context=certified).start()
        await ended.wait()
    finally:
        await runner.cleanup()
