"""The demo outlet's pages, as values: every kind of path, determinism, reach, markup, encodings, trouble."""

import json
import re
from urllib.parse import urlsplit

import pytest
from lxml import html

from newsbot.demo import expected, truth
from newsbot.demo.archive import Archive, other_addresses
from newsbot.demo.messages import Request
from newsbot.demo.places import GONE, MISSING, SOFT_MISSING, Kind
from newsbot.demo.scripts import Growth
from newsbot.demo.site import Site, SiteOptions
from newsbot.demo.story import compose_story

BASE = "http://127.0.0.1:4000"


def ask(site, target, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return site.answer(Request(target, headers={"host": "127.0.0.1:4000", **named}))


def control(site, action):
    return json.loads(ask(site, f"/_demo/{action}").body)


@pytest.fixture(scope="module")
def shared():
    """A site that tests only read."""
    return Site(SiteOptions(articles=400))


@pytest.fixture
def site():
    return Site(SiteOptions(articles=120, page_bytes=0))


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/", 200), ("/section/local", 200), ("/section/local?page=2", 200), ("/section/local?page=900", 404),
        ("/section/local?page=x", 404), ("/section/none", 404), ("/article/7", 200), ("/article/7/", 200),
        ("/article/7/%D8%AE%D8%A8%D8%B1", 200), ("/article/7?utm_source=x", 200), ("/article/401", 404), ("/article/0", 404),
        ("/print/7", 200), ("/print/4000", 404), ("/s/7", 301), ("/s/4000", 404), ("/robots.txt", 200), ("/sitemap.xml", 200),
        ("/news-sitemap.xml", 200), ("/sitemaps/tech.xml", 200), ("/sitemaps/none.xml", 404), ("/rss.xml", 200), ("/atom.xml", 200),
        ("/images/5.png", 200), ("/images/5.jpg", 200), ("/style.css", 200), ("/loop/1", 302), ("/more", 200), ("/about", 200),
        ("/search?q=x", 200), (f"/article/{MISSING}", 404), (f"/article/{GONE}", 410), (f"/article/{SOFT_MISSING}", 200),
        ("/calendar/2026/10", 404), ("/nothing", 404), ("/_demo/nothing", 404), ("/_demo/add?count=x", 400), ("/_demo/truth", 400),
    ],
)  # fmt: skip
def test_status_of_each_path(shared, target, status):
    response = ask(shared, target)
    assert response.status == status
    assert response.body or status in (301, 302)


def test_equal_options_give_equal_bytes():
    one, two = (Site(SiteOptions(seed=5, articles=150)) for _ in range(2))
    ask(one, "/article/99")
    for target in ("/article/3", "/article/140", "/", "/rss.xml", "/sitemaps/local.xml", "/section/sport?page=2"):
        assert ask(one, target).body == ask(two, target).body
    assert ask(Site(SiteOptions(seed=6, articles=150)), "/article/3").body != ask(one, "/article/3").body


def related_numbers(document):
    """Follow what a reader of the heading «المزيد» would: links that stand in one block with it."""
    numbers = set()
    for heading in document.xpath("//h3 | //th | //span | //strong"):
        if heading.text_content().replace("\N{ARABIC TATWEEL}", "").strip(" :") != "المزيد":
            continue
        block = heading.xpath("ancestor::*[count(.//a) > 3][1]")[0]
        for address in block.xpath(".//a/@href"):
            if match := re.match(r"/(?:article|print|s)/(\d+)", address):
                numbers.add(int(match[1]))
    return numbers


@pytest.mark.parametrize("changes", [(), ("remove?count=5", "add?count=30")])
def test_more_blocks_alone_reach_every_article(changes):
    site = Site(SiteOptions(articles=300, page_bytes=0))
    for change in changes:
        control(site, change)
    found, waiting = set(), related_numbers(html.fromstring(ask(site, "/").body.decode()))
    while waiting:
        found |= waiting
        following = set()
        for number in waiting:
            if site.archive.has(number):
                response = (
                    ask(site, f"/article/{number}")
                    if number != 2
                    else ask(site, "/article/2") and ask(site, "/article/2")
                )
                windows = site.archive.section_of(number) == "heritage"
                following |= related_numbers(
                    html.fromstring(
                        response.body.decode("windows-1256" if windows else "utf-8").encode(),
                        parser=html.HTMLParser(encoding="utf-8"),
                    )
                )
        waiting = following - found
    assert set(site.archive.numbers()) <= found


