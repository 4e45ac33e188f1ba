"""A house at a server: the same desks and the same keeping, over HTTP or a socket beside the inbox's file."""

from __future__ import annotations

from typing import cast

from inbox.ports.desk import Desk
from inbox.ports.keeping import Keeping
from inbox.remote.desk import RemoteDesk, RemoteKeeping, same, who
from inbox.remote.line import Line

__all__ = ["RemoteHouse"]


class RemoteHouse:
    """An inbox that another process has. `where` is its address, or that of its socket."""

    def __init__(self, where: str, *, token: str = "", socket: str = "") -> None:
        self._line = Line(where, token, socket)
        self._desks: list[RemoteDesk] = []
        self.where = self._line.where

    async def desk(self, person: str) -> Desk:
        """Return somebody's desk; with a token nobody need be named. Raises: NotFound, NotAllowed, Unreachable."""
        me, rights = await who(self._line, person)
        same(me, person)
        desk = RemoteDesk(self._line, me, rights)
        self._desks.append(desk)
        return cast("Desk", desk)

    async def keeping(self, person: str) -> Keeping:
        """Return what somebody looks after the inbox with. Raises: NotFound, NotAllowed, Unreachable."""
        me, _ = await who(self._line, person)
        same(me, person)
        return cast("Keeping", RemoteKeeping(self._line, me.person.name))

    async def aclose(self) -> None:
        """Let the server go. May be called twice."""
        for desk in self._desks:
            await desk.aclose()
        await self._line.aclose()
