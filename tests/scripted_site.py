"""A site on loopback that answers as a test scripts it, and remembers who asked what and when."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from time import monotonic

ARTICLE = """<html lang="ar"><head><title>{headline}</title></head><body><h1>{headline}</h1>
<p>{body}</p><p>{body}</p><h3>المزيد</h3><ul>{links}</ul></body></html>"""
SENTENCE = (
    "أعلنت بلدية المدينة القديمة الخبر رقم {number} صباح اليوم، وقالت إن العمل في الحديقة العامة يبدأ الأسبوع المقبل. "
)


@dataclass
class Answer:
    """One answer; *seconds* is how long it takes."""

    body: bytes | str = b""
    status: int = 200
    headers: dict = field(default_factory=dict)
    seconds: float = 0.0


@dataclass
class ScriptedSite:
    """*script* maps a path to its answers, used in turn, the last one again and again; other paths are 404."""

    url: str
    script: dict
    asked: list = field(default_factory=list)

    def times(self, path=""):
        """When each request below *path* came, robots.txt left out unless it is asked for."""
        return [at for at, seen, _ in self.asked if seen.startswith(path) and (path or seen != "/robots.txt")]

    def paths(self):
        return [path for _, path, _ in self.asked]

    def take(self, path):
        answers = self.script.get(path)
        if not answers:
            return Answer("not here", 404)
        return answers.pop(0) if len(answers) > 1 else answers[0]


def article_page(number, count):
    """An article that leads to the next ones."""
    links = "".join(f'<li><a href="/article/{other}">خبر {other}</a></li>' for other in range(1, count + 1))
    body = SENTENCE.format(number=number) * 6
    return Answer(ARTICLE.format(headline=f"عنوان الخبر رقم {number}", body=body, links=links))


def front_page(count):
    links = "".join(f'<li><a href="/article/{n}">عنوان الخبر رقم {n}</a></li>' for n in range(1, count + 1))
    return Answer(f"<html><body><h2>المزيد</h2><ul>{links}</ul></body></html>")


def news_site(count):
    """The script of a front page and *count* articles."""
    pages = {f"/article/{number}": [article_page(number, count)] for number in range(1, count + 1)}
    return {"/": [front_page(count)], "/robots.txt": [Answer("User-agent: *\nAllow: /\n")]} | pages


@contextmanager
def serving(script):
    """Serve *script* until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            site.asked.append((monotonic(), self.path, dict(self.headers)))
            answer = site.take(self.path)
            if answer.seconds:
                stop.wait(answer.seconds)
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(answer.status)
            for name, value in ({"Content-Type": "text/html; charset=utf-8"} | answer.headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_):
            pass

        def handle_one_request(self):
            try:
                super().handle_one_request()
            except ConnectionError:
                self.close_connection = True

    stop = Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = ScriptedSite(f"http://127.0.0.1:{server.server_port}/", script)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        stop.set()
        server.shutdown()
        server.server_close()
        thread.join()