def test_the_word_more_also_stands_where_no_related_block_is(shared):
    document = html.fromstring(ask(shared, "/section/local").body.decode())
    assert document.xpath("//nav//a[.='المزيد']/@href") == ["/more"]
    assert document.xpath("//a[@rel='next'][.='المزيد']/@href") == ["/section/local?page=2"]
    assert not related_numbers(document)


def test_article_page_says_the_truth(shared):
    for number in range(20, 400, 7):
        told = truth(shared.archive, number, BASE)
        page = ask(shared, f"/article/{number}").body.decode(told["encoding"])
        document = html.fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
        assert document.xpath("string(//h1[@class='story-title'])") == told["headline"]
        assert document.xpath("string(//*[@class='published'])") == told["date_published_raw"]
        assert document.xpath("string(//*[@class='author'])") == told["authors"][0]
        assert document.xpath("//*[@class='subhead']/text()") == told["subheads"]
        assert document.xpath("string(//figcaption)") == told["main_image"]["caption"]
        assert document.xpath("//ul[@class='tags']//a/text()") == told["keywords"]
        assert document.xpath("string(//*[@class='views'])") == f"{told['views']} مشاهدة"
        assert document.xpath("//link[@rel='canonical']/@href") == [told["canonical_url"]]
        quotes = [
            {"text": q.xpath("string(p)"), "attribution": q.xpath("string(cite)")}
            for q in document.xpath("//blockquote")
        ]
        assert quotes == told["quotes"]
        body = document.xpath("//div[@class='story-body']")[0]
        assert all(paragraph in body.text_content() for paragraph in told["paragraphs"])
        block = document.xpath("//*[@class='related' or @class='box b4']//a")
        assert [a.text for a in block] == [link["headline"] for link in told["related"]]
        assert len(block) == 8
        if told["date_modified"]:
            data = json.loads(document.xpath("string(//script[@type='application/ld+json'])"))
            assert data["datePublished"] == told["date_published"]
            assert data["headline"] == told["headline"]


def test_markup_varies(shared):
    pages = [ask(shared, f"/article/{number}").body.decode("utf-8", "replace") for number in range(20, 200)]
    joined = "\n".join(pages)
    for sign in (
        "اقرأ أيضًا",
        "مواضيع ذات صلة",
        "أخبار ذات صلة",
        "المزيد:",
        "المز\u0640\u0640يد",
        '<div class="card">',
        "<table><tr><th>المزيد",
        "<br><br>",
        "<strong>المزيد",
    ):
        assert sign in joined, sign


def test_pages_are_as_heavy_as_asked():
    for page_bytes in (26_000, 75_000):
        site = Site(SiteOptions(articles=200, page_bytes=page_bytes))
        sizes = [len(ask(site, f"/article/{number}").body) for number in range(50, 90)]
        assert abs(sum(sizes) / len(sizes) - page_bytes) < 4000


def test_windows_1256_section_is_really_that_on_the_wire(shared):
    seen = set()
    for number in shared.archive.section_numbers("heritage"):
        response = ask(shared, f"/article/{number}")
        with pytest.raises(UnicodeDecodeError):
            response.body.decode("utf-8")
        text = response.body.decode("windows-1256")
        assert shared.archive.article(number).story.headline in text
        assert "&#" not in text.replace("&#x27;", ""), "all letters exist in the encoding"
        seen.add(("charset=windows-1256" in response.headers["Content-Type"], '<meta charset="windows-1256">' in text))
        assert "utf-8" not in response.headers["Content-Type"] + text.lower()
    assert seen == {(True, False), (False, True), (False, False)}
    for number in shared.archive.section_numbers("tech")[:20]:
        ask(shared, f"/article/{number}").body.decode("utf-8")


def test_other_addresses_lead_to_the_same_article(shared):
    number = next(n for n in range(1, 100) if shared.archive.kind_of(n) is Kind.OTHER_ADDRESS)
    for address in other_addresses(number):
        response = ask(shared, address)
        if response.status == 301:
            assert response.headers["Location"] == f"{BASE}/article/{number}"
        else:
            assert f'<link rel="canonical" href="{BASE}/article/{number}">' in response.body.decode()
    linked = {link["url"] for n in range(1, 401) for link in truth(shared.archive, n, BASE)["related"]}
    assert (
        len({urlsplit(url)._replace(scheme="", netloc="").geturl() for url in linked} & set(other_addresses(number)))
        >= 1
    )


