"""The real command finds articles that no page links to, and asks for little when it comes back."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from command_line import newsbot
from scripted_site import Answer, article_page, serving

from newsbot.demo.server import DemoServer

pytestmark = pytest.mark.crawl
OUTLET = """
from newsbot.spiders.base import NewsSpider

class StubSpider(NewsSpider):
    name = "stub"
    allowed_domains = ["127.0.0.1"]
    start_urls = ["{url}"]
    article_pattern = r"^/article/\\d+"
    {declared}
"""


def crawl(site, folder, declared="", *settings):
    """Run one crawl; returns the numbers of the articles that were published, and the paths that were asked for."""
    (folder / "stub_outlets.py").write_text(OUTLET.format(url=site.url, declared=declared), encoding="utf-8")
    given = ("SPIDER_MODULES=stub_outlets", "NEWSBOT_LOOPBACK_ALLOWED=true", "DOWNLOAD_DELAY=0", *settings)
    options = [word for setting in given for word in ("-s", setting)]
    site.asked.clear()
    before = set(published(folder))
    result = newsbot("crawl", "stub", *options, cwd=folder, PYTHONPATH=str(folder))
    assert "Traceback" not in result.stderr, result.stderr
    assert result.returncode == 0, result.stderr
    return sorted(set(published(folder)) - before), sorted(path for path in site.paths() if path != "/robots.txt")


def published(folder):
    files = sorted((folder / "data/feeds").rglob("*.jsonl"))
    lines = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    return [(int(line["url"].rpartition("/")[2]), line["revision"]) for line in lines]


def xml(body, kind="application/xml"):
    return [Answer(body, headers={"Content-Type": kind})]


def urlset(base, numbers, lastmod=""):
    rows = "".join(f"<url><loc>{base}article/{number}</loc>{lastmod}</url>" for number in numbers)
    return xml(f"<urlset>{rows}</urlset>")


@pytest.fixture
def site():
    """A front page that names article 1 and a feed; the feed names 2, the sitemaps of robots.txt 3 to 6."""
    script = {f"/article/{number}": [article_page(number, 0)] for number in range(1, 9)}
    with serving(script) as served:
        base = served.url
        script |= {
            "/": [Answer('<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head><body>'
                         '<h2>المزيد</h2><ul><li><a href="/article/1">عنوان الخبر رقم 1</a></li></ul></body></html>')],
            "/robots.txt": [Answer(f"User-agent: *\nAllow: /\nSitemap: {base}index.xml\nSitemap: /news.xml\n")],
            "/rss": xml("<rss><channel><item><title>خبر</title><link>/article/2</link></item></channel></rss>"),
            "/index.xml": xml(f"<sitemapindex><sitemap><loc>{base}old.xml</loc></sitemap></sitemapindex>"),
            "/news.xml": urlset(base, (3, 4)),
            "/old.xml": urlset(base, (4, 5, 6)),
        }  # fmt: skip
        yield served


def test_feeds_and_sitemaps_are_found_by_themselves(site, tmp_path):
    articles, asked = crawl(site, tmp_path)
    assert articles == [(number, 1) for number in range(1, 7)]
    assert len(asked) == len(set(asked)) == 11


def test_a_second_run_asks_for_start_page_feed_and_sitemaps_of_robots_txt_only(site, tmp_path):
    crawl(site, tmp_path)
    articles, asked = crawl(site, tmp_path)
    assert articles == []
    assert asked == ["/", "/index.xml", "/news.xml"]  # an unchanged front page is not read: its feed is in no need


def test_a_newer_lastmod_brings_a_sitemap_and_an_article_back(site, tmp_path):
    crawl(site, tmp_path)
    now = datetime.now(UTC)
    lastmod = f"<lastmod>{now.isoformat()}</lastmod>"
    future = f"<lastmod>{(now + timedelta(days=9)).isoformat()}</lastmod>"
    site.script["/index.xml"] = xml(
        f"<sitemapindex><sitemap><loc>{site.url}old.xml</loc>{lastmod}</sitemap></sitemapindex>"
    )
    site.script["/old.xml"] = xml(
        f"<urlset><url><loc>{site.url}article/5</loc>{lastmod}</url><url><loc>{site.url}article/6</loc>{future}</url>"
        f"<url><loc>{site.url}article/7</loc></url></urlset>"
    )
    changed = article_page(5, 0)
    changed.body = changed.body.replace("عنوان الخبر رقم 5", "عنوان جديد للخبر رقم 5")
    site.script["/article/5"] = [changed]
    articles, asked = crawl(site, tmp_path)
    assert articles == [(5, 2), (7, 1)]
    assert asked == ["/", "/article/5", "/article/7", "/index.xml", "/news.xml", "/old.xml"]


def test_declared_ones_replace_them_and_none_switches_them_off(site, tmp_path):
    declared = f'feeds = ()\n    sitemaps = ("{site.url}old.xml",)'
    articles, asked = crawl(site, tmp_path, declared)
    assert articles == [(1, 1), (4, 1), (5, 1), (6, 1)]
    assert not {"/rss", "/index.xml", "/news.xml"} & set(asked)
    _, asked = crawl(site, tmp_path, declared)
    assert asked == ["/", "/old.xml"]


def test_settings_switch_them_off(site, tmp_path):
    articles, asked = crawl(site, tmp_path, "", "NEWSBOT_FEEDS_ENABLED=false", "NEWSBOT_SITEMAPS_ENABLED=0")
    assert articles == [(1, 1)]
    assert asked == ["/", "/article/1"]


def test_pages_in_place_of_feeds_and_sitemaps_are_skipped_with_their_reason(site, tmp_path):
    page = [Answer("<!DOCTYPE html><html><body>الصفحة غير موجودة</body></html>")]
    site.script |= {"/rss": page, "/news.xml": page, "/index.xml": [Answer(b"\x1f\x8b\x08garbage")]}
    articles, _ = crawl(site, tmp_path)
    assert articles == [(1, 1)]
    (report,) = (tmp_path / "data/reports/stub").glob("*.skipped.jsonl")
    rows = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    reasons = {row["url"].removeprefix(site.url): row["reason"] for row in rows}
    assert reasons == {"rss": "not_a_feed", "news.xml": "not_a_sitemap", "index.xml": "not_a_sitemap"}


def test_the_demo_site_again_takes_no_more_than_three_requests_in_a_hundred(tmp_path):
    with DemoServer("--articles", "200", "--slow", "0") as site:
        options = (
            "-s",
            "DOWNLOAD_DELAY=0",
            "-s",
            "CONCURRENT_REQUESTS_PER_DOMAIN=8",
            "-s",
            "NEWSBOT_LOOPBACK_ALLOWED=1",
        )
        requests = []
        for _ in range(2):
            site.control("reset")
            result = newsbot("crawl", "demo", "-a", f"url={site.url}", *options, cwd=tmp_path)
            assert result.returncode == 0, result.stderr
            requests.append(site.control("stats")["kinds"])
    assert requests[0]["feed"] >= 1
    assert requests[0]["sitemap"] >= 8
    assert requests[1].keys() <= {"robots", "front", "feed", "sitemap"}
    assert sum(requests[1].values()) <= 0.03 * sum(requests[0].values())
