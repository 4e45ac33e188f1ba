"""Whether our own mail server vouches for who wrote a mail: what it wrote down about that (Authentication-Results, RFC 8601).

Anybody can write such a header. What counts is the topmost one that bears our server's name: a server takes away those
that came with its own name, and puts its own above all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_COMMENT = re.compile(r"\([^()]*\)")
_METHOD = re.compile(r"\s*([a-z0-9-]+)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)(.*)", re.IGNORECASE | re.DOTALL)
_PROPERTY = re.compile(r"(?:smtp|header)\.(mailfrom|d|i)\s*=\s*\"?([^\s\";]+)", re.IGNORECASE)


def vouched(results: Iterable[str], server: str, address: str) -> bool:
    """Tell whether our server says that a mail comes from an address's domain; `results` are the headers, topmost first."""
    for said in results:
        name, *methods = _COMMENT.sub(" ", said).split(";")
        # Behind the name there may be a version.
        if name.split()[:1] and name.split()[0].strip('"').lower() == server.strip().lower():
            return _passed(methods, address.rpartition("@")[2].lower())
    return False


def _passed(methods: Iterable[str], domain: str) -> bool:
    found = [(m[1].lower(), m[2].lower(), m[3]) for said in methods if (m := _METHOD.match(said)) is not None]
    dmarc = {result for method, result, _ in found if method == "dmarc"}
    if "fail" in dmarc:
        return False
    own = any(result == "pass" and method in ("spf", "dkim") and _of(rest, domain) for method, result, rest in found)
    return own or "pass" in dmarc


def _of(properties: str, domain: str) -> bool:
    """Tell whether what was proven is a domain, or one above or below it."""
    for _, value in _PROPERTY.findall(properties):
        proven = value.rpartition("@")[2].lower()
        if proven and (proven == domain or domain.endswith(f".{proven}") or proven.endswith(f".{domain}")):
            return "." in proven
    return False
