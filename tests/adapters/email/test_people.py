"""Who wrote a mail, to whom it belongs, and what a machine wrote."""

from __future__ import annotations

import pytest

from adapters.email.ids import conversation_key, message_id
from adapters.email.parse import parse
from inbox.ports.adapter import Incoming, Kind

KEY = "0123456789abcdef-0123456789ab"
OURS, OTHER = message_id("17.ab12", KEY, "shop.test"), message_id("18.cd34", "f" + KEY[1:], "shop.test")
US = "support@shop.test"


def said(text: str, own: str = "") -> Incoming:
    """Read one mail written as text."""
    return parse(text.encode(), {}, own)[0]


def of(text: str, own: str = "") -> tuple[Kind, str, str]:
    """Return what a mail is, and whose."""
    found = said(text, own)
    return found.kind, found.identities[0].value, found.name


def test_an_answer_address_of_somebody_else_gives_nobody_else_a_mail() -> None:
    mail = "From: Eve <eve@evil.test>\nReply-To: Käthe <kunde@kunde.test>\nMessage-ID: <1@evil>\n\nhi"

    assert of(mail) == (Kind.MESSAGE, "eve@evil.test", "Eve")


def test_a_form_that_writes_in_nobodys_name_brings_the_customers_mail() -> None:
    mail = "From: Shop <noreply@form.test>\nReply-To: Käthe <kunde@kunde.test>\nMessage-ID: <1@form>\n\nhi"

    assert of(mail) == (Kind.MESSAGE, "kunde@kunde.test", "Käthe")
    assert not said(mail).automatic
    assert said(mail.replace("Reply-To", "X-Other")).automatic


@pytest.mark.parametrize("to", [US, "kontakt@shop.test"])
def test_a_form_that_writes_in_our_name_brings_the_customers_mail(to: str) -> None:
    mail = f"From: Shop <{US}>\nTo: {to}\nReply-To: kunde@kunde.test\nMessage-ID: <1@form>\n\nhi"

    assert of(mail, US) == (Kind.MESSAGE, "kunde@kunde.test", "")


def test_a_mail_of_ours_is_an_echo_in_the_dialogue_of_whom_it_went_to() -> None:
    asked = said("From: Kunde@kunde.test\nMessage-ID: <q@kunde>\n\nFrage", US)
    copy = f"From: {US}\nTo: Käthe <kunde@kunde.test>\nReply-To: help@shop.test\nReferences: <q@kunde>\n\nAntwort"

    assert of(copy, US) == (Kind.ECHO, "kunde@kunde.test", "Käthe")
    assert said(copy, US).conversation_key == asked.conversation_key


def test_a_mail_without_a_name_gives_none_that_could_replace_a_known_one() -> None:
    assert said("From: kunde@kunde.test\n\nhi").name == ""
    assert said('From: "Kunde@kunde.test" <kunde@kunde.test>\n\nhi').name == ""


def test_mails_without_a_sender_belong_to_nobody_in_common() -> None:
    one, two = said("Subject: a\n\nhi"), said("Subject: b\n\nhi")

    assert one.identities != two.identities
    assert one.conversation_key != two.conversation_key
    assert one.identities[0].value.endswith("@invalid")


def test_a_mail_with_no_sender_and_no_words_cannot_be_read() -> None:
    assert said("X: y\n\n").kind is Kind.UNKNOWN


def test_a_display_name_full_of_syntax_leaves_the_address_alone() -> None:
    assert of("From: =?utf-8?q?Eve:_x@y=2C?= <eve@evil.test>\n\nhi") == (Kind.MESSAGE, "eve@evil.test", "Eve: x@y,")


def test_in_reply_to_finds_our_dialogue_though_references_name_others() -> None:
    mail = said(f"From: kunde@kunde.test\nReferences: <foreign@x>\nIn-Reply-To: {OURS}\n\nx")

    assert mail.conversation_key == conversation_key("", [OURS], "kunde@kunde.test")


