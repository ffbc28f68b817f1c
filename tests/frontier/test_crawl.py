import random
import signal
import sqlite3
import time

import pytest

from newsbot.store.database import open_store

pytestmark = pytest.mark.crawl


def frontier(result):
    prefix = "newsbot/frontier/"
    return {key.removeprefix(prefix): value for key, value in result["stats"].items() if key.startswith(prefix)}


def test_a_crawl_reads_every_page_once_and_publishes_every_article(make_site, crawls):
    site = make_site(300)
    result = crawls.run(site)
    assert result["errors"] == ""
    assert result["stats"]["finish_reason"] == "finished"
    assert len(crawls.published()) == len(set(crawls.published())) == 300
    assert set(site.articles_asked().values()) == {1}
    assert frontier(result)["done"] == 302
    with open_store(f"sqlite:///{crawls.folder}/newsbot.db") as store:
        assert store.urls.queued("demo", 10) == []
        assert store.urls.wake_due("demo", store.urls.find("demo", f"{_key(site, '/a/1')}").fetched_at) == 0


def _key(site, path):
    from newsbot.text.urls import url_key

    return url_key(site.url + path)


def test_a_crawl_is_the_same_on_either_database(make_site, crawls, store_url):
    site = make_site(40)
    for _ in range(2):
        result = crawls.run(site, NEWSBOT_STORE_URL=store_url)
        assert result["stats"]["finish_reason"] == "finished", result["errors"]
    assert len(crawls.published()) == len(set(crawls.published())) == 40
    assert set(site.articles_asked().values()) == {1}


def test_the_second_run_asks_only_for_what_discovery_needs(make_site, crawls):
    site = make_site(100)
    crawls.run(site)
    site.asked.clear()
    result = crawls.run(site)
    assert dict(site.asked) == {"/": 1}
    assert site.conditional["/"] == 1
    assert frontier(result)["unchanged"] == 1
    assert len(crawls.published()) == 100


def test_an_unchanged_page_without_validators_is_known_by_its_body(make_site, crawls):
    site = make_site(20)
    site.has_validators = False
    crawls.run(site)
    result = crawls.run(site)
    assert frontier(result)["unchanged"] == 1
    assert "done" not in frontier(result)


def test_a_new_article_is_found_by_the_next_run_and_the_page_after_it_is_read_too(make_site, crawls):
    site = make_site(20)
    crawls.run(site)
    site.asked.clear()
    site.articles = 21  # /a/21, and a new front page
    crawls.run(site)
    assert site.asked["/"] == site.asked["/a/21"] == site.asked["/list/2"] == 1
    assert sum(site.asked.values()) == 3
    assert len(crawls.published()) == len(set(crawls.published())) == 21


@pytest.mark.parametrize("seed", range(2))
def test_kills_at_any_instant_lose_nothing_and_publish_nothing_twice(make_site, crawls, seed):
    site, chance = make_site(400), random.Random(seed)  # noqa: S311 (instants, not secrets)
    kills = 0
    for _ in range(4):
        process = crawls.start(site)
        asked = sum(site.asked.values())
        deadline = time.monotonic() + 30
        while sum(site.asked.values()) < asked + 20 and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 1))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        kills += process.returncode == -signal.SIGKILL
    result = crawls.run(site)
    assert kills >= 1
    assert result["stats"]["finish_reason"] == "finished"
    published = crawls.published()
    assert len(published) == len(set(published)) == 400
    assert set(site.articles_asked()) == {f"/a/{number}" for number in range(1, 401)}
    with open_store(f"sqlite:///{crawls.folder}/newsbot.db") as store:
        assert store.urls.queued("demo", 10) == []


@pytest.mark.parametrize("signals", [(signal.SIGTERM,), (signal.SIGINT,), (signal.SIGINT, signal.SIGINT)])
def test_a_stopped_run_is_continued(make_site, crawls, signals):
    site = make_site(150)
    process = crawls.start(site, DOWNLOAD_DELAY=0.01, RANDOMIZE_DOWNLOAD_DELAY=False, CONCURRENT_REQUESTS_PER_DOMAIN=1)
    while sum(site.asked.values()) < 30:
        time.sleep(0.01)
    for number in signals:
        process.send_signal(number)
        time.sleep(0.05)
    process.communicate(timeout=30)
    before = site.articles_asked()
    assert len(before) < 150
    crawls.run(site)
    published = crawls.published()
    assert len(published) == len(set(published)) == 150
    if len(signals) == 1:
        assert set(site.articles_asked().values()) == {1}


def test_the_second_run_of_an_outlet_says_so(make_site, crawls):
    site = make_site(50)
    first = crawls.start(site, DOWNLOAD_DELAY=0.2)
    while not site.asked:
        time.sleep(0.01)
    second = crawls.run(site)
    first.kill()
    first.communicate()
    assert "outlet 'demo' is being crawled by process" in second["errors"] + "".join(second["failures"])
    assert str(first.pid) in second["errors"] + "".join(second["failures"])


