"""A site on loopback that sends exactly the bytes that a test gives it, right or wrong, and closes the connection."""

import socketserver
from contextlib import contextmanager
from threading import Event, Thread


def http(body=b"", status="200 OK", **headers):
    """The bytes of an answer; *headers* have underscores for hyphens, and None takes a default one away."""
    body = body.encode() if isinstance(body, str) else body
    names = {"Content_Type": "text/html; charset=utf-8", "Content_Length": str(len(body)), "Connection": "close"}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in (names | headers).items() if value is not None]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body


@contextmanager
def raw_site(script):
    """Serve until the block ends and give the address.

    *script* maps a path without its query to a list of what is sent: bytes, or seconds to wait. Others are 404.
    """

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            path = self.rfile.readline().split()[1].decode()
            while self.rfile.readline().strip():
                pass
            asked.append(path)
            for part in script.get(path.partition("?")[0], [http("not here", "404 Not Found")]):
                if isinstance(part, bytes):
                    self.wfile.write(part)
                elif stop.wait(part):
                    return

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address, daemon_threads, request_queue_size = True, True, 50

        def handle_error(self, *_):
            """A client that hangs up is what some of the tests are about."""

    stop, asked = Event(), []
    server = Server(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/", asked
    finally:
        stop.set()
        server.shutdown()
        server.server_close()
        thread.join()
