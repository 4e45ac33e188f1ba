"""Real mail servers on loopback, started and stopped by the tests: pymap or Dovecot for IMAP, aiosmtpd for SMTP.

With Dovecot, mail that is sent goes by LMTP into the receiver's mailbox, so that a whole
conversation can be followed from customer to inbox and back.
"""

from __future__ import annotations

import contextlib
import imaplib
import os
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

DOVECOT = Path("/usr/sbin/dovecot")
US, CUSTOMER, PASSWORD = "support@shop.test", "kunde@kunde.test", "geheim"


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    """Return once a condition holds; fail if it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        with contextlib.suppress(TimeoutError), socket.socket() as s:
            s.settimeout(0.02)
            s.bind(("127.0.0.1", 0))
            s.listen()
            s.accept()


def _listens(port: int) -> bool:
    with socket.socket() as s:
        s.settimeout(0.2)
        return s.connect_ex(("127.0.0.1", port)) == 0


class Sink:
    """An SMTP server that takes mail, or answers as scripted: "451 …", "552 …", or DROP (takes it, says nothing).

    With a password it takes mail only after a login; `settings` are its controller's, for certificates. `taken` is
    called when a mail is delivered and before its sender hears of it.
    """

    def __init__(
        self, deliver: Callable[[bytes, list[str]], None] | None = None, password: str = "", **settings: object
    ) -> None:
        self.got: list[Envelope] = []
        self.script: list[str] = []
        self.taken: Callable[[], None] | None = None
        self.logins = 0
        self._deliver = deliver
        self._password = password
        if password:
            settings |= {"auth_required": True, "auth_require_tls": False, "authenticator": self._let_in}
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port(), **settings)

    def _let_in(self, *said: Any) -> AuthResult:
        self.logins += 1
        return AuthResult(success=said[-1].password == self._password.encode(), handled=False)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a mail or answer as scripted."""
        answer = self.script.pop(0) if self.script else "250 OK"
        if answer == "DROP" or answer.startswith("2"):
            self.got.append(envelope)
            if self._deliver is not None:
                self._deliver(bytes(envelope.content or b""), list(envelope.rcpt_tos))
            if self.taken is not None:
                self.taken()
        if answer == "DROP":
            assert server.transport is not None
            server.transport.abort()
            return "421 gone"
        return answer

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._controller.port)

    def start(self) -> Sink:
        """Begin to listen."""
        self._controller.start()
        return self

    def stop(self) -> None:
        """End."""
        self._controller.stop()


@dataclass
class Mailserver:
    """One IMAP server with two mailboxes, and the SMTP server beside it."""

    name: str
    imap_port: int
    user: str
    password: str
    address: str
    sink: Sink
    put: Callable[[bytes], None]
    customer: Callable[[], list[bytes]]
    folder: Path = Path()
    lmtp_port: int = 0
    auth_port: int = 0

    def settings(self, **more: str) -> dict[str, str]:
        """Return a channel's settings for this server."""
        return {
            "address": self.address, "name": "Acme Support", "user": self.user, "poll_seconds": "5",
            "imap_host": "127.0.0.1", "imap_port": str(self.imap_port), "imap_security": "plain",
            "smtp_host": "127.0.0.1", "smtp_port": str(self.sink.port), "smtp_security": "plain",
        } | more  # fmt: skip

    def deliver(
        self, text: str, *, subject: str = "Frage", sender: str = f"Käthe Kunde <{CUSTOMER}>", **headers: str
    ) -> str:
        """Put a mail into our mailbox and return its Message-ID."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, self.address, subject
        id = headers.pop("Message_ID", f"<{os.urandom(6).hex()}@kunde.test>")
        mail["Message-ID"] = id
        mail["Date"] = "Tue, 24 Nov 2026 10:00:00 +0100"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        self.put(mail.as_bytes())
        return id


@contextlib.contextmanager
def pymap() -> Iterator[Mailserver]:
    """Run pymap with an empty mailbox in memory."""
    port = free_port()
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "pymap.main",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-tls",
        "--no-service",
        "admin",
        "dict",
    ]
    command[2:5] = ["-c", "import sys; sys.argv[0] = 'pymap'; from pymap.main import main; sys.exit(main())"]
    command = [sys.executable, "-W", "ignore", *command[2:]]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    sink = Sink().start()

    def put(raw: bytes) -> None:
        with imaplib.IMAP4("127.0.0.1", port) as box:
            box.login("demouser", "demopass")
            box.append("INBOX", "", imaplib.Time2Internaldate(0), raw)

    try:
        until(lambda: _listens(port) or process.poll() is not None)
        assert process.poll() is None, process.stderr.read().decode() if process.stderr else ""
        yield Mailserver(
            "pymap", port, "demouser", "demopass", US, sink, put, lambda: [bytes(e.content or b"") for e in sink.got]
        )
    finally:
        sink.stop()
        process.terminate()
        process.wait(10)
        if process.stderr is not None:
            process.stderr.close()


CONF = """
base_dir = {d}/run
state_dir = {d}/state
log_path = {d}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_location = maildir:{d}/mail/%u
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {d}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={d}/mail/%u
}}
first_valid_uid = 1
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \\Sent
    auto = subscribe
  }}
}}
service anvil {{
  chroot =
  # Whoever says a wrong password waits two seconds, but not longer each time: tests would.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  chroot =
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service auth {{
  inet_listener {{
    port = {auth}
  }}
}}
"""


@contextlib.contextmanager
def dovecot() -> Iterator[Mailserver]:
    """Run Dovecot as an unprivileged user in a folder of its own."""
    import grp
    import pwd

    folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
    user = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    entry = pwd.getpwnam(user)
    imap, lmtp, auth = free_port(), free_port(), free_port()
    for name in ("run", "state", "mail"):
        (folder / name).mkdir()
    (folder / "users").write_text(f"{US}:{{PLAIN}}{PASSWORD}\n{CUSTOMER}:{{PLAIN}}{PASSWORD}\n")
    group = grp.getgrgid(entry.pw_gid).gr_name
    ports = {"imap": imap, "lmtp": lmtp, "auth": auth}
    conf = CONF.format(d=folder, user=user, group=group, uid=entry.pw_uid, gid=entry.pw_gid, **ports)
    (folder / "dovecot.conf").write_text(conf)
    command = [str(DOVECOT), "-F", "-c", str(folder / "dovecot.conf")]
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", user, str(folder)], check=True)
        command = ["setpriv", f"--reuid={user}", f"--regid={group}", "--init-groups", *command]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def by_lmtp(raw: bytes, to: list[str]) -> None:
        with smtplib.LMTP("127.0.0.1", lmtp) as door:
            door.sendmail("bounce@kunde.test", to, raw)

    def customer() -> list[bytes]:
        box = folder / "mail" / CUSTOMER
        return [p.read_bytes() for part in ("new", "cur") for p in sorted((box / part).glob("*")) if p.is_file()]

    sink = Sink(by_lmtp).start()
    try:
        until(lambda: (_listens(imap) and _listens(lmtp)) or process.poll() is not None)
        log = folder / "dovecot.log"
        assert process.poll() is None, log.read_text() if log.exists() else "dovecot did not start"
        yield Mailserver(
            "dovecot", imap, US, PASSWORD, US, sink, lambda raw: by_lmtp(raw, [US]), customer, folder, lmtp, auth
        )
    finally:
        sink.stop()
        process.send_signal(signal.SIGTERM)
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)
