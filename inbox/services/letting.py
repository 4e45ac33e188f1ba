"""The one way out: an adapter sends only what the Courier holds a grant for, bound to the text, its recipient and its visibility.

Every adapter that is opened for a channel is sealed: its `send` refuses whatever was not let out here at this moment.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from types import new_class
from typing import Any

from inbox.domain.model import Message
from inbox.domain.signing import mark
from inbox.errors import NotAllowed, NotSent
from inbox.ports.adapter import Adapter, Outgoing, Sent
from inbox.ports.desk import Row

_leaving: ContextVar[Outgoing | None] = ContextVar("leaving", default=None)


@dataclass(frozen=True, slots=True)
class Letter:
    """What is ready to leave: the open adapter, what it gets, the message it comes from, and what a grant for it would be."""

    adapter: Adapter
    out: Outgoing
    message: Message
    mark: str


def letter(adapter: Adapter, out: Outgoing, message: Message, row: Row) -> Letter:
    """Seal what is ready to leave by what it says itself, to whom and where."""
    here = row.conversation
    to = ((identity.kind, identity.value) for identity in out.to)
    seen = (out.visibility, here.visibility)
    fits = mark(message.words, message.files, seen, here.channel, out.conversation_key, to, message.reply_to)
    return Letter(adapter, out, message, fits if out.text == str(message.words) else "")


async def let_out(ready: Letter, grant: str) -> Sent:
    """Send what is ready under a grant. Raises: NotSent where the grant is for something else, and what the adapter raises."""
    if not grant or ready.mark != grant:
        raise NotSent("Reply {id} is not what was released; it has not left.", id=ready.message.id)
    before = _leaving.set(ready.out)
    try:
        return await ready.adapter.send(ready.out)
    finally:
        _leaving.reset(before)


@cache
def sealed(kind: type[Any]) -> type[Any]:
    """Return an adapter whose `send` lets nothing out but what is being let out here."""
    send: Any = kind.send

    async def guarded(self: Adapter, out: Outgoing) -> Sent:
        if _leaving.get() is not out:
            raise NotAllowed("Nothing leaves past the courier: there is no release for this.")
        sent: Sent = await send(self, out)
        return sent

    known = {"send": guarded, "__doc__": kind.__doc__, "__module__": kind.__module__}
    return new_class(kind.__name__, (kind,), exec_body=lambda names: names.update(known))
