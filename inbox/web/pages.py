"""The two pages a browser sees: the login, and the screens; nothing in them comes from elsewhere."""

from __future__ import annotations

from html import escape
from pathlib import Path

from inbox.texts import language, t

OURS = {name: Path(__file__).with_name("pages") / name for name in ("web.css", "web.js")}
"""What we serve beside the two pages."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load: what we serve. Styles may stand in the page, because the terminal makes some as it draws."""


def _page(title: str, head: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{escape(language())}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="web.css">{head}</head>'
        f"<body>{body}</body></html>"
    )


def login(said: str = "") -> str:
    """Return the login; `said` is why it did not work."""
    trouble = f'<p class="said" role="alert">{escape(said)}</p>' if said else ""
    name, password = escape(t("Name")), escape(t("Password"))
    return _page(
        t("Come in"),
        "",
        f'<main><form method="post" action="login"><h1>{escape(t("Come in"))}</h1>'
        f'<label for="name">{name}</label><input id="name" name="name" autocomplete="username" required autofocus>'
        f'<label for="password">{password}</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password" required>'
        f"<button>{escape(t('Come in'))}</button>{trouble}</form></main>",
    )


def screens(person: str, socket: str) -> str:
    """Return the page with somebody's screens, which come through a socket."""
    head = '<link rel="stylesheet" href="static/css/xterm.css"><script src="static/js/textual.js" defer></script><script src="web.js" defer></script>'
    return _page(
        "inbox",
        head,
        f'<div id="terminal" class="textual-terminal" data-session-websocket-url="{escape(socket)}" data-font-size="15"></div>'
        f'<div class="bar"><span>{escape(person)}</span>'
        f'<span class="ended">{escape(t("The screens have ended."))} <a href="./">{escape(t("Open them again"))}</a></span>'
        f'<form method="post" action="logout"><button>{escape(t("Leave"))}</button></form></div>',
    )
