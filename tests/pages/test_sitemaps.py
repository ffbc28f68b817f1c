"""Sitemaps as sites really serve them, and the ways in which they lie."""

import gzip
import tracemalloc
from datetime import UTC, datetime
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest

from newsbot.demo.server import DemoServer
from newsbot.pages import payload
from newsbot.pages.entries import Entry
from newsbot.pages.sitemaps import sitemap_entries

BASE = "https://www.example.net/sitemap.xml"
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
TITLE = "افتتاح المكتبة العامة في المدينة القديمة"
AT = datetime(2026, 11, 5, 7, 44, tzinfo=UTC)


def urlset(rows, namespaces=NS):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {namespaces}>{rows}</urlset>'


def read(text, **options):
    return sitemap_entries(text.encode() if isinstance(text, str) else text, BASE, **options)


def only(text, **options):
    (entry,) = read(text, **options).entries
    return entry


def test_a_url_set():
    found = read(
        urlset("<url><loc>https://www.example.net/a/1</loc><lastmod>2026-11-05T10:44:00+03:00</lastmod></url>")
    )
    assert found.root == "urlset"
    assert found.entries == [Entry("https://www.example.net/a/1", modified_at=AT)]
    assert found.sitemaps == []


NESTED = (
    "<url><loc>https://www.example.net/a/1</loc><{0}news><{0}publication><{0}name>أخبار</{0}name><{0}language>ar</{0}language>"
    f"</{{0}}publication><{{0}}publication_date>2026-11-05T07:44:00Z</{{0}}publication_date><{{0}}title>{TITLE}</{{0}}title>"
    "</{0}news></url>"
)


@pytest.mark.parametrize(
    "text",
    [
        urlset(NESTED.format("news:"), f"{NS} {NEWS}"),
        urlset(NESTED.format("n:"), f"{NS} {NEWS.replace(':news', ':n', 1)}"),
        urlset(NESTED.format("news:")),
        urlset(NESTED.format("news:"), ""),
        urlset(NESTED.format("")),
        urlset(NESTED.format("").replace("<news>", f"<news {NEWS.replace(':news', '', 1)}>"), NS),
        urlset(NESTED.format("news:").replace("<news:news>", "").replace("</news:news>", ""), f"{NS} {NEWS}"),
        urlset(NESTED.format("news:").replace(TITLE, f"<![CDATA[{TITLE}]]>"), f"{NS} {NEWS}"),
        urlset(
            NESTED.format("NEWS:").upper().replace("HTTPS://WWW.EXAMPLE.NET/A/1", "https://www.example.net/a/1"), ""
        ),
    ],
)
def test_nested_news_fields_with_right_wrong_and_no_namespaces(text):
    assert only(text) == Entry("https://www.example.net/a/1", TITLE, AT, is_news=True)


@pytest.mark.parametrize(
    "namespaces",
    ["", 'xmlns="http://www.google.com/schemas/sitemap/0.84"', 'xmlns="https://www.sitemaps.org/schemas/sitemap/0.9/"'],
)
def test_other_namespaces(namespaces):
    assert only(urlset("<url><loc>https://www.example.net/a/1</loc></url>", namespaces)).url.endswith("/a/1")


def test_a_prefix_on_everything():
    text = '<ns0:urlset xmlns:ns0="http://www.sitemaps.org/schemas/sitemap/0.9"><ns0:url><ns0:loc>/a/1</ns0:loc></ns0:url></ns0:urlset>'
    assert only(text).url == "https://www.example.net/a/1"


@pytest.mark.parametrize("declared", [True, False])
def test_images_videos_and_languages_are_not_the_page(declared):
    rest = (
        "<image:image><image:loc>https://cdn.example/1.jpg</image:loc><image:title>صورة</image:title></image:image>"
        "<video:video><video:title>مقطع</video:title><video:publication_date>2020-01-01</video:publication_date></video:video>"
        '<xhtml:link rel="alternate" hreflang="en" href="https://www.example.net/en/1"/>'
    )
    more = (
        ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
        ' xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"'
    )
    text = urlset(f"<url>{rest}<loc>https://www.example.net/a/1</loc></url>", NS + (more if declared else ""))
    assert only(text) == Entry("https://www.example.net/a/1")


