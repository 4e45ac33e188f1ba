"""The command that opens the screens to browsers: web."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import click

from inbox import config
from inbox.cli.common import Session, common
from inbox.cli.printing import remark
from inbox.cli.running import asked_to_end
from inbox.errors import BadInput, Unreachable
from inbox.texts import t


@click.command()
@click.option("--listen", default="127.0.0.1:8081", metavar="HOST:PORT", help="Where (127.0.0.1:8081).")
@click.option("--at", default="", metavar="URL", help="The team's server (INBOX).")
@click.option("--cert", default="", metavar="FILE", help="The certificate and its chain (PEM): serve https.")
@click.option("--key", default="", metavar="FILE", help="The certificate's key (PEM).")
@click.option("--behind-proxy", is_flag=True, help="A proxy before it brings https, so listen on any address without.")
@common
def web_(session: Session, listen: str, at: str, cert: str, key: str, behind_proxy: bool) -> None:
    """Show everybody's screens in a browser, at the team's server; people come in with their password."""
    server = at or config.where(session.inbox)
    if urlsplit(server).scheme not in ("http", "https"):
        raise BadInput("{where} is no server; start one with inbox serve, and name it with --at URL.", where=server)
    asyncio.run(_serve(server, listen, cert, key, behind_proxy))


async def _serve(server: str, listen: str, cert: str, key: str, proxied: bool) -> None:
    try:
        from inbox.web import site  # an extra
    except ImportError as cause:
        raise Unreachable(
            "Screens in a browser need {library}; install the program with its extra web (in its checkout: pip install '.[web]').",
            library=cause.name,
        ) from cause
    from inbox.server import entrance, listening  # heavy: only here

    taken = listening.take(listen, cert, key, proxied=proxied)
    remark(t("Listening at {where}; Ctrl-C ends it.", where=taken.where))
    encrypted = taken.certified is not None or proxied
    here = site.Site(server.rstrip("/"), entrance.proxies(config.proxies()), secure=encrypted)
    await site.serve(here, taken.socket, asked_to_end(), taken.certified)
