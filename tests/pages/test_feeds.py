"""Feeds as sites really serve them: each format, and what breaks in them."""

import gzip
import json
from datetime import UTC, datetime
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest

from newsbot.demo.server import DemoServer
from newsbot.pages.entries import Entry
from newsbot.pages.feeds import feed_entries

BASE = "https://www.example.net/feeds/rss.xml"
DAMASCUS = ZoneInfo("Asia/Damascus")
TITLE = "افتتاح المكتبة العامة في المدينة القديمة"


def rss(items, declaration='<?xml version="1.0" encoding="UTF-8"?>\n', version="2.0"):
    return f'{declaration}<rss version="{version}"><channel><title>أخبار</title><link>/</link>{items}</channel></rss>'


def read(text, encoding="utf-8", **options):
    return feed_entries(text.encode(encoding) if isinstance(text, str) else text, BASE, **options)


def only(text, **options):
    (entry,) = read(text, **options).entries
    return entry


def test_rss_2():
    item = f"<item><title>{TITLE}</title><link>https://www.example.net/a/7</link><guid isPermaLink='false'>tag:7</guid>"
    found = read(rss(f"{item}<pubDate>Thu, 05 Nov 2026 10:44:00 +0300</pubDate></item>"))
    at = datetime(2026, 11, 5, 7, 44, tzinfo=UTC)
    assert found.root == "rss"
    assert found.entries == [Entry("https://www.example.net/a/7", TITLE, at, is_news=True)]


def test_rss_091_with_its_dtd_has_no_dates():
    dtd = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://example.org/rss-0.91.dtd">'
    text = rss(f"<item><title>{TITLE}</title><link>/a/1</link></item>", f'<?xml version="1.0"?>\n{dtd}\n', "0.91")
    assert only(text) == Entry("https://www.example.net/a/1", TITLE, is_news=True)


def test_the_logo_of_a_channel_is_no_entry():
    logo = "<image><url>https://www.example.net/logo.png</url><title>أخبار</title><link>/</link></image>"
    assert [entry.url for entry in read(rss(f"{logo}<item><link>/a/1</link></item>")).entries] == [
        "https://www.example.net/a/1"
    ]


def test_rss_1_keeps_its_items_beside_the_channel():
    text = f"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="https://www.example.net/"><title>أخبار</title><link>https://www.example.net/</link></channel>
      <item rdf:about="https://www.example.net/a/1"><title>{TITLE}</title><dc:date>2026-11-05T10:44+03:00</dc:date></item>
      </rdf:RDF>"""
    found = read(text)
    assert found.root == "rdf"
    assert found.entries == [
        Entry("https://www.example.net/a/1", TITLE, datetime(2026, 11, 5, 7, 44, tzinfo=UTC), is_news=True)
    ]


def test_atom_takes_the_alternate_link_and_both_dates():
    text = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://www.example.net/">
      <link rel="self" href="/atom.xml"/><entry><id>tag:example.net,2026:1</id>
      <link rel="replies" type="text/html" href="/a/1/comments"/><link rel="edit" href="/api/1"/>
      <link rel="alternate" type="application/json" href="/a/1.json"/><link rel="alternate" type="text/html" href="a/1"/>
      <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><b>{TITLE}</b> اليوم</div></title>
      <source><title>وكالة</title><link href="https://agency.example/"/><updated>2020-01-01T00:00:00Z</updated></source>
      <published>2026-11-05T07:44:00Z</published><updated>2026-11-06T08:00:00.250Z</updated></entry></feed>"""
    assert only(text) == Entry(
        "https://www.example.net/a/1",
        f"{TITLE} اليوم",
        datetime(2026, 11, 5, 7, 44, tzinfo=UTC),
        datetime(2026, 11, 6, 8, 0, 0, 250_000, tzinfo=UTC),
        is_news=True,
    )


