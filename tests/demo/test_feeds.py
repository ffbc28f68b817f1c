"""The demo outlet's robots.txt, sitemaps, feeds and listings."""

import gzip
from email.utils import parsedate_to_datetime
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from lxml import html

from newsbot.demo import truth
from newsbot.demo.messages import Request
from newsbot.demo.site import Site, SiteOptions

BASE = "http://127.0.0.1:4000"
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}


def ask(site, target, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return site.answer(Request(target, headers={"host": "127.0.0.1:4000", **named}))


@pytest.fixture(scope="module")
def shared():
    """A site that tests only read."""
    return Site(SiteOptions(articles=400))


def test_robots(shared):
    text = ask(shared, "/robots.txt").body.decode()
    assert f"Sitemap: {BASE}/sitemap.xml" in text
    assert "Disallow: /private/" in text
    assert "Disallow: /_demo/" in text
    assert "Crawl-delay" not in text
    assert "Crawl-delay: 0.5" in ask(Site(SiteOptions(articles=20, crawl_delay=0.5)), "/robots.txt").body.decode()


def xml(body):
    return ET.parse(BytesIO(body)).getroot()  # noqa: S314 - our own feeds


def test_sitemaps_hold_every_article_once(shared):
    index = xml(ask(shared, "/sitemap.xml").body)
    addresses = []
    for location in index.findall("s:sitemap/s:loc", NS):
        body = ask(shared, location.text.removeprefix(BASE)).body
        root = xml(gzip.decompress(body) if location.text.endswith(".gz") else body)
        addresses += [url.text for url in root.findall("s:url/s:loc", NS)]
        assert len(root.findall("s:url/s:lastmod", NS)) == len(root.findall("s:url", NS))
    assert sorted(addresses) == sorted(f"{BASE}/article/{n}" for n in range(1, 401))
    assert any(location.text.endswith(".gz") for location in index.findall("s:sitemap/s:loc", NS))


def test_news_sitemap_nests_its_fields(shared):
    first = xml(ask(shared, "/news-sitemap.xml").body).find("s:url", NS)
    told = truth(shared.archive, 400, BASE)
    assert first.findtext("n:news/n:title", namespaces=NS) == told["headline"]
    assert first.findtext("n:news/n:publication_date", namespaces=NS) == told["date_published"]
    assert first.findtext("n:news/n:publication/n:language", namespaces=NS) == "ar"


def test_rss_and_atom(shared):
    told = truth(shared.archive, 400, BASE)
    item = xml(ask(shared, "/rss.xml").body).find("channel/item")
    assert (item.findtext("title"), item.findtext("guid")) == (told["headline"], told["url"])
    assert parsedate_to_datetime(item.findtext("pubDate")).isoformat() == told["date_published"]
    entry = xml(ask(shared, "/atom.xml").body).find("{http://www.w3.org/2005/Atom}entry")
    assert entry.findtext("{http://www.w3.org/2005/Atom}id") == told["url"]


def test_listings_page_through_a_section(shared):
    target, seen = "/section/sport", []
    while target:
        document = html.fromstring(ask(shared, target).body.decode())
        seen += [int(address.rsplit("/", 1)[1]) for address in document.xpath("//*[@class='teaser']//a/@href")]
        target = next(iter(document.xpath("//a[@rel='next']/@href")), None)
    assert seen == shared.archive.section_numbers("sport")


def test_calendar_is_endless_and_only_on_request():
    site = Site(SiteOptions(articles=20, has_calendar=True))
    assert 'rel="nofollow" href="/calendar/2026/10"' in ask(site, "/").body.decode()
    page = ask(site, "/calendar/9998/12").body.decode()
    assert "/calendar/9998/11" in page
    assert "/calendar/9999/01" in page