@pytest.mark.parametrize(
    ("lastmod", "at"),
    [
        ("2026", datetime(2026, 12, 31, 20, 59, 59, tzinfo=UTC)),
        ("2026-11", datetime(2026, 11, 30, 20, 59, 59, tzinfo=UTC)),
        ("2026-11-05", datetime(2026, 11, 5, 20, 59, 59, tzinfo=UTC)),
        ("2026-11-05T10:44+03:00", AT),
        ("2026-11-05T07:44Z", AT),
        ("2026-11-05T07:44:00Z", AT),
        ("2026-11-05T07:44:00.1234567Z", AT.replace(microsecond=123456)),
        ("2026-11-05T10:44:00+0300", AT),
        ("2026-11-05 10:44:00 +03:00", AT),
        ("2026-11-05 07:44:00 UTC", AT),
        ("2026-11-05T10:44:00", AT),
        ("\n 2026-11-05T10:44:00 ", AT),
        ("2026-11-05T07:44:60Z", datetime(2026, 11, 5, 7, 44, 59, tzinfo=UTC)),
        ("Thu, 05 Nov 2026 07:44:00 GMT", AT),
        ("5 تشرين الثاني 2026 10:44", AT),
        ("2026-02-30", None),
        ("2026-13", None),
        ("2026-11-05T10:44:00+99:00", None),
        ("0000-00-00", None),
        ("1970-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("Array", None),
        ("", None),
    ],
)
def test_every_form_of_lastmod(lastmod, at):
    text = urlset(f"<url><loc>/a/1</loc><lastmod>{lastmod}</lastmod></url>")
    assert only(text, zone=ZoneInfo("Asia/Damascus")).modified_at == at


def test_an_index_names_each_further_sitemap_once_and_never_itself():
    rows = "".join(
        f"<sitemap><loc>{url}</loc><lastmod>2026-11-05T07:44:00Z</lastmod></sitemap>"
        for url in ("/s/1.xml", "/s/2.xml.gz", BASE, "/s/1.xml", "https://www.example.net/s/1.xml")
    )
    found = read(f"<sitemapindex {NS}>{rows}</sitemapindex>")
    assert found.root == "sitemapindex"
    assert found.entries == []
    assert found.sitemaps == [
        Entry("https://www.example.net/s/1.xml", modified_at=AT),
        Entry("https://www.example.net/s/2.xml.gz", modified_at=AT),
    ]


def test_sitemaps_listed_as_pages_are_sitemaps():
    found = read(urlset("<url><loc>/sitemap-2026-11.xml</loc></url><url><loc>/a/sitemap-of-the-city</loc></url>"))
    assert [entry.url for entry in found.sitemaps] == ["https://www.example.net/sitemap-2026-11.xml"]
    assert [entry.url for entry in found.entries] == ["https://www.example.net/a/sitemap-of-the-city"]


def test_plain_text():
    text = "\ufeffhttps://www.example.net/a/1\r\n\r\n  https://www.example.net/خبر/2 \n# تعليق\nftp://x/\nhttps://\n"
    found = read(text)
    assert found.root == "text"
    assert [entry.url for entry in found.entries] == [
        "https://www.example.net/a/1",
        "https://www.example.net/%D8%AE%D8%A8%D8%B1/2",
    ]


def test_a_feed_as_a_sitemap():
    found = read("<rss><channel><item><title>خبر</title><link>/a/1</link></item></channel></rss>")
    assert (found.root, found.entries) == ("rss", [Entry("https://www.example.net/a/1", "خبر", is_news=True)])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!doctype html><p>404</p>",
        b"<html><body><urlset><url><loc>/a/1</loc></url></urlset></body></html>",
        b"User-agent: *\nDisallow:\n",
        b"\x1f\x8b\x08\x00garbage",
        b"\xff" * 1000,
    ],
)
def test_what_is_no_sitemap(body):
    found = read(body)
    assert (found.root, found.entries, found.sitemaps) == (None, [], [])


