"""A snapshot is whole after kills, cuts and full disks, and no site can make it endless or keep it from ending well."""

import os
import random
import resource
import shutil
import signal
import subprocess
import time
import zlib

import pytest
from raw_site import http, raw_site
from scripted_site import ARTICLE, SENTENCE, Answer, article_page, front_page, news_site, serving
from snapshots import Snapshots

from newsbot.demo.server import DemoServer

pytestmark = pytest.mark.crawl
pytest.importorskip("wacz")

ARTICLES, SEED = 60, 20261122
LIGHT = ("--articles", str(ARTICLES), "--page-bytes", "6000", "--slow", "0.05", "--delay", "0.02")


def grown_to(snapshots, size, process):
    """Wait until the WARC files hold so many bytes."""
    while sum(path.stat().st_size for path in snapshots.warcs) < size:
        assert process.poll() is None, "it ended before it was killed"
        time.sleep(0.01)


@pytest.fixture(scope="module")
def straight(tmp_path_factory):
    """A snapshot that nothing disturbs, and what the command says when it is called again."""
    with DemoServer(*LIGHT) as site:
        snapshots = Snapshots(site.url, tmp_path_factory.mktemp("straight"))
        said = snapshots.run("--requisites", "--images")
        stats = site.control("stats")
        again = snapshots.run("--requisites")
        asked_again = site.control("stats")["requests"] - stats["requests"]
        yield {"snapshots": snapshots, "said": said, "again": again, "asked_again": asked_again, "site": site}


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """The same, killed three times at seeded instants; after the second kill its WARC is cut in mid-record."""
    chance = random.Random(SEED)  # noqa: S311 - instants, not secrets
    with DemoServer(*LIGHT) as site:
        snapshots = Snapshots(site.url, tmp_path_factory.mktemp("killed"))
        size = 0
        for kill in range(3):
            size += chance.randrange(10_000, 60_000)
            process = snapshots.start("--requisites", "--images")
            grown_to(snapshots, size, process)
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            if kill == 1:
                (path,) = snapshots.warcs
                os.truncate(path, path.stat().st_size - chance.randrange(1_000, 9_000))
        snapshots.run("--requisites", "--images")
    return snapshots


def by_path(urls):
    return sorted(url.split("/", 3)[3] for url in urls)


def test_each_address_is_archived_once(straight):
    found = straight["snapshots"].archived()
    assert len(found) == len(set(found)) > ARTICLES
    assert straight["snapshots"].is_valid()


def test_every_article_is_a_page_of_the_archive(straight):
    snapshots = straight["snapshots"]
    articles = snapshots.lines("articles.jsonl")
    pages = {page["url"]: page for page in snapshots.pages()}
    assert len(articles) >= ARTICLES - 3
    assert pages.keys() == {article["url"] for article in articles}
    assert pages.keys() <= set(snapshots.archived())
    for article in articles:
        assert pages[article["url"]]["title"] == article["headline"]
        assert pages[article["url"]]["text"] == article["article_body"]
    assert sorted(page["id"] for page in pages.values()) == sorted({page["id"] for page in pages.values()})


def test_after_three_kills_and_a_cut_it_is_the_same(straight, killed):
    assert by_path(killed.archived()) == by_path(straight["snapshots"].archived())
    assert killed.is_valid()
    ids = [article["id"] for article in killed.lines("articles.jsonl")]
    assert len(ids) == len(set(ids))
    assert {a["headline"] for a in killed.lines("articles.jsonl")} == {
        a["headline"] for a in straight["snapshots"].lines("articles.jsonl")
    }
    assert len(killed.pages()) == len(ids)
    assert len(killed.lines("images.jsonl")) == len(straight["snapshots"].lines("images.jsonl"))


def test_no_half_written_file_is_left(killed):
    assert not [path for path in killed.path.rglob("*") if path.name.endswith(".part") or path.parent.name == "work"]


