"""Commands about saved views: a list with its narrowing under a name."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from inbox.cli.common import Session, common, do, keyed, more, page, paged, with_desk
from inbox.cli.printing import emit, emit_json, table
from inbox.domain.commands import ForgetView, KeepView
from inbox.domain.model import State, Visibility
from inbox.domain.views import BASES, Filter
from inbox.errors import NotFound
from inbox.texts import t

if TYPE_CHECKING:
    from inbox.ports.desk import Desk
    from inbox.ports.routine import Saved


@click.group()
def view_() -> None:
    """Lists you look at often, under a name."""


@view_.command("set")
@click.argument("name")
@click.option("--view", "base", type=click.Choice(BASES), default="all", help="Which conversations (all).")
@click.option("--channel", default="", help="Only this channel.")
@click.option("--owner", default="", help="Only this person's; @me is whoever looks, @nobody nobody.")
@click.option("--tag", default="", help="Only with this tag.")
@click.option("--state", type=click.Choice([str(s) for s in State]), default=None, help="Only in this state.")
@click.option(
    "--visibility", type=click.Choice([str(v) for v in Visibility]), default=None, help="Only public or private."
)
@click.option("--shared", is_flag=True, help="For everybody.")
@keyed
@common
def set_(
    session: Session, name: str, base: str, channel: str, owner: str, tag: str, state: str | None,
    visibility: str | None, shared: bool, key: str,
) -> None:  # fmt: skip
    """Keep a list under a name, or change the one of that name; inbox ls --view NAME shows it."""
    command = KeepView(name, base, Filter(channel, owner, tag, state or "", visibility or ""), shared)
    do(session, command, key, lambda _: t("The view {name} is kept.", name=name))


@view_.command("rm")
@click.argument("name")
@click.option("--shared", is_flag=True, help="Everybody's of that name.")
@keyed
@common
def rm(session: Session, name: str, shared: bool, key: str) -> None:
    """Forget a view; no conversation is touched."""
    do(session, ForgetView(name, shared), key, lambda _: t("The view {name} is gone.", name=name))


@view_.command("ls")
@paged
@common
def ls(session: Session, limit: int, after: str) -> None:
    """List your views, and how many conversations each holds."""
    all_: tuple[Saved, ...] = with_desk(session, lambda desk: desk.saved())
    found = page(all_, lambda k: k.view.id, limit, after)
    if session.json:
        emit_json({"items": [_plain(k) for k in found.items], "next": found.next})
    elif session.quiet:
        for k in found.items:
            emit(k.view.name)
    else:
        rows = ((k.view.name, str(k.count), k.view.owner or t("everybody"), narrowed(k)) for k in found.items)
        table(rows, [t("name"), t("how many"), t("whose"), t("what")])
        more(found)


def _plain(k: Saved) -> dict[str, Any]:
    narrow = {key: value for key, value in asdict(k.view.narrow).items() if value}
    return {
        "name": k.view.name,
        "owner": k.view.owner or None,
        "view": k.view.base,
        **narrow_keys(narrow),
        "count": k.count,
        "gone": k.gone,
    }


def narrow_keys(narrow: dict[str, str]) -> dict[str, str]:
    """Return a narrowing under names that do not collide with a view's own."""
    return {"of" if key == "owner" else key: value for key, value in narrow.items()}


def narrowed(k: Saved) -> str:
    """Say in a few words what a view shows."""
    gone = t("{name} does not work here any more", name=k.view.narrow.owner) if k.gone else ""
    return " · ".join([*(t(x) for x in (k.view.base, *asdict(k.view.narrow).values()) if x), *filter(None, [gone])])


async def view_named(desk: Desk, name: str) -> Saved:
    """Return the view somebody means, their own before everybody's. Raises: NotFound, naming those there are."""
    found = await desk.saved()
    for k in found:
        if k.view.name.casefold() == " ".join(name.split()).casefold():
            return k
    known = ", ".join([*BASES, *(k.view.name for k in found)])
    raise NotFound("There is no view {name} here for you; there are: {known}.", name=name, known=known)
