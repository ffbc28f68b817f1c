"""What alerts are sent to in tests: a webhook and a mail server, real ones, on loopback."""

import json
import socketserver
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep


class Webhook:
    """Keeps what is posted; answers with *status*, after *delay_seconds*."""

    def __init__(self):
        self.posted, self.status, self.delay_seconds = [], 200, 0
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                sleep(hook.delay_seconds)
                if hook.status < 400:
                    hook.posted.append(json.loads(body))
                self.send_response(hook.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    @property
    def url(self):
        """The address as apprise writes it, with a password that must stand nowhere."""
        return f"json://user:hunter2secret@127.0.0.1:{self.server.server_port}/alerts"


class MailHandler(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs to hand over a letter."""

    def handle(self):
        self.say("220 marfa")
        while line := self.rfile.readline().decode().strip():
            word = line.partition(" ")[0].upper()
            if word == "DATA":
                self.say("354 go on")
                lines = []
                while (text := self.rfile.readline().decode()) not in {".\r\n", ""}:
                    lines.append(text)
                self.server.letters.append("".join(lines))
            self.say("221 bye" if word == "QUIT" else "250 marfa")
            if word == "QUIT":
                return

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def running(server):
    """Serve until the block ends."""
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
