"""A snapshot replays with the site switched off: pywb serves every article with its picture and style, Chromium shows it.

pywb has dependencies of its own, so it lives in an environment of its own: ``.venv/replay``, or the
program ``wayback`` that PYWB names or the PATH holds.
"""

import gzip
import os
import re
import shutil
import socket
import subprocess
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin
from urllib.request import ProxyHandler, build_opener

import brotli
import lxml.html
import pytest
from command_line import environment
from raw_site import http, raw_site
from scripted_site import ARTICLE, SENTENCE
from snapshots import Snapshots

from newsbot.demo.server import DemoServer

ROOT = Path(__file__).parents[2]
# The test keeps to a few articles; REPLAY_ARTICLES=1000 is what the figures in docs/snapshots.md were measured with.
ARTICLES = int(os.environ.get("REPLAY_ARTICLES", "60"))
SHOWN = 20
PICTURES = """async () => {
    const pictures = [...document.images];
    // Those below the fold may wait to be scrolled to.
    for (const picture of pictures) picture.loading = "eager";
    await Promise.allSettled(pictures.map(picture => picture.decode()));
    return pictures.map(picture => [picture.src, picture.naturalWidth]);
}"""
OPENER = build_opener(ProxyHandler({}))

pytestmark = pytest.mark.crawl


def wayback():
    own = ROOT / ".venv" / "replay" / "bin" / "wayback"
    found = os.environ.get("PYWB") or (str(own) if own.exists() else shutil.which("wayback"))
    if not found:
        pytest.skip("pywb is missing: make replay installs it; set PYWB to the path of its program wayback")
    return found


def chromium():
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found:
        pytest.skip("no Chromium on this machine")
    return found


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    """A finished snapshot of a site that is gone."""
    pytest.importorskip("wacz")
    with DemoServer("--articles", str(ARTICLES), "--page-bytes", "20000", "--slow", "0.05") as site:
        made = Snapshots(site.url, tmp_path_factory.mktemp("replayed"))
        made.run("--requisites", timeout=600)
    with pytest.raises(URLError):
        OPENER.open(site.url, timeout=5)
    return made


@pytest.fixture(scope="module")
def replay(snapshot, tmp_path_factory):
    with replaying(snapshot.wacz, tmp_path_factory.mktemp("pywb")) as url:
        yield url


@contextmanager
def replaying(wacz, folder):
    """Have pywb serve the WACZ's own files, its WARCs and its index as they are in it, and give the address."""
    program = wayback()
    with zipfile.ZipFile(wacz) as archive:
        archive.extractall(folder / "wacz")
    (folder / "indexes").mkdir()
    index = gzip.decompress((folder / "wacz/indexes/index.cdx.gz").read_bytes())
    (folder / "indexes" / "index.cdxj").write_bytes(index)
    (folder / "config.yaml").write_text(
        "framed_replay: false\ncollections:\n  demo:\n"
        f"    index_paths: {folder / 'indexes'}/\n    archive_paths: {folder / 'wacz/archive'}/\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (folder / "pywb.log").open("w") as log:
        command = [program, "-b", "127.0.0.1", "-p", str(port), "-t", "4"]
        process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=log, stderr=log)
        try:
            wait_for(port, process, folder / "pywb.log")
            yield f"http://127.0.0.1:{port}/demo/"
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_for(port, process, log):
    for _ in range(300):
        assert process.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("pywb does not start")


def moment(page):
    return re.sub(r"\D", "", page["ts"])[:14]


def fetched(url):
    """(status, type, body) of an address."""
    try:
        with OPENER.open(url, timeout=30) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read()
    except HTTPError as error:
        return error.code, "", b""


def told(body):
    """The text of a page of the demo site, which has a section in windows-1256 and does not always say so."""
    try:
        return unescape(body.decode("utf-8"))
    except UnicodeDecodeError:
        return unescape(body.decode("windows-1256"))


def test_every_article_its_picture_and_its_style_answer_from_the_archive(snapshot, replay):
    pages = snapshot.pages()
    assert len(pages) >= ARTICLES * 0.9
    seen = {}

    def missing(page):
        address = f"{replay}{moment(page)}mp_/{page['url']}"
        status, kind, body = fetched(address)
        if (status, kind) != (200, "text/html") or page["title"] not in told(body):
            return [(page["url"], status, kind)]
        root = lxml.html.fromstring(body)
        wanted = root.xpath("//img/@src | //link[@rel='stylesheet']/@href")
        assert any(url.endswith(".css") for url in wanted)
        for url in {urljoin(address, each) for each in wanted}:
            if url not in seen:
                seen[url] = fetched(url)
        return [(url, *seen[url][:2]) for url in (urljoin(address, each) for each in wanted) if seen[url][0] != 200]

    with ThreadPoolExecutor(4) as pool:
        lost = [each for some in pool.map(missing, pages) for each in some]
    assert lost == []
    assert {kind for _, kind, _ in seen.values()} >= {"text/css", "image/jpeg"}
    print(f"{len(pages)} pages and {len(seen)} requisites replayed")  # noqa: T201 - the figures


def test_what_was_not_archived_is_not_made_up(replay):
    assert fetched(f"{replay}2026mp_/http://127.0.0.1:1/never")[0] == 404


PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
STYLE = b"body { direction: rtl } " * 40


def in_chunks(body, size=100):
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


