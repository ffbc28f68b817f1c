import subprocess
import sys

import pytest
from served_room import served

from newsbot.browse.guard import COOKIE, LOOPBACK_NAMES, Entrance

TOKEN = "a-token-of-this-test"  # noqa: S105 - made for it
PAGES = [
    "/",
    "/articles/a001",
    "/outlets",
    "/charts",
    "/runs",
    "/operations",
    "/nothing",
    "/feed.rss",
    "/download?format=csv",
]


@pytest.fixture(scope="module")
def locked(stocked_url):
    with served(stocked_url, Entrance(token=TOKEN)) as client:
        yield client


@pytest.fixture
def ask(locked):
    def get(path, **given):
        locked.cookies.clear()
        return locked.get(path, **given)

    return get


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_pages_are_for_reading_only(room, method):
    answer = room.request(method, "/", content=b"x=1")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", [*PAGES, "/healthz", "/robots.txt", "/favicon.svg"])
def test_every_answer_keeps_scripts_and_frames_out(get, path):
    headers = get(path).headers
    rules = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert rules["default-src"] == "'none'"
    assert "script-src" not in rules
    assert rules["img-src"] == "'self' data:"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


@pytest.mark.parametrize("path", PAGES)
def test_head_is_get_without_the_body(room, path):
    answer = room.head(path)
    assert answer.status_code == room.get(path).status_code
    assert not answer.content


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8480", 200),
        ("LOCALHOST", 200),
        ("[::1]:8480", 200),
        ("127.0.0.1:1", 200),
        ("evil.example", 421),
        ("evil.example:8480", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("127.0.0.1@evil.example", 421),
        ("", 421),
        ("localhost:8480, evil.example", 421),
    ],
)
def test_only_this_machines_names_are_answered(get, host, status):
    assert get("/", headers={"Host": host}).status_code == status


def test_another_name_can_be_allowed(stocked_url):
    hosts = LOOPBACK_NAMES | {"reading.example"}
    with served(stocked_url, Entrance(hosts=hosts)) as client:
        assert client.get("/", headers={"Host": "Reading.Example"}).status_code == 200
        assert client.get("/", headers={"Host": "other.example"}).status_code == 421
    with served(stocked_url, Entrance(hosts=None)) as client:
        assert client.get("/", headers={"Host": "whatever.example"}).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_told_without_the_token(ask, path):
    answer = ask(path)
    assert answer.status_code == 401
    assert "demo" not in answer.text
    assert ask(path, params={"token": "another"}).status_code == 401
    assert ask(path, headers={"Cookie": f"{COOKIE}=another"}).status_code == 401


def test_the_page_that_asks_for_the_token_is_dressed(ask):
    style = next(line for line in ask("/").text.splitlines() if "stylesheet" in line).split('"')[3]
    assert ask(style).status_code == 200
    assert ask("/healthz").text == "ok\n"


def test_the_token_is_kept_in_a_cookie_and_in_no_address(locked):
    locked.cookies.clear()
    first = locked.get(f"/?token={TOKEN}")
    assert first.status_code == 200
    assert TOKEN not in first.text
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert locked.get("/outlets").status_code == 200
    assert locked.get("/outlets").headers["cache-control"] == "no-store"
    locked.cookies.clear()


def test_programs_bring_the_token_in_a_header(ask):
    assert ask("/feed.rss", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert ask("/feed.rss", headers={"Authorization": f"Basic {TOKEN}"}).status_code == 401
    assert TOKEN not in ask("/feed.rss", params={"token": TOKEN}).text


@pytest.mark.parametrize("token", ["", "%00", "رمز", "x" * 5000])
def test_odd_tokens(ask, token):
    assert ask("/", params={"token": token}).status_code == 401


def test_a_very_long_address_is_refused(get):
    assert get("/?q=" + "x" * 9000).status_code == 414


def test_the_style_may_be_kept_for_ever(get):
    style = next(line for line in get("/").text.splitlines() if "stylesheet" in line).split('"')[3]
    answer = get(style)
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    assert get("/static/../app.py").status_code == 404
    assert get("/static/style-0.css").status_code == 404


def test_robots_are_told_to_stay_out(get):
    assert get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert get("/").headers["x-robots-tag"] == "noindex, nofollow"


def test_a_browser_can_search_from_its_address_bar(get, room):
    answer = get("/opensearch.xml")
    assert f'template="{str(room.base_url).rstrip("/")}/?q={{searchTerms}}"' in answer.text


def test_the_room_knows_neither_crawler_nor_extras():
    said = "import newsbot.browse.app, sys; print([m for m in ('scrapy', 'twisted', 'pyarrow', 'psycopg') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