def test_atom_without_a_namespace_or_with_a_prefix():
    entry = '<{0}entry><{0}link href="/a/1"/><{0}title>خبر</{0}title></{0}entry>'
    plain = read(f"<feed>{entry.format('')}</feed>")
    prefixed = read(f'<atom:feed xmlns:atom="http://www.w3.org/2005/Atom">{entry.format("atom:")}</atom:feed>')
    undeclared = read(f"<atom:feed>{entry.format('atom:')}</atom:feed>")
    assert plain.entries == prefixed.entries == undeclared.entries
    assert plain.entries[0].url == "https://www.example.net/a/1"


def test_json_feed():
    items = [
        {
            "id": "1",
            "url": "/a/1",
            "title": TITLE,
            "date_published": "2026-11-05T10:44:00+03:00",
            "date_modified": None,
        },
        {"id": "https://www.example.net/a/2", "date_modified": "2026-11-05T10:44:00Z"},
        {"id": "3", "external_url": "https://elsewhere.example/"},
        "نص",
        {"url": 4, "id": []},
    ]
    found = read(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}, ensure_ascii=False))
    at = datetime(2026, 11, 5, 7, 44, tzinfo=UTC)
    assert found.root == "json"
    assert found.entries[0] == Entry("https://www.example.net/a/1", TITLE, at, is_news=True)
    assert found.entries[1].url == "https://www.example.net/a/2"
    assert found.entries[1].modified_at == datetime(2026, 11, 5, 10, 44, tzinfo=UTC)
    assert len(found.entries) == 2


@pytest.mark.parametrize("body", ['{"items": [], "total": 0}', '{"version": 1, "items": {}}', "{" * 100_000, "[1]"])
def test_other_json_is_no_feed(body):
    assert read(body).root is None


@pytest.mark.parametrize(
    "item",
    [
        "<link><![CDATA[ https://www.example.net/a/1?x=1&y=2 ]]></link>",
        "<link>https://www.example.net/a/1?x=1&y=2</link>",
        "<link>https://www.example.net/a/1?x=1&amp;y=2</link>",
        "<link>https://www.example.net/a/1?x=1&amp;amp;y=2</link>",
        "<link>\n  /a/1?x=1&amp;y=2\n</link>",
        "<guid>https://www.example.net/a/1?x=1&amp;y=2</guid>",
        "<guid isPermaLink='TRUE'>https://www.example.net/a/1?x=1&amp;y=2</guid>",
        '<link/><guid isPermaLink="false">99</guid><atom:link rel="alternate" href="/a/1?x=1&amp;y=2"/>',
        '<atom:link rel="self" href="/feed/1"/><link>/a/1?x=1&amp;y=2</link>',
        "<link>https://f.example/1</link><feedburner:origLink>/a/1?x=1&amp;y=2</feedburner:origLink>",
        "<media:title>صورة</media:title><source url='https://agency.example/'>وكالة</source><link>/a/1?x=1&amp;y=2</link>",
        "<comments>https://www.example.net/a/1/comments</comments><link>/a/1?x=1&amp;y=2</link>",
        "<LINK>/a/1?x=1&amp;y=2</LINK>",
    ],
)
def test_the_article_s_own_address(item):
    """The prefixes are not declared, as in many feeds that sites write themselves."""
    assert only(rss(f"<item>{item}<title>{TITLE}</title></item>")) == Entry(
        "https://www.example.net/a/1?x=1&y=2", TITLE, is_news=True
    )


def test_arabic_addresses_raw_and_encoded_are_one():
    raw = only(rss("<item><link>https://www.example.net/خبر/المكتبة العامة</link></item>"))
    encoded = only(
        rss(
            "<item><link>https://www.example.net/%D8%AE%D8%A8%D8%B1/"
            "%D8%A7%D9%84%D9%85%D9%83%D8%AA%D8%A8%D8%A9%20%D8%A7%D9%84%D8%B9%D8%A7%D9%85%D8%A9</link></item>"
        )
    )
    assert raw.url == encoded.url
    assert raw.url.isascii()