def test_called_again_it_fetches_nothing_and_says_since_when_it_is_complete(straight):
    assert straight["asked_again"] == 0
    assert "is complete, as of 20" in straight["again"]
    assert "another folder" in straight["again"]
    assert len(straight["again"].splitlines()) == 1


def test_a_deleted_warc_is_fetched_again(straight, tmp_path):
    before = straight["snapshots"]
    copy = Snapshots(straight["site"].url, tmp_path)
    shutil.copytree(before.path, copy.path)
    for path in copy.warcs:
        path.unlink()
    copy.run("--requisites")
    assert sorted(copy.archived()) == sorted(before.archived())
    assert copy.is_valid()
    assert copy.lines("articles.jsonl") == before.lines("articles.jsonl")


def test_deleted_files_are_made_again_without_the_site(straight, tmp_path):
    before = straight["snapshots"]
    copy = Snapshots("http://127.0.0.1:9/", tmp_path)
    copy.site = before.site
    shutil.copytree(before.path, copy.path)
    (copy.path / "report.html").unlink()
    asked = straight["site"].control("stats")["requests"]
    assert "The snapshot:" in copy.run()
    assert straight["site"].control("stats")["requests"] == asked
    assert (copy.path / "report.html").exists()


def test_a_kill_while_it_packs_leaves_whole_files_or_none(straight, tmp_path):
    copy = Snapshots(straight["site"].url, tmp_path)
    shutil.copytree(straight["snapshots"].path / "state", copy.path / "state")
    state = copy.path / "state" / "snapshot.json"
    state.write_text(state.read_text().replace('"is_complete": true', '"is_complete": false'))
    process = copy.start()
    while not (copy.path / "state" / "work" / "pages.jsonl").exists():
        assert process.poll() is None
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert not list(copy.path.glob("*.wacz"))
    assert not (copy.path / "report.html").exists()
    copy.run()
    assert copy.is_valid()
    assert len(copy.pages()) == len(straight["snapshots"].pages())


def test_lead_pictures_are_kept_once_by_content(straight):
    snapshots = straight["snapshots"]
    lines, articles = snapshots.lines("images.jsonl"), {a["id"]: a for a in snapshots.lines("articles.jsonl")}
    assert {line["article"] for line in lines} == {id_ for id_, a in articles.items() if a["main_image"]}
    for line in lines:
        assert line["url"] == articles[line["article"]]["main_image"]["url"]
        assert (snapshots.path / line["path"]).read_bytes().startswith((b"\xff\xd8", b"\x89PNG"))
        assert line["checksum"].removeprefix("sha256:").startswith(line["path"].rpartition("-")[2].partition(".")[0])
    assert len({line["path"] for line in lines}) == len({line["checksum"] for line in lines})


def test_a_limit_ends_it_packed_and_the_next_run_goes_on(tmp_path):
    with serving(news_site(12)) as site:
        snapshots = Snapshots(site.url, tmp_path, stub=True)
        said = snapshots.run("--limit-pages", 5, "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", code=4)
        assert "not complete: run the same command again" in said
        first = snapshots.lines("articles.jsonl")
        assert 0 < len(first) < 12
        assert "not_fetched" in snapshots.reasons().values()
        assert snapshots.is_valid()
        snapshots.run()
        assert len(snapshots.lines("articles.jsonl")) == 12
        assert len(snapshots.archived()) == len(set(snapshots.archived())) >= 14
        asked = site.paths()
        assert all(asked.count(path) == 1 for path in ["/", *(f"/article/{n}" for n in range(1, 13))])
        sent = {name for _, _, headers in site.asked for name in headers}
        assert not sent & {"If-None-Match", "If-Modified-Since"}, "a snapshot wants whole answers"


