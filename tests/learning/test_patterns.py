"""Patterns of addresses: they match every article seen, end with what names it, and match nothing else."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from newsbot.learning.addresses import SiteAddresses, is_service, site_addresses
from newsbot.learning.patterns import are_told_by_query, article_pattern, listing_pattern
from newsbot.learning.segments import Form, path_of
from newsbot.pages.rules import Outlet
from newsbot.pages.samples import Sample

SITE = "https://www.example.org"


def addresses(articles, listings=(), services=(), menu=()):
    return SiteAddresses(
        *(tuple(SITE + quote(path, safe="/%?=&") for path in part) for part in (articles, listings, services, menu))
    )


@pytest.mark.parametrize(
    ("articles", "others", "pattern"),
    [
        (["/article/1", "/article/20/some-words", "/article/33"], ["/section/sport"], r"^/article/\d+"),
        (["/a/1", "/a/2", "/a/31"], ["/c/1", "/c/2"], r"^/a/\d+"),
        (["/news/1.html", "/news/2.html", "/news/31.html"], ["/news/sport/"], r"^/news/\d+"),
        (["/n123", "/n124", "/n5"], ["/sport"], r"^/n\d+"),
        (["/a/2026/story-1", "/b/2026/story-2", "/a/2026/story-3"], ["/a"], r"^/[^/]+/\d{4}/story-\d+"),
        (["/a/item-2026-1", "/a/item-2026-2", "/a/item-2026-3"], ["/a"], r"^/a/item-\d{4}-\d+"),
        (["/ar/story-123.html", "/ar/story-124.html", "/ar/story-5.html"], ["/ar/sport"], r"^/ar/story-\d+"),
        (["/sport/123456/a", "/world/123457/b-c", "/culture/123458"], ["/sport", "/tag/12"], r"^/[^/]+/\d{4,}"),
        (["/sport/123456", "/world/123457", "/culture/123458"], ["/author/12345"], r"^/(?!author/)[^/]+/\d{4,}"),
        (["/sport/123456", "/world/asia/123457", "/world/123458"], ["/world/asia"], r"^(?:/[^/]+){1,2}/\d{4,}"),
        (["/12/123456", "/12/123457", "/13/123458"], ["/12", "/13"], r"^/\d+/\d{4,}"),
        (["/sport/1234567-a-b", "/world/1234568-a", "/sport/1234569-c"], ["/sport"], r"^/[^/]+/\d{4,}(?=-)"),
        (["/ar/sport-123456", "/ar/world-123457", "/ar/sport-123459"], ["/ar/sport"], r"^/ar/[^/]+-\d+"),
        (["/2024/05/12/123456", "/2024/5/13/123457", "/2025/1/2/123458"], ["/2024/05"], r"^/\d{4}/\d{1,2}/\d{1,2}/\d+"),
        (
            ["/2024/05/12/a-b/", "/2024/05/12/a-c/", "/2024/06/01/d/"],
            ["/category/sport/"],
            r"^/\d{4}/\d{1,2}/\d{1,2}/[^/]+",
        ),
        (["/2024/05/a-b/", "/2024/05/a-c/", "/2024/06/d/"], ["/category/sport/"], r"^/\d{4}/\d{1,2}/[^/]+"),
        (["/s/20240512/1.html", "/s/20240512/2.html", "/s/20240513/3.html"], [], r"^/s/[\d_-]{8,10}/\d+"),
        (["/نص-من-كلمات-أربع/", "/نص-آخر-من-كلمات/", "/خبر-عن-شيء-ما/"], ["/about-us/"], r"^/(?:[^/-]*-){3,}[^/]+"),
        (["/sport/a-b-c.html", "/world/a-d-c.html", "/sport/a-e-c.html"], ["/sport"], r"^/[^/]+/(?:[^/-]*-){2,}[^/]+"),
        (["/sport/a.html", "/world/b.html", "/sport/c.html"], ["/sport", "/about"], r"^/[^/]+/[^/]+\.html"),
        (["/news/12", "/opinion/x-y", "/news/14", "/opinion/z"], ["/news", "/opinion"], r"^/news/\d+|^/opinion/[^/]+"),
        (
            ["/story/2024/5/12/a-b/123", "/story/2024/5/13/a/124", "/story/2024/6/1/c/125"],
            [],
            r"^/story/\d{4}/\d{1,2}/\d{1,2}/[^/]+/\d+",
        ),
    ],
)
def test_the_pattern_of_articles(articles, others, pattern):
    known = addresses(articles, others)
    assert article_pattern(known) == pattern
    outlet = Outlet(domains=("example.org",), article_pattern=re.compile(pattern))
    assert all(map(outlet.is_article, known.articles))
    assert not any(map(outlet.is_article, known.listings))
    assert len({outlet.identity(url) for url in known.articles}) == len(articles)


def test_what_follows_the_number_is_no_identity():
    outlet = Outlet(
        article_pattern=re.compile(article_pattern(addresses(["/article/1/a", "/article/2/b", "/article/3"])))
    )
    assert outlet.identity(f"{SITE}/article/1/a") == outlet.identity(f"{SITE}/article/1/other-words")


def test_arabic_words_match_raw_and_in_either_encoding():
    found = article_pattern(addresses(["/أخبار/12", "/أخبار/13", "/أخبار/4"], ["/أقسام/12"]))
    encoded = quote("/أخبار/99")
    assert all(re.search(found, path) for path in ("/أخبار/99", encoded, encoded.lower()))
    assert not re.search(found, quote("/أقسام/12"))


@pytest.mark.parametrize(
    "articles",
    [
        ["/?p=1", "/?p=2", "/?p=3"],
        ["/article.php?id=1", "/article.php?id=2", "/article.php?id=3"],
    ],
)
def test_a_query_has_no_pattern(articles):
    known = addresses(articles)
    assert are_told_by_query(known)
    assert article_pattern(known) is None


@pytest.mark.parametrize(
    ("articles", "others"),
    [
        ([], []),
        (["/article/1", "/article/2"], []),  # too few
        (["/a", "/b", "/c"], []),  # nothing tells them from sections
        (["/news/a", "/news/b", "/news/c"], ["/news/sport"]),  # sections of the same form
        (["/", "/article/2", "/article/3"], []),
    ],
)
def test_nothing_holds(articles, others):
    assert article_pattern(addresses(articles, others)) is None


def test_a_short_headline_in_a_menu_contradicts_nothing():
    known = addresses(["/view/1", "/view/2", "/view/3"], menu=["/view/4", "/about"])
    assert article_pattern(known) == r"^/view/\d+"


@pytest.mark.parametrize(
    ("listings", "more", "pattern"),
    [
        (["/section/sport", "/section/world"], ["/section/culture"], "^/section/[^/?]+"),
        (["/list.php?cat=1", "/list.php?cat=2"], ["/list.php?cat=3"], r"^/list\.php\?"),
        (["/ar/section/sport", "/ar/section/world"], ["/ar/section/culture"], "^/ar/section/[^/?]+"),
        (["/section/sport"], [], None),  # one word, one page
        (["/sport", "/world", "/culture"], [], None),  # nothing that they share
        (["/section/sport", "/world"], ["/section/a", "/section/b"], None),  # one section would be left out
        ([], [], None),
    ],
)
def test_the_pattern_of_listings(listings, more, pattern):
    start = "/ar" if listings and listings[0].startswith("/ar/") else ""
    known = addresses([f"{start}/article/{number}" for number in (1, 2, 3)], listings, more)
    assert listing_pattern(known) == pattern


def test_a_pattern_of_listings_matches_no_article():
    known = addresses(["/news/1", "/news/2", "/news/3"], ["/news/sport", "/news/world"], menu=["/news/culture"])
    assert listing_pattern(known) is None


def test_addresses_are_sorted_by_what_is_known_of_them():
    links = "".join(f'<li><a href="/article/{n}">عنوان خبر طويل رقم {n}</a></li>' for n in range(1, 6))
    page = f'<body><a href="/sport">رياضة</a><a href="/tag/x">وسم</a><a href="/a.pdf">ملف</a><a href="https://other.net/sport">موقع</a>{links}</body>'
    front = Sample(f"{SITE}/", page.encode(), None, "listing", datetime.now(UTC))
    section = replace(front, url=f"{SITE}/local")
    contact = replace(front, url=f"{SITE}/contact", body="<body>اتصل بنا</body>".encode())
    article = replace(front, url=f"{SITE}/article/1", kind="article")
    known = site_addresses([front, section, contact, article], Outlet(domains=("example.org",)))
    assert known.articles == (f"{SITE}/article/1",)
    assert known.listings == (f"{SITE}/local",)
    assert set(known.services) == {f"{SITE}/tag/x", f"{SITE}/a.pdf"}
    assert known.menu == (f"{SITE}/sport",)


@pytest.mark.parametrize(
    ("path", "forms"),
    [
        ("/2024/05/12/x", [Form.YEAR, Form.DAY, Form.DAY, Form.WORDS]),
        ("/2024/05/123456", [Form.YEAR, Form.DAY, Form.NUMBER]),
        ("/news/2024", [Form.WORDS, Form.NUMBER]),
        ("/2024-05-12/x.html", [Form.DAY, Form.WORDS]),
        ("/123-x/x-123.html/x123", [Form.NUMBER_FIRST, Form.NUMBER_LAST, Form.NUMBER_LAST]),
    ],
)
def test_forms_of_segments(path, forms):
    assert [segment.form for segment in path_of(f"{SITE}{path}").segments] == forms


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/tag/x", True), ("/وسم/x", True), ("/x.pdf", True), ("/pages/x", False), ("/تقرير/x", False)],
)
def test_services(path, expected):
    assert is_service(f"{SITE}{quote(path)}") is expected
