"""The words of a mail: none lost in parts, in HTML, in folding, in the bytes they came in."""

from __future__ import annotations

import time

import pytest

from adapters.email.parse import parse
from adapters.kit.html import text_of_html
from adapters.kit.quotes import parted
from inbox.ports.adapter import Incoming, Kind


def said(text: str | bytes) -> Incoming:
    """Read one mail."""
    return parse(text.encode() if isinstance(text, str) else text, {})[0]


def mixed(*parts: str, kind: str = "mixed", boundary: str = "b") -> str:
    """Write a mail of several parts."""
    inside = "".join(f"--b\nContent-Type: {part}\n" for part in parts)
    return f"From: k@k.test\nMessage-ID: <1@k>\nContent-Type: multipart/{kind}; boundary={boundary}\n\n{inside}--b--\n"


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_headers_in_bare_bytes_are_read(charset: str) -> None:
    mail = said("From: Käthe Müller <käthe@k.test>\nSubject: Grüße\n\nx".encode(charset))

    assert (mail.name, mail.identities[0].value, mail.subject) == ("Käthe Müller", "käthe@k.test", "Grüße")


def test_a_header_mixes_bare_letters_and_encoded_words() -> None:
    assert said("From: k@k.test\nSubject: Größe =?utf-8?q?=C3=BC?= € =?utf-8?b?abcde?=\n\nx").subject != ""
    assert said("From: k@k.test\nSubject: Größe =?utf-8?q?=C3=BC?= €\n\nx").subject == "Größe ü €"


def test_a_subject_is_one_line_whatever_ends_lines() -> None:
    assert said("From: k@k.test\nSubject: a\u2028b\x85c\n\nx").subject == "a b c"


def test_parts_that_stand_beside_each_other_are_all_read() -> None:
    mail = said(mixed("text/html\n\n<p>Hiermit kündige ich.</p>", "text/plain\n\nGruß, Käthe"))

    assert mail.text == "Hiermit kündige ich.\n\nGruß, Käthe"


def test_of_alternatives_one_is_read() -> None:
    assert said(mixed("text/plain\n\nHallo", "text/html\n\n<p>Hallo!</p>", kind="alternative")).text == "Hallo"


@pytest.mark.parametrize("boundary", ["wrong", ""])
def test_a_mail_whose_boundary_is_wrong_is_read(boundary: str) -> None:
    assert said(mixed("text/plain\n\nBitte anrufen", boundary=boundary)).text == "Bitte anrufen"


def test_a_mail_that_calls_itself_many_parts_and_is_none_is_read_as_text() -> None:
    assert said("From: k@k.test\nContent-Type: multipart/mixed; boundary=b\n\nBitte anrufen").text == "Bitte anrufen"


def test_a_head_too_long_keeps_who_wrote_and_what_it_answers() -> None:
    noise = "".join(f"X-Scan-{n}: {'y' * 5000}\n" for n in range(40))
    mail = said(
        noise + "From: k@k.test\nMessage-ID: <1@k>\nReferences: <0@k>\nContent-Type: text/html\n\n<p>Gr&uuml;&szlig;e"
    )

    assert (mail.identities[0].value, mail.external_id, mail.reply_to, mail.text) == (
        "k@k.test",
        "<1@k>",
        "<0@k>",
        "Grüße",
    )


def test_a_header_of_a_part_made_to_hurt_is_read_within_a_second() -> None:
    mail = mixed('text/plain; x="' + '\\";' * 60_000 + "\n\nhi")
    began = time.process_time()

    assert said(mail).kind is Kind.MESSAGE
    assert time.process_time() - began < 1


def test_pictures_and_styles_inside_html_hide_no_words() -> None:
    picture = f"<img src='data:image/png;base64,{'A' * 1_300_000}'>"
    style = f"<style>{'p {color: red} ' * 30_000}</style><!-- {'x' * 300_000} -->"

    assert text_of_html(f"<p>Guten Tag,</p>{style}{picture}<p>bitte stornieren!") == "Guten Tag,\n\nbitte stornieren!"


def test_html_too_large_says_that_it_was_cut() -> None:
    assert text_of_html("<p>Wort " * 200_000).endswith("[…]")


def test_words_deep_inside_are_read() -> None:
    assert text_of_html("<div>" * 3000 + "tief" + "</div>" * 3000) == "tief"
    assert text_of_html("<b>" * 30_000 + "tief") == "tief"


def test_lines_that_were_typed_stay_lines() -> None:
    assert text_of_html("<p>x</p><pre>eins\n  zwei\n</pre><p>drei\nvier") == "x\n\neins\n  zwei\ndrei vier"


@pytest.mark.parametrize(
    "text",
    [
        "Hi,\n\nOn Monday my colleague wrote:\nThe device is broken and I want my money back.",
        "Hallo,\n\nAm 24.11. schrieb mir Ihr Kollege max@shop.test:\nSie bekommen Ersatz.\nWo bleibt er?",
        "Hallo\n____________________\nBestellnummer: 4711\nBitte stornieren!",
        "Bitte liefern:\n--\n3 Stück Schrauben\n4 Stück Muttern",
        "Reise:\nVon: Berlin\nAn: Hamburg\nDatum: 3.4.\nbitte buchen",
    ],
)
def test_what_the_customer_wrote_is_not_folded_away(text: str) -> None:
    assert parted(text) == (text, "")