@pytest.mark.parametrize(
    "item", ["<link>javascript:void(0)</link>", "<title>بلا رابط</title>", "<guid>4711</guid>", ""]
)
def test_an_item_without_an_address_is_left_out(item):
    assert read(rss(f"<item>{item}</item><item><link>/a/2</link></item>")).entries == [
        Entry("https://www.example.net/a/2", is_news=True)
    ]


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("«المكتبة» &amp; الحديقة", "«المكتبة» & الحديقة"),
        ("<![CDATA[«المكتبة» & الحديقة]]>", "«المكتبة» & الحديقة"),
        ("المكتبة &quot;العامة&quot;", 'المكتبة "العامة"'),
        ("المكتبة &amp;quot;العامة&amp;quot;", 'المكتبة "العامة"'),
        ("المكتبة&nbsp;العامة", "المكتبة العامة"),
        ("<![CDATA[<b>المكتبة</b> العامة]]>", "المكتبة العامة"),
        ("&lt;b&gt;المكتبة&lt;/b&gt; العامة", "المكتبة العامة"),
        ("\n   المكتبة\n   العامة\n", "المكتبة العامة"),
        ("   ", None),
    ],
)
def test_titles(printed, read_as):
    assert only(rss(f"<item><title>{printed}</title><link>/a/1</link></item>")).title == read_as


@pytest.mark.parametrize("declaration", ['<?xml version="1.0" encoding="windows-1256"?>', '<?xml version="1.0"?>', "",
                                         '<?xml version="1.0" encoding="UTF-8"?>'])  # fmt: skip
def test_windows_1256_whatever_is_declared(declaration):
    items = "".join(f"<item><title>{TITLE}</title><link>/a/{number}</link></item>" for number in range(5))
    found = read(rss(items, declaration), "windows-1256")
    assert [entry.title for entry in found.entries] == [TITLE] * 5


def test_utf_8_that_says_it_is_windows_1256():
    text = rss(f"<item><title>{TITLE}</title><link>/a/1</link></item>", '<?xml version="1.0" encoding="windows-1256"?>')
    assert only(text).title == TITLE
    assert only(text, hint="windows-1256").title == TITLE


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_other_encodings(encoding):
    text = rss(f"<item><title>{TITLE}</title><link>/a/1</link></item>", '<?xml version="1.0" encoding="utf-16"?>')
    assert only(text.encode(encoding)).title == TITLE


def test_bytes_that_are_no_utf_8_cost_no_more_than_themselves():
    body = rss(f"<item><title>{TITLE}</title><link>/a/1</link></item>" * 40).encode()
    body = body.replace(b"<link>/a/1", b"<description>\xff\xfe\x80</description><link>/a/1", 3)
    assert [entry.title for entry in read(body).entries] == [TITLE] * 40


