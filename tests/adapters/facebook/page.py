"""What the tests of the Facebook adapter say and write: a page, a reply, a comment."""

from __future__ import annotations

from dataclasses import replace

from adapters.facebook import Adapter
from inbox.ports.adapter import Context, Identity, Outgoing, Visibility
from tests.servers.graph import NOON, PAGE, TOKEN, GraphApi

slept: list[float] = []


async def sleep(seconds: float) -> None:
    slept.append(seconds)


def adapter(api: GraphApi, secrets: dict[str, str] | None = None, **settings: str) -> Adapter:
    given = {"api_base": api.base, **settings}
    return Adapter(Context("fb", given, {"token": TOKEN, **(secrets or {})}, lambda: api.now, sleep))


def reply(text: str = "Kommt morgen", key: str = f"{PAGE}:7", **more: object) -> Outgoing:
    out = Outgoing("1.x", key, (Identity("psid", "7"),), text, Visibility.PRIVATE, "Käthe", written_at=NOON)
    return replace(out, **more)  # type: ignore[arg-type]  # its own fields


def comment(text: str = "Danke!", top: str = "5_900") -> Outgoing:
    return reply(text, f"{PAGE}/{top}/7", visibility=Visibility.PUBLIC)
