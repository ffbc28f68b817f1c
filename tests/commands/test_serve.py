"""``newsbot serve`` as people start it: a real process, asked over loopback."""

import re
import signal
import socket
import subprocess
from contextlib import contextmanager
from threading import Thread

import httpx
import pytest
from command_line import COMMAND, environment, newsbot
from made_articles import bare, keep, values

from newsbot.errors import ExitCode
from newsbot.store.database import open_store

EVERYWHERE = "0.0.0.0"  # noqa: S104 - named, never bound
TOLD = re.compile(r"newsbot: the reading room is at (http://\S+)")


@pytest.fixture
def folder(tmp_path):
    with open_store(f"sqlite:///{tmp_path}/data/newsbot.db") as store:
        keep(store, values(1), bare(2))
    return tmp_path


@contextmanager
def serving(folder, *arguments, **variables):
    """A server on a free port; give its process, its address and the lines that it says."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", *arguments],
        cwd=folder,
        env=environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    lines = []
    try:
        lines.append(process.stderr.readline())
        found = TOLD.match(lines[0])
        assert found, lines + process.stderr.readlines()
        reader = Thread(target=lines.extend, args=(process.stderr,))
        reader.start()
        yield process, found[1], lines
    finally:
        process.kill()
        process.wait(10)
        reader.join(10)
        process.stdout.close()
        process.stderr.close()


def ended(process, number):
    process.send_signal(number)
    return process.wait(15)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_end(folder, number):
    with serving(folder) as (process, address, lines):
        answer = httpx.get(address)
        assert answer.status_code == 200
        assert "خبران" in answer.text
        assert ended(process, number) == 0
    assert "Traceback" not in "".join(lines)


def test_an_open_download_does_not_keep_it(folder):
    with open_store(f"sqlite:///{folder}/data/newsbot.db") as store:
        for start in range(100, 400, 100):
            long = "كلمة " * 20_000
            keep(store, *(values(number, article_body=long) for number in range(start, start + 100)))
    with serving(folder) as (process, address, _), httpx.stream("GET", f"{address}download?format=jsonl") as answer:
        next(answer.iter_raw())
        assert ended(process, signal.SIGTERM) == 0


def test_the_log_has_paths_and_nothing_that_people_searched(folder):
    with serving(folder, "--token", "a-secret-of-readers") as (process, address, lines):
        assert address.endswith("/?token=a-secret-of-readers")
        assert httpx.get(address).status_code == 200
        httpx.get(address.partition("?")[0], params={"q": "سر", "token": "a-secret-of-readers"})
        httpx.get(f"{address.partition('?')[0]}articles/a001%0A%1b[31m")
        assert ended(process, signal.SIGTERM) == 0
    said = "".join(lines[1:])
    assert said.count("200 GET /\n") == 2
    assert "secret" not in said
    assert "q=" not in said
    assert "\x1b" not in said


def test_quiet_says_nothing_of_requests(folder):
    with serving(folder, "--quiet") as (process, address, lines):
        httpx.get(address)
        assert ended(process, signal.SIGTERM) == 0
    assert len(lines) == 1


def test_it_reads_while_a_crawl_writes(folder):
    url = f"sqlite:///{folder}/data/newsbot.db"
    with serving(folder) as (_, address, lines), open_store(url) as store, httpx.Client(base_url=address) as client:
        for start in range(100, 300, 20):
            keep(store, *(values(number) for number in range(start, start + 20)))
            assert client.get("/").status_code == 200
            assert client.get("/", params={"q": "المعرض"}).status_code == 200
        assert "202 خبر" in client.get("/").text
    assert not [line for line in lines if " 50" in line]


def test_it_changes_nothing(folder):
    path = folder / "data/newsbot.db"
    before = path.read_bytes()
    with serving(folder) as (process, address, _):
        for page in ("", "articles/a001", "outlets", "charts", "operations", "?q=x", "download?format=csv"):
            assert httpx.get(address + page).status_code == 200
        ended(process, signal.SIGTERM)
    assert path.read_bytes() == before


def test_the_language_of_who_has_not_chosen(folder):
    with serving(folder, "--language", "auto") as (_, address, _lines):
        assert 'lang="en"' in httpx.get(address, headers={"Accept-Language": "en-GB,en;q=0.9"}).text
        assert '<html lang="ar"' in httpx.get(address, headers={"Accept-Language": "ar,en;q=0.9"}).text
    with serving(folder, "--timezone", "Asia/Tokyo", "--allow-host", "Reading.Example") as (_, address, _lines):
        answer = httpx.get(address, headers={"Accept-Language": "en", "Host": "reading.example"})
        assert '<html lang="ar"' in answer.text
        assert "UTC+09:00" in answer.text


def test_a_made_token_is_printed_and_needed(folder):
    with serving(folder, "--token", "auto") as (_, address, _lines):
        plain, _, token = address.partition("?token=")
        assert len(token) >= 32
        assert httpx.get(address).status_code == 200
        assert httpx.get(plain).status_code == 401


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--port", "x"), "--port is 'x'; accepted: a whole number from 0 to 65535"),
        (("--port", "99999"), "--port is '99999'"),
        (("--host", EVERYWHERE), "--host is '0.0.0.0'; accepted: 127.0.0.1, or with --public"),
        (("--host", EVERYWHERE, "--public"), "with --token auto, or with --no-token: then every article"),
        (("--host", "::", "--public"), "can be read and downloaded by whoever reaches the address"),
        (("--token", "short"), "--token is '…'; accepted: 12 or more"),
        (("--token", "auto", "--no-token"), "either --token or --no-token"),
        (("--allow-host", "a b"), "--allow-host is 'a b'"),
        (("--allow-host", "x.example:80"), "a name without port"),
        (("--timezone", "Mars/Base"), "--timezone is 'Mars/Base'"),
        (("--timezone", "../../etc/passwd"), "--timezone is"),
    ],
)
def test_what_is_wrong_is_told_before_it_starts(folder, arguments, sentence):
    done = newsbot("serve", *arguments, cwd=folder)
    assert done.returncode == ExitCode.BAD_CONFIGURATION
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_port_that_is_taken(folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = newsbot("serve", "--port", taken.getsockname()[1], cwd=folder)
    assert done.returncode == ExitCode.BAD_CONFIGURATION
    assert "a port that is free and allowed" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_store_that_is_not_there(tmp_path):
    done = newsbot("serve", "--port", "0", cwd=tmp_path)
    assert done.returncode == ExitCode.STORAGE_FAILURE
    assert "there is no store here yet; a crawl makes it" in done.stderr
    assert not list(tmp_path.iterdir())


def test_words_that_stand_alone(folder):
    assert newsbot("serve", "8080", cwd=folder).returncode == ExitCode.USAGE