CHUNKED = {"Content_Length": None, "Transfer_Encoding": "chunked"}
FORMS = {
    "plain.png": (http(PICTURE, Content_Type="image/png"), PICTURE),
    "copy.png": (http(PICTURE, Content_Type="image/png"), PICTURE),
    "chunks.png": (http(in_chunks(PICTURE), Content_Type="image/png", **CHUNKED), PICTURE),
    "chunks-copy.png": (http(in_chunks(PICTURE), Content_Type="image/png", **CHUNKED), PICTURE),
    "close.png": (b"HTTP/1.0 200 OK\r\nContent-Type: image/png\r\n\r\n" + PICTURE[:900], PICTURE[:900]),
    "lines.png": (
        b"HTTP/1.1 200\nContent-Type: image/png\nno colon\nX-Long: a\n b\nContent-Length: 700\n\n" + PICTURE[:700],
        PICTURE[:700],
    ),
    "interim.png": (
        b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + http(PICTURE[:800], Content_Type="image/png"),
        PICTURE[:800],
    ),
    "gzip.css": (http(gzip.compress(STYLE), Content_Type="text/css", Content_Encoding="gzip"), STYLE),
    "gzip-copy.css": (http(gzip.compress(STYLE, mtime=0), Content_Type="text/css", Content_Encoding="gzip"), STYLE),
    "gzip-chunks.css": (
        http(in_chunks(gzip.compress(STYLE, mtime=0)), Content_Type="text/css", Content_Encoding="gzip", **CHUNKED),
        STYLE,
    ),
    "gzip-chunks-copy.css": (
        http(in_chunks(gzip.compress(STYLE, mtime=0)), Content_Type="text/css", Content_Encoding="gzip", **CHUNKED),
        STYLE,
    ),
    "brotli.css": (http(brotli.compress(STYLE), Content_Type="text/css", Content_Encoding="br"), STYLE),
}


def test_answers_of_every_form_replay_as_what_they_held(tmp_path):
    pytest.importorskip("wacz")
    wayback()
    needs = "".join(
        f'<img src="/{name}">' if name.endswith("png") else f'<link rel="stylesheet" href="/{name}">' for name in FORMS
    )
    page = ARTICLE.format(headline="عنوان الخبر رقم واحد", body=SENTENCE.format(number=1) * 6, links="")
    script = {
        "/": [
            http('<html><body><h2>المزيد</h2><a href="/article/1">عنوان الخبر رقم واحد في المدينة</a></body></html>')
        ],
        "/article/1": [
            http(
                in_chunks(gzip.compress(page.replace("<p>", needs + "<p>", 1).encode())),
                Content_Encoding="gzip",
                **CHUNKED,
            )
        ],
        "/moved.png": [http(b"", "302 Found", Location="/plain.png")],
    } | {f"/{name}": [answer] for name, (answer, _) in FORMS.items()}
    with raw_site(script) as (url, _):
        made = Snapshots(url, tmp_path, stub=True)
        made.run("--requisites")
    assert made.is_valid()
    (tmp_path / "pywb").mkdir()
    with replaying(made.wacz, tmp_path / "pywb") as replay:
        (shown,) = made.pages()
        assert shown["title"] in unescape(fetched(f"{replay}{moment(shown)}mp_/{shown['url']}")[2].decode())
        got = {name: fetched(f"{replay}{moment(shown)}id_/{url}{name}") for name in FORMS}
        plain = {name: body if kind != "text/css" else decoded(body) for name, (_, kind, body) in got.items()}
    assert {name: status for name, (status, *_) in got.items()} == dict.fromkeys(FORMS, 200)
    assert {name for name, (_, held) in FORMS.items() if plain[name] != held} == set()


def decoded(body):
    """A body as the archive has it, without its compression: a client that accepts none may be sent one."""
    if body.startswith(b"\x1f\x8b"):
        return gzip.decompress(body)
    return body if body.startswith(b"body") else brotli.decompress(body)


@pytest.mark.browser
def test_chromium_shows_headline_and_body_and_misses_nothing(snapshot, replay):
    program = chromium()
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    articles = {article["url"]: article for article in snapshot.lines("articles.jsonl")}
    pages = snapshot.pages()
    step = max(1, len(pages) // SHOWN)
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        try:
            context = browser.new_context()
            shown = [shows(context.new_page(), replay, page, articles[page["url"]]) for page in pages[::step][:SHOWN]]
        finally:
            browser.close()
    assert len(shown) == SHOWN
    assert [problem for problems in shown for problem in problems] == []


def shows(tab, replay, page, article):
    """What is wrong with a page as Chromium shows it."""
    problems = []
    host = replay.split("/")[2]
    tab.on("requestfailed", lambda request: problems.append(("failed", request.url)))
    tab.on("response", lambda answer: problems.append((answer.status, answer.url)) if answer.status >= 400 else None)
    tab.on(
        "request",
        lambda request: problems.append(("left the archive", request.url)) if is_outside(request.url, host) else None,
    )
    tab.goto(f"{replay}{moment(page)}mp_/{page['url']}", wait_until="load", timeout=30_000)
    text = " ".join(tab.inner_text("body").split())
    parts = (article["headline"], article["article_body"].split("\n")[0])
    problems += [("not shown", part) for part in parts if " ".join(part.split()) not in text]
    pictures = tab.evaluate(PICTURES)
    problems += [("broken picture", url) for url, width in pictures if not width]
    sheets = tab.evaluate("[...document.querySelectorAll('link[rel=stylesheet]')].filter(l => !l.sheet).length")
    problems += [("style not loaded", page["url"])] * sheets
    direction = tab.evaluate("getComputedStyle(document.body).direction")
    tab.close()
    return problems + ([("style not applied", page["url"])] if direction != "rtl" else [])


def is_outside(url, host):
    return not url.startswith((f"http://{host}/", "data:", "blob:", "about:"))
