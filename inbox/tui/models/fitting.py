"""How a reply would leave, in a few words beside the composer's title: length, parts, cost, until when."""

from __future__ import annotations

from datetime import datetime

from inbox.ports.desk import Fit
from inbox.texts import t
from inbox.tui.models.when import ahead


def fitting(fit: Fit, now: datetime) -> tuple[str, bool]:
    """Return what to say about a reply, and whether something stands against it."""
    window, measure = fit.window, fit.measure
    if not window.window.writable:
        return t("no reply now: {why}", why=t(window.why) if window.why else t(window.window)), True
    said: list[str] = []
    if measure is not None:
        length = t("{used} of {max} {unit}", used=measure.used, max=measure.max, unit=t(measure.unit))
        said.append(length if fit.parts else t("TOO LONG: {length}", length=length))
        if fit.parts > 1:
            said.append(t("leaves as {n} messages", n=fit.parts))
        if measure.cost:
            said.append(t("costs {cost}", cost=measure.cost) if fit.parts < 2 else f"{fit.parts} × {measure.cost}")
        if measure.why and not fit.parts:
            said.append(t(measure.why))
    if window.until is not None:
        said.append(t("window closes {when}", when=ahead(window.until, now)))
    return " · ".join(said), measure is not None and not fit.parts