def test_ids_are_kept_as_they_came_and_hold_no_half_characters() -> None:
    mail = parse(b"From: k@k.test\nMessage-ID: <=?utf-8?b?7aCA?=@k>\nSubject: =?utf-7?q?+2AA-?=\n\nx", {})[0]

    assert mail.external_id == "<=?utf-8?b?7aCA?=@k>"
    for text in (mail.external_id, mail.dedupe_key, mail.subject, mail.text, mail.name):
        text.encode()


def test_a_person_at_postmaster_is_a_person() -> None:
    mail = f"From: Peter <postmaster@firma.test>\nIn-Reply-To: {OURS}\nMessage-ID: <1@f>\n\nNoch falsch!"

    assert (said(mail).kind, said(mail).automatic) == (Kind.MESSAGE, False)
    assert said(mail.replace("\n\n", "\nAuto-Submitted: auto-replied\n\n")).kind is Kind.MESSAGE


BOUNCE = f"""From: MAILER-DAEMON@qmail.test
Return-Path: <>
Subject: failure notice

Sorry, no mailbox here by that name. #5.1.1

--- Below this line is a copy of the message.

References: {OTHER}
Message-ID: {OURS}
Subject: Re: Frage

Guten Tag
"""


def test_a_bounce_in_an_old_form_fails_the_mail_it_carries_back_and_no_other() -> None:
    found = said(BOUNCE)

    assert (found.kind, found.target_id, found.state) == (Kind.DELIVERY, OURS, "failed")
    assert said(BOUNCE.replace("Return-Path: <>\n", "")).kind is Kind.MESSAGE
    assert said(BOUNCE.replace(f"Message-ID: {OURS}", "X: y")).kind is Kind.MESSAGE


def test_a_warning_of_delay_changes_nothing() -> None:
    warning = BOUNCE.replace("Sorry, no mailbox here by that name. #5.1.1", "YOU DO NOT NEED TO RESEND YOUR MESSAGE.")

    assert (said(warning).kind, said(warning).state) == (Kind.DELIVERY, "")


def test_a_report_speaks_of_the_mail_it_returns_not_of_those_before_it() -> None:
    report = (
        "From: postmaster@relay.test\nContent-Type: multipart/report; boundary=b\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nAction: failed\nStatus: 5.1.1\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nReferences: {OTHER}\nMessage-ID: {OURS}\n\n--b--\n"
    )

    assert said(report).target_id == OURS


@pytest.mark.parametrize(
    ("head", "automatic"),
    [
        ("From: k@k.test\nList-Id: <a.b>\nPrecedence: list", False),
        ("From: k@k.test\nAuto-Submitted: no (really)", False),
        ("From: k@k.test\nAuto-Submitted: auto-generated (rejected)", True),
        ("From: k@k.test\nX-Auto-Response-Suppress: All\nSubject: Automatische Antwort: Rechnung", True),
        ("From: k@k.test\nX-Auto-Response-Suppress: All\nSubject: Rechnung", False),
        ("From: k@k.test\nSubject: Automatische Antwort geht nicht", False),
        ("From: x.do-not-reply@k.test", True),
        ("From: Norbert.Reply@k.test", False),
    ],
)
def test_only_what_a_machine_wrote_is_automatic(head: str, automatic: bool) -> None:
    assert said(f"{head}\n\nhi").automatic is automatic


def test_the_same_mail_is_known_again_however_its_lines_end() -> None:
    mail = "From: k@k.test\nMessage-ID: <1@k>\nSubject: x\n\nText\n"
    bare = mail.replace("Message-ID: <1@k>\n", "")

    for text in (mail, bare):
        assert said(text).dedupe_key == said(text.replace("\n", "\r\n") + "\r\n").dedupe_key
    assert said(bare).dedupe_key != said("Received: by b\n" + bare).dedupe_key


def test_two_mails_that_differ_in_what_is_attached_are_two() -> None:
    mail = (
        "From: k@k.test\nMessage-ID: <1@k>\nContent-Type: multipart/mixed; boundary=b\n\n"
        "--b\n\nhi\n--b\nContent-Type: application/pdf\n\n{}\n--b--\n"
    )

    assert said(mail.format("eins")).dedupe_key != said(mail.format("zwei")).dedupe_key
