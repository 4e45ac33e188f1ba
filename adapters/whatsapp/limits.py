"""Says how long a WhatsApp reply is and until when it may leave.

https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages#customer-service-windows
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from adapters.kit.found import sound
from adapters.whatsapp.outbound import LONGEST
from inbox.ports.adapter import Identity, Measure, ReplyWindow, Standing, Window

OPEN_FOR = timedelta(hours=24)
"""How long after their last word a contact may be answered freely."""


def measure(text: str, kind: str, settings: Mapping[str, str], to: tuple[Identity, ...] = ()) -> Measure:
    """Count characters; nothing is put before them."""
    used = len(sound(text))
    return Measure(used, LONGEST, "characters", used <= LONGEST)


def window(standing: Standing, settings: Mapping[str, str], now: datetime) -> ReplyWindow:
    """Let a reply leave for 24 hours after the contact's last word; from then on WhatsApp takes templates only."""
    if standing.hint == Window.BLOCKED:
        return ReplyWindow(
            Window.BLOCKED,
            None,
            "WhatsApp could not deliver to this person; they may have blocked us, or have left WhatsApp.",
        )
    until = standing.last_in + OPEN_FOR if standing.last_in else None
    if until is not None and now < until:
        return ReplyWindow(Window.OPEN, until)
    return ReplyWindow(
        Window.TEMPLATE,
        None,
        "They last wrote more than 24 hours ago, so WhatsApp takes only a template it has approved."
        " Write to them elsewhere, or wait until they write again.",
    )
