"""A real Postfix in front of Dovecot on loopback, so that mail takes the way it takes in the world.

The outer door takes mail for our domains only and hands it to Dovecot by LMTP; the inner one (submission) wants
STARTTLS and a login, which Dovecot judges. Configuration, queue and log lie in a folder that goes with it.
"""

from __future__ import annotations

import contextlib
import imaplib
import os
import shutil
import signal
import smtplib
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from email.message import EmailMessage
from pathlib import Path

from tests.servers.mail import CUSTOMER, DOVECOT, PASSWORD, US, Mailserver, _listens, dovecot, free_port, until

POSTFIX = Path("/usr/sbin/postfix")
LATE = "spaet@kunde.test"
"""Postfix takes mail for it, and hears from Dovecot that nobody of that name is there."""
GONE = "weg@kunde.test"
"""Postfix knows nobody of that name."""
FAR = "fern@langsam.test"
"""Postfix takes mail for it, does not reach its server, says so, and gives up soon after."""
_QUEUES = ("maildrop", "incoming", "active", "deferred")

_MAIN = """
compatibility_level = 3.6
config_directory = {f}/etc
queue_directory = {f}/spool
data_directory = {f}/data
maillog_file_prefixes = {f}
maillog_file = {f}/log
myhostname = mx.shop.test
mydestination =
mynetworks =
alias_maps =
alias_database =
inet_interfaces = loopback-only
inet_protocols = ipv4
disable_dns_lookups = yes
smtpd_peername_lookup = no
default_transport = error:5.1.2 there is no such domain here
virtual_mailbox_domains = shop.test, kunde.test
virtual_mailbox_maps = texthash:{f}/mailboxes
transport_maps = texthash:{f}/transport
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{auth}
smtpd_tls_chain_files = {f}/key.pem, {f}/cert.pem
smtpd_tls_auth_only = yes
smtpd_sender_login_maps = texthash:{f}/owners
message_size_limit = 26214400
notify_classes =
delay_warning_time = 1s
maximal_queue_lifetime = 6s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
"""
_MASTER = """
127.0.0.1:{outside} inet n - n - - smtpd
127.0.0.1:{submission} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
  -o smtpd_sender_restrictions=reject_sender_login_mismatch
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


def there() -> bool:
    """Tell whether both can be started here: Postfix begins as root, and gives that up by itself."""
    return POSTFIX.exists() and DOVECOT.exists() and shutil.which("openssl") is not None and os.geteuid() == 0


@dataclass
class Post(Mailserver):
    """Both servers: what is delivered comes through the outer door, what a channel sends through the inner one."""

    home: Path = Path()
    outside: int = field(default_factory=free_port)
    submission: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def settings(self, **more: str) -> dict[str, str]:
        """Return a channel's settings for this server."""
        door = {"smtp_port": str(self.submission), "smtp_security": "starttls", "ca_file": str(self.home / "cert.pem")}
        return super().settings(**(door | more))

    def post(self, mail: EmailMessage | bytes, sender: str = CUSTOMER, to: str = US) -> None:
        """Bring a mail to the outer door, and wait until it lies where it belongs."""
        with smtplib.SMTP("127.0.0.1", self.outside) as door:
            door.sendmail(sender, [to], bytes(mail))
        self.rests()

    def rests(self) -> None:
        """Wait until nothing is on its way: neither a mail nor a report about one."""
        until(lambda: not any(files for queue in _QUEUES for _, _, files in os.walk(self.home / "spool" / queue)), 30)

    def empty(self) -> None:
        """Throw away what lies in every mailbox; their numbering stays."""
        for user in (US, CUSTOMER):
            done = self._doveadm("expunge", "-u", user, "mailbox", "*", "all")
            assert not done.returncode, done.stderr

    def let_in(self, password: str) -> None:
        """Let our mailbox be opened by this password only, from now on."""
        (self.folder / "users").write_text(f"{US}:{{PLAIN}}{password}\n{CUSTOMER}:{{PLAIN}}{PASSWORD}\n")
        self.password = password
        # The server looks at the file once a second, and sees a change by its size.
        until(lambda: not self._doveadm("auth", "test", US, password).returncode)

    def watched(self) -> bool:
        """Tell whether somebody has our mailbox open."""
        return US in self._doveadm("who").stdout

    def hang_up(self) -> None:
        """End every session of our mailbox, as a server does that is started anew."""
        self._doveadm("kick", US)

    def _doveadm(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = ["doveadm", "-c", str(self.folder / "dovecot.conf"), *words]
        return subprocess.run(command, check=False, capture_output=True, text=True)

    def held(self, folder: str) -> list[bytes]:
        """Return the mails in a folder of ours."""
        with imaplib.IMAP4("127.0.0.1", self.imap_port) as box:
            box.login(self.user, self.password)
            _, (count,) = box.select(folder, readonly=True)
            rows = box.fetch("1:*", "(BODY.PEEK[])")[1] if int(count or 0) else []
        return [row[1] for row in rows if isinstance(row, tuple)]

    def start(self) -> None:
        """Open both doors."""
        command = [str(POSTFIX), "-c", str(self.home / "etc"), "start-fg"]
        with (self.home / "out").open("wb") as out:
            process = self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        until(lambda: (_listens(self.outside) and _listens(self.submission)) or process.poll() is not None, 30)
        assert process.poll() is None, self.says()

    def stop(self) -> None:
        """Close both doors, and see every process of this Postfix end; what is queued stays."""
        if self.process is None:
            return
        with contextlib.suppress(OSError, ValueError):
            # Only the first process: it ends its own, and whoever started it sees it end.
            os.kill(int((self.home / "spool" / "pid" / "master.pid").read_text()), signal.SIGTERM)
        with contextlib.suppress(AssertionError):
            until(lambda: not self._processes(), 10)
        for pid in self._processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(10)
        self.process = None
        until(lambda: not self._processes())

    def _processes(self) -> list[int]:
        """Return what runs in the queue's folder: every program of Postfix does, and nothing else."""
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if (place / "cwd").readlink().is_relative_to(self.home / "spool"):
                    found.append(int(place.name))
        return found

    def says(self) -> str:
        """Return what the server wrote about itself."""
        return "\n".join(p.read_text()[-4000:] for p in (self.home / "out", self.home / "log") if p.exists())


def _prepare(post: Post) -> None:
    f = post.home
    # Its own user must reach what lies in it.
    f.chmod(0o755)
    for name in ("etc", "spool", "data"):
        (f / name).mkdir()
    shutil.chown(f / "data", "postfix")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=f, check=True, capture_output=True,
    )  # fmt: skip
    (f / "mailboxes").write_text("".join(f"{address} ok\n" for address in (US, CUSTOMER, LATE)))
    (f / "transport").write_text(f"{FAR.partition('@')[2]} lmtp:inet:127.0.0.1:{free_port()}\n")
    (f / "owners").write_text(f"{US} {US}\n")
    (f / "etc" / "main.cf").write_text(_MAIN.format(f=f, lmtp=post.lmtp_port, auth=post.auth_port))
    (f / "etc" / "master.cf").write_text(_MASTER.format(outside=post.outside, submission=post.submission))


@contextlib.contextmanager
def postfix() -> Iterator[Post]:
    """Run both servers until the end of the block."""
    home = Path(tempfile.mkdtemp(prefix="postfix-"))
    with dovecot() as box:
        post = Post(**{f.name: getattr(box, f.name) for f in fields(box)}, home=home)
        post.name, post.put = "postfix", post.post
        try:
            _prepare(post)
            post.start()
            yield post
        finally:
            post.stop()
            shutil.rmtree(home)