@pytest.mark.parametrize(
    ("printed", "at"),
    [
        ("Thu, 05 Nov 2026 10:44:00 +0300", datetime(2026, 11, 5, 7, 44, tzinfo=UTC)),
        ("Thu, 05 Nov 2026 07:44:00 GMT", datetime(2026, 11, 5, 7, 44, tzinfo=UTC)),
        ("5 Nov 2026 07:44 UT", datetime(2026, 11, 5, 7, 44, tzinfo=UTC)),
        ("Thu, 05 Nov 2026 10:44:00", datetime(2026, 11, 5, 7, 44, tzinfo=UTC)),
        ("2026-11-05 10:44:00", datetime(2026, 11, 5, 7, 44, tzinfo=UTC)),
        ("2026-11-05T10:44:00+03", datetime(2026, 11, 5, 7, 44, tzinfo=UTC)),
        ("الخميس، 05 نوفمبر 2026 10:44:00 +0300", datetime(2026, 11, 5, 7, 44, tzinfo=UTC)),
        ("٥ تشرين الثاني ٢٠٢٦ ١٠:٤٤", datetime(2026, 11, 5, 7, 44, tzinfo=UTC)),
        ("05/11/2026 10:44", datetime(2026, 11, 5, 7, 44, tzinfo=UTC)),
        ("2026-11-05", datetime(2026, 11, 4, 21, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Thu, 35 Nov 2026 10:44:00 GMT", None),
        ("10:44", None),
        ("اليوم", None),
        ("", None),
    ],
)
def test_dates(printed, at):
    """Damascus is three hours ahead of UTC; a date without an offset is in the outlet's own zone."""
    item = f"<item><link>/a/1</link><pubDate>{printed}</pubDate></item>"
    assert only(rss(item), zone=DAMASCUS).published_at == at


def test_what_stands_before_the_root_does_not_matter():
    item = f"<item><title>{TITLE}</title><link>/a/1</link></item>"
    for before in ("\n\n", "Warning: mysql_connect() in /site/rss.php on line 3\n", "\ufeff\n", "<!-- خلاصة -->\n"):
        assert only(before + rss(item)).title == TITLE


def test_a_feed_that_breaks_off_gives_its_whole_items():
    whole = f"<item><title>{TITLE}</title><link>/a/1</link></item>"
    cut = rss(whole * 3 + "<item><title>خبر</title><link>/a/22").partition("22")[0]
    assert len(read(cut).entries) == 3


@pytest.mark.parametrize(
    "broken",
    [
        "<item><title>أ < ب</title><link>/a/1</link></item>",
        "<item><title>خبر<br>طويل</title><link>/a/1</link></item>",
        "<item><title>خبر<link>/a/1</link></item>",
        "<item><title>خبر</title><link>/a/1</link><description>نص <img src=x> نص</description></item>",
        "<item><title>خبر</title><link>/a/1</link>",
        "<item><title>خبر</title><link>/a/1</link></item></item>",
        "<item><title>خبر \x0b\x1f&#0; خبر</title><link>/a/1</link></item>",
    ],
)
def test_broken_markup_costs_nothing_that_can_be_read(broken):
    """What libxml2 makes of each item differs; the others and the addresses stay."""
    found = read(rss(f"{broken * 2}<item><title>{TITLE}</title><link>/a/3</link></item>"))
    assert [entry.url.rpartition("/")[2] for entry in found.entries] == ["1", "1", "3"]
    assert found.entries[-1].title == TITLE


def test_entities_are_never_expanded():
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    dtd = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{lol}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    item = "<item><title>&l9;&x;خبر</title><link>/a/1</link></item>"
    assert only(rss(item, f'<?xml version="1.0"?>{dtd}')).title == "&l9;&x;خبر"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"\x00" * 100,
        b"<!DOCTYPE html><html><body><item><link>/a/1</link></item></body></html>",
        b"<HTML><HEAD><TITLE>404</TITLE></HEAD></HTML>",
        "الصفحة غير موجودة".encode(),
        b"<urlset><url><loc>https://www.example.net/a/1</loc></url></urlset>",
        b"<opml><body/></opml>",
        b"\x89PNG\r\n\x1a\n",
        b"\x1f\x8b",
        b"<rss",
    ],
)
def test_what_is_no_feed(body):
    assert read(body).root is None
    assert read(body).entries == []


def test_an_empty_feed_is_a_feed():
    assert read(rss("")).root == "rss"
    assert read("<feed/>").root == "feed"


def test_gzip_that_no_header_tells_of():
    assert only(gzip.compress(rss("<item><link>/a/1</link></item>").encode())).url == "https://www.example.net/a/1"


def test_the_demo_site_s_feeds():
    with DemoServer("--articles", "40", "--slow", "0") as site:
        for name, root in (("rss.xml", "rss"), ("atom.xml", "feed")):
            with urlopen(f"{site.url}{name}") as response:  # noqa: S310 (our own server)
                found = feed_entries(response.read(), response.url)
            told = [site.control("truth", number=number) for number in range(40, 10, -1)]
            assert found.root == root
            assert [entry.title for entry in found.entries] == [truth["headline"] for truth in told]
            assert [entry.published_at for entry in found.entries] == [
                datetime.fromisoformat(truth["date_published"]) for truth in told
            ]
            assert [entry.url.partition("?")[0] for entry in found.entries] == [truth["url"] for truth in told]