def test_missing_broken_and_moved_pages_are_told_apart(make_site, crawls):
    site = make_site(12)
    site.front = range(1, 13)
    site.answers = {
        "/a/2": (404, {}, b""),
        "/a/3": (500, {}, b""),
        "/a/4": (200, {"Content-Type": "text/html"}, b"soft 404"),
        "/a/5": (302, {"Location": "/a/6"}, b""),
        "/a/7": (200, {"Content-Type": "text/html"}, b"broken page"),
    }
    result = crawls.run(site)
    counts = frontier(result)
    assert (counts["gone"], counts["gone/http_404"], counts["gone/soft_404"]) == (2, 1, 1)
    assert (counts["failed"], counts["failed/http_500"], counts["failed/callback_ValueError"]) == (2, 1, 1)
    assert site.asked["/a/3"] == 2  # Scrapy's own retry
    with open_store(f"sqlite:///{crawls.folder}/newsbot.db") as store:
        states = {path: store.urls.find("demo", _key(site, path)) for path in ("/a/2", "/a/3", "/a/5", "/a/7")}
        assert {path: row.state for path, row in states.items()} == {
            "/a/2": "gone",
            "/a/3": "failed",
            "/a/5": "done",
            "/a/7": "failed",
        }
        assert all(row.due_at is not None for row in states.values())
        assert store.urls.queued("demo", 10) == []


def test_a_redirect_that_is_refused_on_the_way_ends_its_page(make_site, crawls):
    site = make_site(3)
    site.answers = {"/a/2": (302, {"Location": "http://localhost:1/elsewhere"}, b"")}
    script = crawls.script.read_text(encoding="utf-8")
    crawls.script.write_text(script.replace('name = "demo"\n', 'name = "demo"\n    allowed_domains = ["127.0.0.1"]\n'))
    result = crawls.run(site)
    assert frontier(result)["skipped/redirect_refused"] == 1
    assert result["stats"]["finish_reason"] == "finished"
    with open_store(f"sqlite:///{crawls.folder}/newsbot.db") as store:
        assert store.urls.find("demo", _key(site, "/a/2")).state == "skipped"


def test_links_beyond_the_depth_limit_are_refused(make_site, crawls):
    site = make_site(200)
    result = crawls.run(site, DEPTH_LIMIT=2)
    assert frontier(result)["refused/depth"] > 0
    assert set(site.articles_asked()) == {"/a/1", "/a/200", "/a/2", "/a/3", "/a/4"}


def test_an_article_that_disappears_is_marked_gone_and_its_text_kept(make_site, crawls):
    site = make_site(5)
    crawls.run(site)
    site.answers = {"/a/2": (410, {}, b"")}
    path = crawls.folder / "newsbot.db"
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE urls SET due_at = '2020-01-01T00:00:00.000000+00:00' WHERE kind = 'article'")
    connection.close()
    crawls.run(site)
    with open_store(f"sqlite:///{path}") as store:
        article = store.articles.find_by_address([_key(site, "/a/2")])
        assert article.state == "gone"
        assert store.articles.current_item(article.id)["headline"] == "خبر رقم 2"
        assert store.articles.find_by_address([_key(site, "/a/1")]).state == "live"


def test_a_full_disk_ends_the_run_with_its_reason_and_the_next_run_continues(make_site, crawls):
    site = make_site(400)
    script = crawls.script.read_text(encoding="utf-8")
    limited = script.replace(
        "base, settings =",
        "from newsbot.store import connections\n"
        'connections._PRAGMAS += ("PRAGMA max_page_count=70",)\n'
        "base, settings =",
    )
    crawls.script.write_text(limited, encoding="utf-8")
    result = crawls.run(site)
    assert result["stats"]["finish_reason"] == "storage_failure"
    assert "newsbot.db: database or disk is full" in result["stats"]["newsbot/storage/error"]
    assert "Traceback" not in result["errors"]
    crawls.script.write_text(script, encoding="utf-8")
    crawls.run(site)
    published = crawls.published()
    assert len(published) == len(set(published)) == 400


def test_another_programs_lock_ends_the_run_with_its_reason(make_site, crawls):
    site = make_site(150)
    process = crawls.start(site, DOWNLOAD_DELAY=0.02, NEWSBOT_STORE_PATIENCE_SECONDS=0.3)
    while sum(site.asked.values()) < 20:
        time.sleep(0.01)
    other = sqlite3.connect(crawls.folder / "newsbot.db", isolation_level=None, timeout=10)
    other.execute("BEGIN IMMEDIATE")
    output, errors = process.communicate(timeout=60)
    other.execute("ROLLBACK")
    other.close()
    assert '"finish_reason": "storage_failure"' in output
    assert "database is locked: another program" in output
    assert "Traceback" not in errors
    crawls.run(site)
    published = crawls.published()
    assert len(published) == len(set(published)) == 150