@pytest.mark.parametrize(
    "history",
    [
        "________________________________\nFrom: S\nSent: Monday\nTo: K\nSubject: y\n\nalt",
        "Am 24.11.2026 um 10:00 schrieb Shop <s@shop.test>:\n\nalt ohne Zeichen",
        "On Mon, Nov 24, 2026 at 10:00 AM Shop wrote:",
        "Gesendet: Dienstag, 03. Oktober 2023 um 10:00 Uhr\nVon: S\nAn: k@k.test\nBetreff: y\nalt",
        "De : S <s@s.test>\nEnvoyé : mardi 3 octobre 2023 10:00\nÀ : K\nObjet : y\n\nvieux",
        "Op di 3 okt 2023 om 10:00 schreef Shop <s@shop.test>:\n\n> oud",
        "Il giorno mar 3 ott 2023 alle ore 10:00 Shop <s@shop.test> ha scritto:\n\n> vecchio",
        "wt., 3 paź 2023 o 10:00 Shop <s@shop.test> napisał(a):\n\n> stare",
        "Den tis 3 okt. 2023 kl 10:00 skrev Shop <s@shop.test>:\n\n> gammalt",
        "Sent with Proton Mail secure email.\n\n------- Original Message -------\nOn Tuesday Shop wrote:\n\n> old",
        "Von meinem/meiner Galaxy gesendet",
    ],
)
def test_a_history_in_its_full_form_is_folded_though_nothing_marks_its_lines(history: str) -> None:
    assert parted(f"Danke.\n\n{history}") == ("Danke.", history)


def test_old_forms_of_a_head_are_read() -> None:
    found = said(
        "From  : Ann <ann@shop(the one). example>\nTo : b@c.test\n__\nSubject   : Hello\n"
        "Date  : Fri, 21 Nov 1997 09(comment):   55  :  06 -0600\nMessage-ID  : <12  @ a(b) .test>\n\nWords"
    )

    assert [i.value for i in found.identities] == ["ann@shop.example"]
    assert (found.subject, found.text, found.external_id) == ("Hello", "Words", "<12@a.test>")
    assert str(found.occurred_at) == "1997-11-21 15:55:06+00:00"


def test_a_line_in_the_head_that_is_no_header_ends_nothing() -> None:
    found = said("Received: here\nquite Delivered-To: x@y.test\nFrom: a@b.test\nSubject: S\n\nWords")

    assert (found.subject, found.text, found.identities[0].value) == ("S", "Words", "a@b.test")
    assert said("From: a@b.test\nSubject: S\nNo empty line stands here").text == "No empty line stands here"


def test_an_address_without_brackets_is_told_from_the_name_before_it() -> None:
    found = said("From: Big Bug bb@Bug.test\nMessage-ID: 2010.foo@company.test\n\nWords")

    assert (found.name, found.identities[0].value) == ("Big Bug", "bb@bug.test")
    assert found.external_id == "<2010.foo@company.test>"


def test_many_parts_that_are_none_at_all_are_no_file() -> None:
    assert said("From: a@b.test\nSubject: S\nContent-Type: multipart/alternative; boundary=b\n\n\n").attachments == ()


def test_a_name_of_which_a_byte_was_lost_keeps_its_letters() -> None:
    assert said("From: Юникод".encode() + b"\xd1 <a@b.test>\n\nWords").name == "Юникод\ufffd"


@pytest.mark.parametrize(
    "date", ["Tue, 3 Oct 2023 10:00:00 GMT+0200", "2023-10-03T10:00:00+02:00", "Tue, 3 Oct 2023 10:00 +0200 (CEST)"]
)
def test_a_date_is_read_in_the_forms_programs_give_it(date: str) -> None:
    assert str(said(f"From: a@b.test\nDate: {date}\n\nWords").occurred_at) == "2023-10-03 08:00:00+00:00"


def test_a_boundary_beyond_ascii_parts_as_any_other() -> None:
    mail = 'Content-Type: multipart/alternative; boundary="bad-µ"\n\n--bad-µ\nContent-Type: text/html\n\nHello!\n'

    assert said(f"From: a@b.test\n{mail}").text == "Hello!"


def test_a_type_with_something_behind_it_is_still_that_type() -> None:
    found = said("From: a@b.test\nContent-Type: text/html Content-Transfer-Encoding: 8bit\\r\n\n<p>Dear <b>you</b></p>")

    assert (found.text, found.attachments) == ("Dear you", ())


def test_a_second_header_of_references_counts_too() -> None:
    assert said("From: a@b.test\nReferences: <one@a>\nReferences: <two@a>, <bro ken>\n\nx").reply_to == "<two@a>"


def test_a_notice_that_a_mail_was_displayed_is_a_receipt() -> None:
    found = said(
        "From: joe@a.test\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n"
        "--b\nContent-Type: message/disposition-notification\n\nOriginal-Message-ID: <1@b.test>\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\n--b--\n"
    )

    assert (found.kind, found.target_id, found.state) == (Kind.RECEIPT, "<1@b.test>", "read")