def test_gzip_whatever_is_said_of_it():
    text = urlset("<url><loc>/a/1</loc></url><url><loc>/a/2</loc></url>").encode()
    packed = gzip.compress(text)
    members = gzip.compress(text[:60]) + gzip.compress(text[60:])
    for body in (text, packed, gzip.compress(packed), members, packed + b"\0" * 20, packed[:-8]):
        assert len(read(body).entries) == 2


def test_a_cut_or_damaged_archive_gives_what_precedes_the_damage():
    rows = "".join(f"<url><loc>/a/{number}/{number * 7919}</loc></url>" for number in range(20_000))
    packed = gzip.compress(urlset(rows).encode())
    assert 5_000 < len(read(packed[: len(packed) // 2]).entries) < 15_000
    damaged = bytearray(packed)
    damaged[len(packed) * 3 // 4 :] = b"\xff" * (len(packed) - len(packed) * 3 // 4)
    assert 5_000 < len(read(bytes(damaged)).entries) < 20_000


def test_a_bomb_is_unpacked_no_further_than_the_limit():
    bomb = gzip.compress(gzip.compress(b"\0" * 300_000_000, 9), 9)
    tracemalloc.start()
    unpacked = payload.unpacked(bomb, 1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(unpacked) <= 1_000_000
    assert peak < 10_000_000


def test_a_sitemap_of_50_000_addresses_takes_little_more_memory_than_its_text():
    rows = "".join(
        f"<url><loc>https://www.example.net/article/{number}</loc><lastmod>2026-11-05T07:44:00Z</lastmod></url>"
        for number in range(50_000)
    )
    body = urlset(rows).encode()
    tracemalloc.start()
    found = read(gzip.compress(body))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found.entries) == 50_000
    assert peak < len(body) * 12


def test_elements_without_end_are_read_no_further_than_the_limit(monkeypatch):
    monkeypatch.setattr("newsbot.pages.xmlrecords.ELEMENTS_LIMIT", 1000)
    found = read(f"<urlset><url><loc>/a/1</loc></url>{'<a/>' * 200_000}<url><loc>/a/2</loc></url></urlset>")
    assert len(found.entries) == 1


@pytest.mark.parametrize("opened", ["<url>", "<a>", "<url><loc>"])
def test_depth_without_end(opened):
    assert read(f"<urlset><url><loc>/a/1</loc></url>{opened * 20_000}").entries[0].url == "https://www.example.net/a/1"


def test_elements_that_are_not_closed():
    rows = "<url><loc>/a/1<lastmod>2026-11-05T07:44:00Z</lastmod></url><url><loc>/a/2</loc><url><loc>/a/3</loc></url>"
    found = read(urlset(f"{rows}<url><loc>/a/4</loc></url>"))
    assert [entry.url.rpartition("/")[2] for entry in found.entries] == ["1", "2", "3", "4"]


def test_the_demo_site_s_sitemaps_name_every_article_once():
    with DemoServer("--articles", "60", "--slow", "0") as site:

        def listed(url):
            with urlopen(url) as response:  # noqa: S310 (our own server)
                return sitemap_entries(response.read(), response.url)

        index = listed(f"{site.url}sitemap.xml")
        urls = [entry.url for sitemap in index.sitemaps for entry in listed(sitemap.url).entries]
        assert sorted(urls) == sorted(f"{site.url}article/{number}" for number in range(1, 61))
        assert any(sitemap.url.endswith(".gz") for sitemap in index.sitemaps)
        news = listed(f"{site.url}news-sitemap.xml").entries
        told = site.control("truth", number=60)
        assert (news[0].url, news[0].title) == (told["url"], told["headline"])
        assert news[0].published_at == datetime.fromisoformat(told["date_published"])
        assert all(entry.is_news for entry in news)
