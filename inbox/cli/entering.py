"""Commands to come in at a server and to leave it: login, logout."""

from __future__ import annotations

import asyncio
import platform
import sys
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import TYPE_CHECKING, TypeVar

import click

from inbox import config, passes
from inbox.cli.common import Session, common, text_of
from inbox.cli.printing import emit, emit_json, remark
from inbox.errors import BadInput, NotAllowed, NotFound
from inbox.texts import t

if TYPE_CHECKING:
    from inbox.remote.entering import Entering

_T = TypeVar("_T")
ON_INPUT = "-"
"""Says that a secret is read from standard input."""


@click.command()
@click.argument("where", metavar="URL")
@click.argument("password", metavar="[-]", default="")
@click.option("--person", default="", metavar="NAME", help="Who comes in, with a password.")
@click.option("--device", is_flag=True, help="Come in at the company's own provider, in a browser anywhere.")
@click.option("--label", default="", metavar="TEXT", help="What this device is called (its own name).")
@common
def login_(session: Session, where: str, password: str, person: str, device: bool, label: str) -> None:
    """Come in at a server, and stay in until logout; - reads the password from standard input."""
    label = label or platform.node()
    if device and (person or password):
        raise BadInput("With --device the provider says who you are; leave the name out.")
    name = "" if device else person or config.who(session.person)
    secret = "" if device else asked_secret(password, t("Password of {name}", name=name))

    async def work(door: Entering) -> tuple[str, str]:
        token = await _device(door, label) if device else await door.login(name, secret, label)
        return token, (await door.me(token)).person.name

    token, who = asyncio.run(_at(where, "", work))
    kept = passes.keep(where, token)
    if session.json:
        emit_json({"server": where, "person": who, "kept": kept})
    elif session.quiet:
        emit(who)
    else:
        emit(t("You are in as {name}; the token lies in {kept}.", name=who, kept=kept))
        remark(t("Next: {command}", command=f"inbox --inbox {where}"))


async def _device(door: Entering, label: str) -> str:
    code = await door.begin()
    remark(t("Open {address} and enter: {code}", address=code.address, code=code.code))
    ends = asyncio.get_running_loop().time() + code.expires_in
    while asyncio.get_running_loop().time() < ends:
        await asyncio.sleep(code.interval)
        token = await door.end(code.handle, label)
        if token is not None:
            return token
    raise NotAllowed("That took too long; log in again.")


@click.command()
@click.argument("where", metavar="[URL]", default="")
@common
def logout_(session: Session, where: str) -> None:
    """Leave a server: its token is worth nothing from then on, and forgotten here."""
    where = where or config.where(session.inbox)
    token = passes.token_for(where)
    if not token:
        raise NotFound("You are not in at {where}.", where=where)

    async def work(door: Entering) -> None:
        await door.leave()

    asyncio.run(_at(where, token, work))
    passes.forget(where)
    if session.json:
        emit_json({"server": where})
    elif session.quiet:
        emit(where)
    else:
        emit(t("You have left {where}.", where=where))


async def _at(where: str, token: str, work: Callable[[Entering], Awaitable[_T]]) -> _T:
    from inbox.remote.entering import Entering  # heavy: only here

    async with aclosing(Entering(where, token)) as door:
        return await work(door)


def asked_secret(said: str, prompt: str, *, twice: bool = False, empty: bool = False) -> str:
    """Return a secret: from standard input for `-`, else asked for without showing it. Raises: BadInput."""
    if said == ON_INPUT:
        return text_of((said,))
    if said:
        raise BadInput(
            "A password is no argument: others can read those. Leave it out, or give it on standard input with -."
        )
    if not sys.stdin.isatty():
        raise BadInput("There is nobody to ask for the password; give it on standard input with -.")
    usual = "" if empty else None
    secret: str = click.prompt(
        prompt, default=usual, show_default=False, hide_input=True, confirmation_prompt=twice, err=True
    )
    return secret
