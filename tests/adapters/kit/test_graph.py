"""What the numbers of the Graph API come down to, for all that is built on it."""

from __future__ import annotations

import pytest

from adapters.kit.graph import Late, Said, Trouble, patience, proof, said_in, trouble, unread, unsent, usage
from adapters.kit.http import Paused
from inbox.errors import Ambiguous, NotSent, Refused, Rejected, Unreachable


@pytest.mark.parametrize(
    ("code", "sent", "asked"),
    [
        (190, NotSent, Refused),
        (131005, NotSent, Refused),
        (10, NotSent, Refused),
        (4, NotSent, Paused),
        (130429, NotSent, Paused),
        (131000, NotSent, Unreachable),
        (131016, NotSent, Unreachable),
        (131042, NotSent, Refused),
        (131047, Rejected, Unreachable),
        (131026, Rejected, Unreachable),
        (131009, Rejected, Unreachable),
        (131051, Rejected, Unreachable),
        (368, Rejected, Refused),
        (999999, Rejected, Unreachable),
    ],
)
def test_a_number_has_its_class_for_who_sends_and_for_who_asks(code: int, sent: type, asked: type) -> None:
    said = Said(code, 0, "nein")

    assert type(unsent(said)) is sent
    assert isinstance(unread(said), asked)
    assert "nein" in str(unsent(said)) and "nein" in str(unread(said))


def test_the_second_number_decides_where_the_first_says_too_little() -> None:
    assert (trouble(10), trouble(10, 2018278), trouble(10, 2018108)) == (Trouble.RIGHT, Trouble.WINDOW, Trouble.GONE)
    assert type(unsent(Said(10, 2018278, "x"))) is Late
    assert type(unsent(Said(1, 1357046, "x"))) is Ambiguous and type(unsent(Said(1, 0, "x"))) is NotSent


def test_limits_of_whatsapp_that_name_no_time_have_their_own() -> None:
    waits = [unsent(Said(code, 0, "x")) for code in (131056, 131048, 130429)]

    assert [w.retry_after for w in waits if isinstance(w, NotSent)] == [6.0, 3600.0, None]
    named = unsent(Said(131056, 0, "x"), 2.0)
    assert isinstance(named, NotSent) and named.retry_after == 2.0


def test_an_error_is_read_wherever_it_stands_and_shows_no_secret() -> None:
    answer = {"error": {"message": "no ☃", "code": "190", "error_subcode": 463, "error_user_msg": "neu anmelden"}}
    webhook = {"code": 131047, "title": "Re-engagement", "error_data": {"details": "24 h"}}

    assert said_in(answer) == Said(190, 463, "no ☃ – neu anmelden (190/463)")
    assert said_in(webhook) == Said(131047, 0, "Re-engagement – 24 h (131047)")
    assert said_in({"error": "geheim kaputt"}, "geheim") == Said(-1, 0, "… kaputt")
    assert said_in({"error": {"code": True, "message": 5}}) == Said(-1, 0, "-1")
    assert said_in({}) is None and said_in({"error": None}) is None


def test_rates_are_read_from_every_header_and_broken_ones_are_none() -> None:
    business = '{"1": [{"type": "pages", "call_count": 12, "total_time": 80, "estimated_time_to_regain_access": 2}]}'
    headers = {"x-app-usage": '{"call_count": 30}', "x-business-use-case-usage": business}

    assert usage(headers) == 80 and patience(headers) == 120.0
    assert patience({"retry-after": "7", **headers}) == 7.0
    for broken in ("{", "[]", "5", '{"a": 5}', '{"a": [5]}', '{"call_count": "x"}', "[" * 100_000):
        assert (usage({"x-app-usage": broken}), patience({"x-app-usage": broken})) == (0, None)


def test_the_proof_is_the_tokens_hmac_under_the_apps_secret() -> None:
    # The value is that of `printf token | openssl dgst -sha256 -hmac secret`.
    assert proof("token", "secret") == "e941110e3d2bfe82621f0e3e1434730d7305d106c5f68c87165d0b27a4611a4a"