def test_copies_and_near_copies(shared):
    archive = shared.archive
    wanted = expected(archive)
    assert wanted["duplicates"]
    assert wanted["near_duplicates"]
    for copy, original in wanted["duplicates"].items():
        told = [truth(archive, int(number), BASE) for number in (copy, original)]
        assert told[0]["article_body"] == told[1]["article_body"]
        assert told[0]["headline"] == told[1]["headline"]
        assert told[0]["duplicate_of"] == original
    for copy, original in wanted["near_duplicates"].items():
        told = [truth(archive, int(number), BASE) for number in (copy, original)]
        assert (told[0]["headline"], told[0]["article_body"]) != (told[1]["headline"], told[1]["article_body"])
        assert told[0]["near_duplicate_of"] == original
    assert wanted["dropped"] == {"3": "noindex"}
    assert len(wanted["published"]) + len(wanted["duplicates"]) + len(wanted["dropped"]) == 400


def test_noindex_is_on_the_page(shared):
    assert b'<meta name="robots" content="noindex">' in ask(shared, "/article/3").body


def test_bad_links_stand_in_one_related_block(site):
    urls = [link["url"] for link in truth(site.archive, 8, BASE)["related"]]
    assert {
        f"{BASE}/article/{MISSING}",
        f"{BASE}/article/{GONE}",
        f"{BASE}/loop/1",
        "http://10.0.0.7/article/1",
    } <= set(urls)
    assert len(urls) == 8


def test_dates_spread_over_months_newest_last():
    archive = Archive(7, 500)
    dates = [archive.published(number) for number in range(1, 501)]
    assert dates == sorted(dates)
    assert (dates[-1] - dates[0]).days > 200
    assert dates[-1].isoformat() == "2026-10-31T18:00:00+03:00"


def test_a_page_is_composed_without_composing_the_others(monkeypatch):
    calls = []
    monkeypatch.setattr(
        "newsbot.demo.archive.compose_story", lambda *given: calls.append(given) or compose_story(*given)
    )
    Archive(7, 20_000).article(12_345)
    assert len(calls) == 1


def test_too_small_a_site_is_refused():
    with pytest.raises(ValueError, match="at least 12"):
        Archive(7, 11)
    small = Archive(7, 12)
    assert all(len(small.article(number).related) == 8 for number in small.numbers())


def test_scripted_articles_are_empty_until_their_data_comes():
    scripted = Site(SiteOptions(articles=60, page_bytes=0, scripted_sections=("sport",)))
    plain = Site(SiteOptions(articles=60, page_bytes=0))
    for number in range(1, 61):
        if scripted.archive.section_of(number) != "sport":
            assert ask(scripted, f"/article/{number}").body == ask(plain, f"/article/{number}").body
            continue
        story = scripted.archive.article(number).story
        assert story.headline not in ask(scripted, f"/article/{number}").body.decode()
        data = json.loads(ask(scripted, f"/data/article/{number}.json").body)
        assert story.headline in data["main"]
        assert f"/article/{number}" in data["head"]
    assert ask(scripted, "/data/article/61.json").status == 404
    assert ask(scripted, "/app.js").status == 200


@pytest.mark.parametrize(
    ("growth", "end"), [(Growth.BUTTON, "<button"), (Growth.SCROLL, '<div class="infinite-scroll"')]
)
def test_growing_lists_are_the_only_way_to_older_articles(growth, end):
    site = Site(SiteOptions(articles=120, page_bytes=0, growth=growth))
    assert [ask(site, path).status for path in ("/sitemap.xml", "/rss.xml", "/section/local?page=2")] == [404, 404, 200]
    assert b"Sitemap" not in ask(site, "/robots.txt").body
    assert b'href="/section/local?page=' not in ask(site, "/section/local").body
    assert truth(site.archive, 20, BASE)["related"] == []
    numbers = site.archive.section_numbers("local")
    page = ask(site, "/section/local").body.decode()
    (address,) = re.findall(f'{end}[^>]* data-next="([^"]+)"', page)
    found = re.findall(r'class="teaser"><h2><a href="/article/(\d+)"', page)
    while address:
        data = json.loads(ask(site, address).body)
        found += re.findall(r'href="/article/(\d+)"', data["html"])
        address = data["next"]
    assert [int(number) for number in found] == numbers
    assert ask(site, "/data/section/none.json").status == ask(site, "/data/section/local.json?page=99").status == 404
