"""What a mail says: recorded mails, mails made to hurt, and the parting of what is new from what is quoted."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.email.ids import conversation_key, message_id
from adapters.email.parse import parse
from adapters.kit.html import text_of_html
from adapters.kit.quotes import parted
from inbox.ports.adapter import Incoming, Kind

PAYLOADS = sorted((Path(__file__).parent / "payloads").glob("*/*.eml"))
REPORTS = {
    "no-mx.eml", "zed.eml", "mail_malformed_2.eml", "multipart_report_emails-multi_address_bounce2.eml",
    "multipart_report_emails-report_422.eml",
}  # fmt: skip
WORDLESS = {"error_emails-bad_date_header.eml", "false-multipart.eml", "error_emails-must_supply_encoding.eml"}
OURS = message_id("17.ab12", "0123456789abcdef-0123456789ab", "shop.test")


def said(text: str) -> Incoming:
    """Read one mail written as text."""
    return parse(text.encode(), {})[0]


def payload(name: str) -> Incoming:
    """Read one recorded mail."""
    return parse((Path(__file__).parent / "payloads" / name).read_bytes(), {})[0]


@pytest.mark.parametrize("path", PAYLOADS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_every_recorded_mail_is_a_message_with_a_sender_and_a_key_or_a_report_on_a_mail(path: Path) -> None:
    (found,) = parse(path.read_bytes(), {})

    if path.name in REPORTS:
        assert (found.kind, bool(found.target_id)) == (Kind.DELIVERY, True)
        return
    assert found.kind is Kind.MESSAGE
    assert found.dedupe_key
    assert found.conversation_key
    assert found.identities[0].kind == "email"
    assert "\n" not in found.subject + found.name
    assert found.text or found.folded or found.attachments or path.name in WORDLESS


@pytest.mark.parametrize("name", ["aol", "apple_mail_2", "gmail", "iphone", "sparrow", "yahoo"])
def test_the_reply_stands_alone_and_the_history_is_folded(name: str) -> None:
    found = payload(f"talon-replies/{name}.eml")

    assert found.text == "Hello"
    assert "wrote" in found.folded or "Original Message" in found.folded


def test_html_only_mail_becomes_readable_text() -> None:
    assert payload("chatwoot/only_html.eml").text == "This is html only mail"


def test_a_machines_mail_is_marked_automatic() -> None:
    for header in ("Auto-Submitted: auto-replied", "Precedence: bulk", "X-Autoreply: yes", "Return-Path: <>"):
        assert said(f"From: a@b.test\n{header}\n\nOut of office").automatic, header
    assert not said("From: a@b.test\nAuto-Submitted: no\n\nHello").automatic


def test_a_bounce_of_our_mail_reports_its_delivery() -> None:
    report = (
        "From: MAILER-DAEMON@relay.test\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nSorry.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.test\n\n"
        "Final-Recipient: rfc822; kunde@kunde.test\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 no such\n user\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {OURS}\nSubject: Re: x\n\nhi\n--b--\n"
    )

    found = said(report)

    assert (found.kind, found.target_id, found.state) == (Kind.DELIVERY, OURS, "failed")
    assert found.token == "17.ab12"
    assert found.why == "smtp; 550 no such user"
    assert said(report.replace("Action: failed", "Action: delayed")).state == ""


def test_a_report_in_due_form_opens_no_dialogue_with_a_machine_whatever_mail_it_names() -> None:
    report = (
        "From: MAILER-DAEMON@relay.test\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.test\n\nAction: failed\n"
        "--b\nContent-Type: message/rfc822\n\nMessage-ID: <foreign@else.test>\n\nhi\n--b--\n"
    )
    nameless = report.replace("Message-ID: <foreign@else.test>", "Subject: x")

    found = said(report)

    assert (found.kind, found.target_id, found.token, found.state) == (
        Kind.DELIVERY,
        "<foreign@else.test>",
        "",
        "failed",
    )
    assert (said(nameless).kind, said(nameless).automatic) == (Kind.MESSAGE, True)
    assert said(f"In-Reply-To: <1@else.test>\n{nameless}").target_id == "<1@else.test>"


def test_an_answer_to_our_mail_finds_its_dialogue_by_our_message_id() -> None:
    first = conversation_key("<q1@kunde.test>", [], "kunde@kunde.test")
    ours = message_id("5.aa", first, "shop.test")

    answer = said(
        f"From: Kunde@kunde.test\nMessage-ID: <q2@kunde.test>\nIn-Reply-To: {ours}\nReferences: <lost@x> {ours}\n\nThanks"
    )

    assert answer.conversation_key == first
    assert answer.reply_to == ours


def test_the_same_subject_alone_never_joins_a_dialogue() -> None:
    one = said("From: a@b.test\nMessage-ID: <1@b>\nSubject: Order\n\nx")
    two = said("From: a@b.test\nMessage-ID: <2@b>\nSubject: Order\n\nx")

    assert one.conversation_key != two.conversation_key


def test_another_sender_in_an_old_thread_begins_a_dialogue_of_their_own() -> None:
    ours = message_id("5.aa", conversation_key("<q1@k>", [], "kunde@kunde.test"), "shop.test")
    mine = said(f"From: kunde@kunde.test\nIn-Reply-To: {ours}\n\nx")
    stranger = said(f"From: mallory@evil.test\nIn-Reply-To: {ours}\n\nx")

    assert mine.conversation_key != stranger.conversation_key


def test_a_reused_message_id_with_another_body_is_a_second_message() -> None:
    one = said("From: a@b.test\nMessage-ID: <1@b>\n\nfirst")
    two = said("From: a@b.test\nMessage-ID: <1@b>\n\nsecond")

    assert one.dedupe_key != two.dedupe_key
    assert one.dedupe_key == said("From: a@b.test\nMessage-ID: <1@b>\n\nfirst").dedupe_key


def test_file_names_lead_nowhere() -> None:
    mail = (
        "From: a@b.test\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nhi\n"
        '--b\nContent-Type: application/pdf; name="../../etc/pa\\sswd"\nContent-Disposition: attachment; filename="../../etc/passwd"\n\nx\n--b--\n'
    )

    assert [a.name for a in said(mail).attachments] == ["passwd"]


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: text/plain; " + b"a=b;" * 45_000 + b"\n\nhi",
        b"From: " + b"(" * 20_000 + b" a@b.test\n\nhi",
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(600)),
        b"X: y\n" * 100_000 + b"\nhi",
        b"Content-Type: text/html\n\n" + b"<a <a " * 10_000,
        b"Content-Type: text/html\n\n" + b"<div>" * 20_001,
        b"Subject: =?unknown-charset?B?AAAA?=\nFrom: =?utf-8?q?a=0D=0AX:y?= <a@b.test>\n\nhi",
        b"Content-Type: text/plain; charset=no-such\n\n\xff\xfe",
        b"\n\n" + b"\n" * 200_000,
        b"\n\n" + b"On On On\n" * 30_000,
    ],
    ids=["params", "parens", "nested", "headers", "tags", "divs", "headers-crlf", "charset", "newlines", "on-on"],
)
def test_mail_made_to_hurt_is_read_within_a_second(raw: bytes) -> None:
    began = time.process_time()

    (found,) = parse(raw, {})

    assert found.kind in (Kind.MESSAGE, Kind.UNKNOWN)
    assert time.process_time() - began < 1.5


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=3000))
def test_arbitrary_bytes_never_raise(raw: bytes) -> None:
    assert len(parse(raw, {})) == 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PAYLOADS), st.integers(0, 4000), st.binary(min_size=1, max_size=40))
def test_mutated_recorded_mails_never_raise(path: Path, place: int, bytes_: bytes) -> None:
    raw = path.read_bytes()
    cut = place % max(1, len(raw))

    assert len(parse(raw[:cut] + bytes_ + raw[cut + len(bytes_) :], {})) == 1


GERMAN = [
    ("Danke!\n\nAm 24.11.2026 um 11:00 schrieb Acme Support <a@b.test>:\n> Kommt morgen.", "Danke!"),
    (
        "Passt.\n\n-----Ursprüngliche Nachricht-----\nVon: Acme\nGesendet: Montag\nAn: ich\nBetreff: x\n\nHallo",
        "Passt.",
    ),
    ("Passt.\n\nVon: Acme <a@b.test>\nGesendet: Montag, 1. Juni 2026\nAn: ich\nBetreff: x\n\nHallo", "Passt."),
    ("Ok\n\nVon meinem iPhone gesendet", "Ok"),
    ("Ok\n-- \nKäthe Kunde\nTel. 1", "Ok"),
    ("Am Montag war ich da, und der Kollege schrieb mir:\nSie bekommen Ersatz.\nWo bleibt er?", None),
    ("> Wann?\nMorgen.\n> Wo?\nHier.", None),
    ("On Monday I wrote to you.\nNo answer yet.", None),
]


@pytest.mark.parametrize(("text", "new"), GERMAN)
def test_what_is_new_is_parted_from_what_is_quoted(text: str, new: str | None) -> None:
    above, below = parted(text)

    assert above == (text if new is None else new)
    assert bool(below) == (new is not None)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Hallo", "> quoted", "", "Am 1.1.2026 schrieb A:", "-- ", "Von: x", "Gesendet: y", "ok"]),
        max_size=20,
    )
)
def test_parting_loses_no_line(lines: list[str]) -> None:
    above, below = parted("\n".join(lines))

    assert [x for x in lines if x.strip()] == [x for x in (above + "\n" + below).split("\n") if x.strip()] or sorted(
        x.strip() for x in lines if x.strip()
    ) == sorted(x.strip() for x in (above + "\n" + below).split("\n") if x.strip())


def test_html_keeps_links_lists_and_quotes_and_drops_what_is_invisible() -> None:
    html = (
        "<style>p{}</style><p>Hallo&nbsp;Sie</p><ul><li>eins<li>zwei</ul><blockquote>alt</blockquote>"
        '<a href="https://shop.test/x">hier</a> <a href="javascript:x">böse</a><div style="display:none">weg</div>'
    )

    assert text_of_html(html) == "Hallo Sie\n\n- eins\n- zwei\n\n> alt\nhier (https://shop.test/x) böse"
