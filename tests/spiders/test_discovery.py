"""What the feeds and sitemaps of an outlet lead to, and what is asked for in every run."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from scrapy.http import Request, Response
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.spiders import Spider
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from newsbot.errors import ConfigurationError
from newsbot.frontier.policy import Ending
from newsbot.frontier.requests import META_KEY, PageLink, page_meta
from newsbot.pages.rules import Outlet
from newsbot.spiders.discovery import EACH_RUN, Discovery

HOME = "https://www.example.net/"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OUTLET = Outlet(
    name="stub",
    domains=("example.net",),
    article_pattern=re.compile(r"^/a/\d+"),
    listing_pattern=re.compile(r"^/section/\w+$"),
)


def crawler_of(**settings):
    crawler = get_crawler(settings_dict=settings)
    crawler.stats = MemoryStatsCollector(crawler)
    return crawler


def discovery(outlet=OUTLET, **declared):
    return Discovery(outlet, crawler_of(), **declared)


def response(body, kind="sitemap", depth=0, url=f"{HOME}sitemap.xml"):
    request = Request(url, meta={META_KEY: {"kind": kind, "depth": depth}})
    return Response(url, body=body.encode() if isinstance(body, str) else body, request=request)


def told(given):
    """What a request or a link says of its page."""
    return given._asdict() if isinstance(given, PageLink) else page_meta(given)


def found(requests):
    """(path, kind, depth) of each request."""
    pages = [(request.url.removeprefix(HOME), told(request)) for request in requests]
    return [(path, page["kind"], page["depth"]) for path, page in pages]


def dates(requests):
    return {request.url.removeprefix(HOME): told(request)["dated_at"] for request in requests}


def urlset(*rows):
    urls = "".join(
        f"<url><loc>{HOME}{path}</loc>{f'<lastmod>{at}</lastmod>' if at else ''}</url>"
        for path, at in ((row, None) if isinstance(row, str) else row for row in rows)
    )
    return f"<urlset>{urls}</urlset>"


def index(*rows):
    return urlset(*rows).replace("url>", "sitemap>").replace("urlset", "sitemapindex").replace("sitemap>set", "urlset")


def robots(*lines):
    return ProtegoRobotParser(("User-agent: *\n" + "\n".join(f"Sitemap: {line}" for line in lines)).encode(), None)


# what a document leads to


def test_entries_become_articles_and_declared_listings_only():
    finder = discovery()
    page = response(urlset("a/1", "section/sport", "tag/sport", "about", "a/2?utm_source=x") + "")
    assert found(finder.read(page, NOW)) == [
        ("a/1", "article", 1),
        ("section/sport", "listing", 1),
        ("a/2?utm_source=x", "article", 1),
    ]
    assert finder._crawler.stats.get_value("newsbot/discovery/passed_over/not_article") == 2  # noqa: SLF001
    assert finder._crawler.stats.get_value("newsbot/discovery/sitemap/entries") == 5  # noqa: SLF001


def test_a_feed_gives_headline_date_and_where_it_was_found():
    body = (
        "<rss><channel><item><title>خبر</title><link>/a/1</link><pubDate>Thu, 05 Nov 2026 10:44:00 GMT</pubDate></item>"
        "<item><link>https://elsewhere.example/a/2</link></item></channel></rss>"
    )
    (request,) = discovery().read(response(body, "feed", url=f"{HOME}rss.xml"), NOW)
    page = told(request)
    assert (request.url, page["kind"], page["depth"]) == (f"{HOME}a/1", "article", 1)
    assert (page["headline"], page["found_on"]) == ("خبر", f"{HOME}rss.xml")
    assert page["dated_at"] == datetime(2026, 11, 5, 10, 44, tzinfo=UTC)


def test_a_later_change_counts_more_than_the_publication():
    news = "<news:news><news:publication_date>2026-11-01T00:00:00Z</news:publication_date></news:news>"
    body = urlset(("a/1", "2026-11-03T00:00:00Z"), ("a/2", "2026-10-03T00:00:00Z")).replace("</url>", f"{news}</url>")
    assert dates(discovery().read(response(body), NOW)) == {
        "a/1": datetime(2026, 11, 3, tzinfo=UTC),
        "a/2": datetime(2026, 11, 1, tzinfo=UTC),
    }


def test_an_outlet_that_declares_nothing_takes_what_looks_like_or_is_declared_an_article():
    generic = discovery(Outlet())
    news = "<news:news><news:title>خبر</news:title></news:news>"
    body = urlset("2026/11/22/news", "about", "section/sport").replace("about</loc>", f"about</loc>{news}")
    assert found(generic.read(response(body), NOW)) == [("2026/11/22/news", "article", 1), ("about", "article", 1)]
    other = "<rss><channel><item><link>https://elsewhere.example/2026/11/22/x</link></item></channel></rss>"
    assert list(generic.read(response(other, "feed"), NOW)) == []


def test_further_sitemaps_go_down_to_a_limit():
    body = index(("s/1.xml", "2026-11-03T00:00:00Z"), "s/2.xml.gz").replace(f"{HOME}s/2", "https://cdn.example/s/2")
    requests = list(discovery().read(response(body, depth=1), NOW))
    assert found(requests) == [("s/1.xml", "sitemap", 2)]
    assert dates(requests)["s/1.xml"] == datetime(2026, 11, 3, tzinfo=UTC)
    assert list(discovery().read(response(body, depth=4), NOW)) == []


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_what_is_neither_is_skipped(kind):
    page = response("<html><body>404</body></html>", kind)
    assert list(discovery().read(page, NOW)) == []
    assert page_meta(page)["verdict"] == (Ending.SKIPPED, f"not_a_{kind}")


def test_old_pages_and_archives_are_left_where_the_outlet_says_so():
    recent = discovery(sitemap_age=timedelta(days=30))
    assert found(recent.read(response(urlset(("a/1", "2026-11-01"), ("a/2", "2026-10-01"), "a/3")), NOW)) == [
        ("a/1", "article", 1),
        ("a/3", "article", 1),
    ]
    assert found(recent.read(response(index(("s/1.xml", "2026-11"), ("s/2.xml", "2025"), "s/3.xml")), NOW)) == [
        ("s/1.xml", "sitemap", 1),
        ("s/3.xml", "sitemap", 1),
    ]


# dates that say nothing


@pytest.mark.parametrize("make", [urlset, index])
def test_the_minute_when_the_file_was_written_brings_nothing_back(make):
    name = "a/{}" if make is urlset else "s/{}.xml"
    rows = [(name.format(number), f"2026-11-22T11:59:{number:02}Z") for number in range(30)]
    rows += [(name.format(number), "2026-11-03T10:00:00Z") for number in range(30, 40)]
    given = dates(discovery().read(response(make(*rows)), NOW))
    assert {given[name.format(number)] for number in range(30)} == {None}
    assert given[name.format(31)] == datetime(2026, 11, 3, 10, tzinfo=UTC)


def test_today_as_the_day_of_everything_says_nothing_and_a_past_day_does():
    today = dates(discovery().read(response(urlset(*[(f"a/{number}", "2026-11-22") for number in range(30)])), NOW))
    past = dates(discovery().read(response(urlset(*[(f"a/{number}", "2026-11-02") for number in range(30)])), NOW))
    assert set(today.values()) == {None}
    assert set(past.values()) == {datetime(2026, 11, 2, 23, 59, 59, tzinfo=UTC)}


def test_a_few_equal_dates_are_believed():
    given = dates(
        discovery().read(response(urlset(*[(f"a/{number}", "2026-11-22T11:00:00Z") for number in range(9)])), NOW)
    )
    assert set(given.values()) == {datetime(2026, 11, 22, 11, tzinfo=UTC)}


# what is asked for


def test_robots_txt_names_sitemaps_news_first_and_few_for_every_run():
    parser = robots(
        f"{HOME}sitemap.xml", "/2024.xml", "https://elsewhere.example/sitemap.xml", f"{HOME}2025.xml", f"{HOME}خريطة.xml",
        f"{HOME}news-sitemap.xml", f"{HOME}sitemap.xml", "javascript:x",
    )  # fmt: skip
    requests = list(discovery().robots_requests(parser, f"{HOME}a/1"))
    assert found(requests) == [
        ("news-sitemap.xml", "sitemap", 0),
        ("sitemap.xml", "sitemap", 0),
        ("2024.xml", "sitemap", 0),
        ("2025.xml", "sitemap", 1),
        ("%D8%AE%D8%B1%D9%8A%D8%B7%D8%A9.xml", "sitemap", 1),
    ]
    assert page_meta(requests[0])["found_on"] == f"{HOME}robots.txt"


def test_a_robots_txt_without_sitemaps_or_of_another_parser_names_none():
    assert list(discovery().robots_requests(robots(), HOME)) == []
    assert list(discovery().robots_requests(object(), HOME)) == []


def test_feeds_of_a_start_page_are_read_in_every_run_comments_and_others_are_not():
    named = [f"{HOME}feed/", f"{HOME}comments/feed/", "https://elsewhere.example/rss", f"{HOME}feed/"]
    named += [f"{HOME}feed/{number}" for number in range(EACH_RUN)]
    page = response("", "listing", url=HOME)
    assert found(discovery().feed_links(named, page)) == [
        ("feed/", "feed", 0),
        ("feed/0", "feed", 0),
        ("feed/1", "feed", 0),
        ("feed/2", "feed", 1),
    ]


def test_feeds_of_a_section_are_left():
    assert list(discovery().feed_links([f"{HOME}section/sport/feed"], response("", "listing", depth=1))) == []


def test_declared_feeds_and_sitemaps_replace_what_the_site_names():
    finder = discovery(feeds=(f"{HOME}rss",), sitemaps=(f"{HOME}news.xml",))
    assert found(finder.start_requests()) == [("rss", "feed", 0), ("news.xml", "sitemap", 0)]
    assert list(finder.feed_links([f"{HOME}feed/"], response("", "listing"))) == []


def made(settings=(), **declared):
    spider = type("Stub", (Spider,), {"name": "stub", **declared})()
    crawler = crawler_of(**dict(settings))
    return Discovery.from_crawler(crawler, spider, OUTLET)


def test_declarations_are_read_from_the_spider():
    assert found(made(feeds=(f"{HOME}rss",), sitemaps=[]).start_requests()) == [("rss", "feed", 0)]


def test_either_is_switched_off_by_its_setting():
    off = made(
        {"NEWSBOT_FEEDS_ENABLED": False, "NEWSBOT_SITEMAPS_ENABLED": False}, feeds=(f"{HOME}rss",), sitemaps=None
    )
    assert list(off.start_requests()) == []
    assert list(off.feed_links([f"{HOME}feed/"], response("", "listing"))) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("feeds", "https://www.example.net/rss"),
        ("feeds", ("/rss",)),
        ("sitemaps", ("mailto:x@example.net",)),
        ("sitemaps", (4,)),
        ("sitemap_age", 30),
        ("sitemap_age", timedelta()),
    ],
)
def test_a_wrong_declaration_is_named(name, value):
    with pytest.raises(ConfigurationError, match=f"stub.{name} is "):
        made(**{name: value})
