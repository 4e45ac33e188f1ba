"""Under which subject a mail goes on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox.domain import commands as c
from inbox.domain.events import MessageReceived
from inbox.domain.incoming import Incoming, Kind
from inbox.domain.model import Words
from tests.domain.small import Small


@pytest.mark.parametrize(
    "before", ["Re: ", "[EXTERN] Re: ", "[External]", "AW[2]: [EXT] ", "Antwort: ", "Rif: ", "R: ", "Odp: RE:"]
)
def test_what_programs_put_before_a_subject_makes_it_no_other(before: str) -> None:
    small = Small()
    small.picture.conversations[2] = replace(small.picture.conversations[2], subject=Words.of("Umzug", "s"))
    for n, (said, subject) in enumerate(((f"{before}umzug", None), (f"{before}Räumung", f"{before}Räumung"))):
        mail = Incoming(
            Kind.MESSAGE, f"d{n}", conversation_key="k1", external_id=f"x{n + 9}", subject=said, text="Hallo"
        )
        (received,) = (x for x in small.do(c.Receive("acme@x", mail), None) if isinstance(x, MessageReceived))
        assert (received.subject and str(received.subject)) == subject
