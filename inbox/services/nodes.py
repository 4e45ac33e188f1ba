"""Says to people which nodes share an inbox, who does what, and whose clock is wrong."""

from __future__ import annotations

from inbox.ports.keeping import Look
from inbox.ports.leases import Roll
from inbox.texts import t

SKEW = 2.0
"""Seconds by which a node's clock may differ from the database's before somebody is told; nothing depends on it."""


def told(roll: Roll) -> list[Look]:
    """Return rows about every node that takes part, and about what nobody does."""
    found: list[Look] = []
    living = {node.id for node in roll.nodes if node.left > 0}
    for node in (n for n in roll.nodes if n.id in living):
        held = [h for h in roll.holdings if h.left > 0 and h.lease.node == node.id]
        names = ", ".join(h.lease.name for h in held) or "–"
        left = round(min((h.left for h in held), default=node.left))
        found.append(("ok", t("node {label} holds {names} for {n} s more", label=node.label, names=names, n=left), ""))
        if abs(node.ahead) > SKEW:
            words = t("the clock of {label} is {n} s off the database's", label=node.label, n=round(node.ahead))
            found.append(("warn", words, t("set it by NTP; the inbox goes by the database's clock meanwhile")))
    for holding in (h for h in roll.holdings if h.left > 0 and h.lease.node not in living):
        name, left = holding.lease.name, round(holding.left)
        found.append(("ok", t("{name} is held by a program that ends soon, for {n} s more", name=name, n=left), ""))
    if not living:
        found.append(("warn", t("no node is running, so nothing is received and nothing sent"), "inbox serve"))
    return found