def test_a_limit_of_time_ends_it_packed_too(tmp_path):
    script = {path: [Answer(a.body, seconds=0.4) for a in answers] for path, answers in news_site(30).items()}
    with serving(script) as site:
        snapshots = Snapshots(site.url, tmp_path, stub=True)
        snapshots.run("--limit-time", "3s", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", code=4)
    assert 0 < len(snapshots.lines("articles.jsonl")) < 30
    assert snapshots.is_valid()


def test_what_fails_again_in_the_last_run_does_not_spoil_the_rest(tmp_path):
    with serving(news_site(3) | {"/article/2": [Answer("never", 503)]}) as site:
        snapshots = Snapshots(site.url, tmp_path, stub=True)
        given = ("-s", "RETRY_TIMES=0", "-s", "NEWSBOT_BACKOFF_CAP_SECONDS=1")
        assert "1 addresses failed" in snapshots.run(*given)
        assert "1 addresses failed" in snapshots.run(*given)
    assert len(snapshots.lines("articles.jsonl")) == 2
    assert list(snapshots.reasons().values()) == ["http_503"]


BROKEN_LISTENER = """
from newsbot.signals import frontier_flushing


class Broken:
    @classmethod
    def from_crawler(cls, crawler):
        listener = cls()
        crawler.signals.connect(listener.flush, signal=frontier_flushing)
        crawler.listener = listener
        return listener

    def flush(self):
        raise ZeroDivisionError("a bug")
"""


def test_no_page_counts_as_done_when_the_archive_could_not_be_flushed(tmp_path):
    with serving(news_site(3)) as site:
        snapshots = Snapshots(site.url, tmp_path, stub=True)
        (tmp_path / "broken_listener.py").write_text(BROKEN_LISTENER)
        process = snapshots.start("-s", 'EXTENSIONS={"broken_listener.Broken": 10}')
        _, said = process.communicate(timeout=60)
        assert process.returncode == 8, said
        assert "pages cannot be noted done: a bug" in said
        assert not (snapshots.path / "articles.jsonl").exists()


# Sites that hurt ----------------------------------------------------------------------------------------------------


def zeros(size):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([packer.compress(bytes(1 << 20)) for _ in range(size >> 20)]) + packer.flush()


def article(number, more=""):
    return http(
        ARTICLE.format(headline=f"عنوان الخبر رقم {number}", body=SENTENCE.format(number=number) * 6, links=more)
    )


HOSTILE = {
    "/article/11": ("too_large", [http(b"", Content_Length=str(1 << 30)), *[bytes(1 << 20)] * 40]),
    "/article/12": ("too_large", [http(zeros(200 << 20), Content_Encoding="gzip")]),
    "/article/13": ("timeout", [http(Content_Length="5000"), *[b"<p>", 0.3] * 200]),
    "/article/14": ("truncated", [article(14)[:700]]),
    "/article/15": ("too_many_redirects", [http(status="302 Found", Location="/article/15")]),
    "/article/16": ("http_403", [http("no", "403 Forbidden")]),
    "/article/17": ("connection", [b""]),
    "/article/18": ("timeout", [60.0]),
    "/article/19": ("too_large", [http(Content_Length=None), *[bytes(1 << 20)] * 40]),
    "/article/20": ("timeout", [b"HTTP/1.1 200 OK\r\n", *[b"X-A: b\r\n", 0.2] * 300]),
    "/article/21": ("connection", [b"HTTP/1.1 200 OK\r\n", *[b"X-More: %s\r\n" % (b"y" * 10_000) * 100] * 80]),
}


def test_what_hurts_is_named_and_bounded_and_the_rest_is_kept(tmp_path):
    links = "".join(
        f'<li><a href="/article/{n}">عنوان خبر طويل رقم {n} عن المدينة</a></li>' for n in (*range(1, 6), *range(11, 22))
    )
    script = {
        "/": [http(f"<html><body><h2>المزيد</h2><ul>{links}</ul></body></html>")],
        "/robots.txt": [http("User-agent: *\nAllow: /")],
    }
    script |= {f"/article/{n}": [article(n)] for n in range(1, 6)} | {
        path: parts for path, (_, parts) in HOSTILE.items()
    }
    with raw_site(script) as (url, _):
        snapshots = Snapshots(url, tmp_path, stub=True)
        started = time.monotonic()
        said = snapshots.run(
            "-s",
            "DOWNLOAD_TIMEOUT=3",
            "-s",
            "RETRY_TIMES=0",
            "-s",
            "DOWNLOAD_MAXSIZE=8000000",
            "-s",
            "MEMUSAGE_LIMIT_MB=400",
            # Linux counts what the parent of a new process weighed as the process's own peak: a shell weighs nothing.
            launcher=("sh", "-c", '"$@"; exit $?', "sh"),
        )
        seconds = time.monotonic() - started
    reasons = snapshots.reasons()
    assert {path: reasons.get(url[:-1] + path) for path in HOSTILE} == {
        path: reason for path, (reason, _) in HOSTILE.items()
    }
    assert len(snapshots.lines("articles.jsonl")) == 5
    assert snapshots.is_valid()
    assert len(snapshots.archived()) == len(set(snapshots.archived()))
    assert "addresses failed" in said
    assert seconds < 40


def test_a_site_that_refuses_everything_ends_blocked_with_a_valid_archive(tmp_path):
    with serving({"/": [Answer("no", 403)], "/robots.txt": [Answer("", 404)]}) as site:
        snapshots = Snapshots(site.url, tmp_path, stub=True)
        snapshots.run(code=5)
        assert snapshots.reasons()[site.url] == "http_403"
        assert snapshots.is_valid()
        assert snapshots.pages() == []


def test_a_site_that_is_not_there_ends_with_a_valid_archive_of_nothing(tmp_path):
    snapshots = Snapshots("http://127.0.0.1:9/", tmp_path, stub=True)
    snapshots.run("-s", "RETRY_TIMES=0", code=5)
    assert snapshots.reasons() == {"http://127.0.0.1:9/": "refused"}
    assert snapshots.is_valid()


def test_what_failed_is_asked_for_again_by_the_next_run(tmp_path):
    script = news_site(3) | {
        "/article/2": [Answer("later", 503), Answer("later", 503), Answer("later", 503), article_page(2, 3)]
    }
    with serving(script) as site:
        snapshots = Snapshots(site.url, tmp_path, stub=True)
        said = snapshots.run("-s", "RETRY_TIMES=0", "-s", "NEWSBOT_BACKOFF_CAP_SECONDS=1")
        assert "1 addresses failed" in said
        snapshots.run("-s", "NEWSBOT_BACKOFF_CAP_SECONDS=1")
        assert len(snapshots.lines("articles.jsonl")) == 3
        assert not snapshots.reasons()
        assert snapshots.archived().count(f"{site.url}article/2") == 1
        assert site.paths().count("/article/1") == 1


def test_pictures_of_other_hosts_are_kept_and_a_bad_one_loses_no_article(tmp_path):
    picture = b"\x89PNG\r\n\x1a\n" + bytes(400)

    def page(number, image):
        return Answer(article_page(number, 6).body.replace("<h1>", f'<meta property="og:image" content="{image}"><h1>'))

    with serving(
        {f"/{name}.png": [Answer(picture, headers={"Content-Type": "image/png"})] for name in ("a", "again")}
        | {"/page.png": [Answer("<html>")]}
    ) as other:
        with serving(news_site(6)) as site:
            images = other.url.replace("127.0.0.1", "localhost")
            site.script |= {
                "/article/1": [page(1, f"{images}a.png")], "/article/2": [page(2, f"{images}gone.png")],
                "/article/3": [page(3, f"{images}page.png")], "/article/4": [page(4, f"{images}a.png")],
                "/article/5": [page(5, f"{images}gone.png")], "/article/6": [page(6, f"{images}again.png")],
            }  # fmt: skip
            snapshots = Snapshots(site.url, tmp_path, stub=True)
            snapshots.run("--images")
        assert other.paths().count("/a.png") == 1
        assert other.paths().count("/gone.png") == 1
        assert "/robots.txt" in other.paths()
    assert len(snapshots.lines("articles.jsonl")) == 6
    lines = snapshots.lines("images.jsonl")
    assert sorted(line["url"] for line in lines) == [f"{images}a.png", f"{images}a.png", f"{images}again.png"]
    assert len({line["path"] for line in lines}) == 1, "the same bytes are kept once"
    assert (snapshots.path / lines[0]["path"]).read_bytes() == picture
    assert snapshots.reasons()[f"{images}gone.png"] == "image_http_404"
    assert snapshots.reasons()[f"{images}page.png"] == "image_not_an_image"
    assert f"{images}a.png" in snapshots.archived()


# Disks that fill up -------------------------------------------------------------------------------------------------


def limited(size):
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def test_a_disk_that_fills_up_ends_the_run_and_the_next_one_goes_on(tmp_path):
    with serving(news_site(30)) as site:
        site.script |= {
            f"/article/{n}": [Answer(article_page(n, 30).body + f"<!-- {os.urandom(60_000).hex()} -->")]
            for n in range(1, 31)
        }
        snapshots = Snapshots(site.url, tmp_path, stub=True)
        said = snapshots.run(code=8, preexec_fn=limited(1_500_000))  # the archive grows past it, the store does not
        assert "cannot write" in said
        assert snapshots.run()
        assert len(snapshots.lines("articles.jsonl")) == 30
        assert len(snapshots.archived()) == len(set(snapshots.archived()))
        assert snapshots.is_valid()


def test_a_disk_without_room_is_noticed_before_anything_is_fetched(tmp_path):
    with serving(news_site(3)) as site:
        snapshots = Snapshots(site.url, tmp_path, stub=True)
        said = snapshots.run("-s", "NEWSBOT_DISK_RESERVE_MB=900000000", code=8)
        assert "NEWSBOT_DISK_RESERVE_MB" in said
        assert site.asked == []


def test_two_at_once_keep_out_of_each_others_way(tmp_path):
    with serving(news_site(3) | {"/": [Answer(front_page(3).body, seconds=4)]}) as site:
        snapshots = Snapshots(site.url, tmp_path, stub=True)
        process = snapshots.start()
        while not site.asked:
            time.sleep(0.05)
        assert "another process is writing the snapshot" in snapshots.run(code=9)
        process.communicate(timeout=60)
        assert process.returncode == 0


def test_a_full_disk_is_noticed_while_there_is_room_to_end_well(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    small = ["mount", "-t", "tmpfs", "-o", "size=10m", "none", str(disk)]
    mounted = subprocess.run(small, capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        with serving(news_site(60)) as site:
            site.script |= {
                f"/article/{n}": [Answer(article_page(n, 60).body + f"<!-- {os.urandom(99_000).hex()} -->")]
                for n in range(1, 61)
            }
            snapshots = Snapshots(site.url, tmp_path, stub=True)
            snapshots.path = disk / "copy"
            said = snapshots.run("-s", "NEWSBOT_DISK_RESERVE_MB=1", code=8)
            assert "MB are free" in said or "No space left" in said
            assert shutil.disk_usage(disk).used > 3_000_000
            subprocess.run(["mount", "-o", "remount,size=100m", str(disk)], check=True)  # noqa: S607 - as above
            snapshots.run("-s", "NEWSBOT_DISK_RESERVE_MB=1")
            assert len(snapshots.lines("articles.jsonl")) == 60
            assert len(snapshots.archived()) == len(set(snapshots.archived()))
            assert snapshots.is_valid()
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)  # noqa: S607 - as above
