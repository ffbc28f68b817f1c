"""Another site's pages with some of their words exchanged: a site after a change of its layout."""

import http.client
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

KEPT = ("Content-Type", "Location")


@contextmanager
def mangling(site_url, exchanged, *, taken_out=()):
    """Serve the site at *site_url* under an address of its own.

    In its pages each key of *exchanged* stands as its value; *taken_out* are pairs of what begins and what ends the
    markup that is left out.
    """
    host = urlsplit(site_url).netloc

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            connection = http.client.HTTPConnection(host, timeout=30)
            connection.request("GET", self.path, headers={"Host": self.headers["Host"]})
            answer = connection.getresponse()
            body = answer.read()
            if "html" in (answer.headers["Content-Type"] or ""):
                body = mangled(body, exchanged, taken_out)
            connection.close()
            self.send_response(answer.status)
            for name in KEPT:
                if answer.headers[name]:
                    self.send_header(name, answer.headers[name])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def mangled(body, exchanged, taken_out):
    """Exchange byte by byte: pages are in several encodings, markup is ASCII in all of them."""
    for old, new in exchanged.items():
        body = body.replace(old.encode(), new.encode())
    for begin, end in taken_out:
        before, found, rest = body.partition(begin.encode())
        if found:
            body = before + rest.partition(end.encode())[2]
    return body
