"""A mail server that keeps what it gets, can refuse, and can be watched at the moment between taking and answering."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage


@dataclass(frozen=True)
class Delivered:
    """One delivery: to whom the envelope says, and the mail."""

    to: str
    mail: EmailMessage

    @property
    def message_id(self) -> str:
        return self.mail["Message-ID"]


class Smtp:
    """`url` for EMAIL_URL, `delivered` in their order, `mailbox()` as a mailbox shows it, `stop()`.

    `is_refusing` makes it answer 451. `before_answer(delivered)` runs when a mail is here and not yet acknowledged.
    """

    def __init__(self) -> None:
        self.delivered: list[Delivered] = []
        self.is_refusing = False
        self.before_answer: Callable[[Delivered], None] | None = None
        sink = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                _converse(sink, self.rfile, self.wfile)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"smtp://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def mailbox(self, to: str) -> list[EmailMessage]:
        """What the owner of an address sees: of several mails with one Message-ID, one."""
        return list({one.message_id: one.mail for one in self.delivered if one.to == to}.values())

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _converse(sink: Smtp, rfile, wfile) -> None:
    def say(line: str) -> None:
        wfile.write(line.encode() + b"\r\n")

    recipients: list[str] = []
    say("220 sink")
    while line := rfile.readline():
        command = line.decode(errors="replace").strip()
        verb = command[:4].upper()
        if verb in ("EHLO", "HELO"):
            say("250-sink")
            say("250 8BITMIME")
        elif verb == "RCPT":
            recipients.append(command.partition("<")[2].partition(">")[0])
            say("250 ok")
        elif verb == "DATA":
            say("354 go on")
            _take(sink, recipients, _body(rfile), say)
            recipients = []
        elif verb == "QUIT":
            say("221 bye")
            return
        else:
            say("250 ok")


def _body(rfile) -> bytes:
    lines = []
    while (line := rfile.readline()) not in (b".\r\n", b""):
        lines.append(line[1:] if line.startswith(b"..") else line)
    return b"".join(lines)


def _take(sink: Smtp, recipients: list[str], body: bytes, say: Callable[[str], None]) -> None:
    if sink.is_refusing:
        say("451 not now")
        return
    mail = email.message_from_bytes(body, policy=email.policy.default)
    for to in recipients:
        delivered = Delivered(to, mail)
        sink.delivered.append(delivered)
        if sink.before_answer is not None:
            sink.before_answer(delivered)
    say("250 taken")
