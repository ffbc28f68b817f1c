"""What holds for every feed and sitemap: nothing raises, every address is one, every date is aware."""

import gzip
from datetime import UTC, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from newsbot.pages.entries import entry_title, moment
from newsbot.pages.feeds import feed_entries
from newsbot.pages.payload import unpacked
from newsbot.pages.sitemaps import sitemap_entries
from newsbot.text.urls import absolute_url

BASE = "https://www.example.net/x.xml"
NAMES = "rss channel item feed entry urlset url sitemapindex sitemap loc lastmod news:news news:title link guid title pubDate"
PIECES = st.one_of(
    st.sampled_from([f"<{slash}{name}>" for name in NAMES.split() for slash in ("", "/")]),
    st.sampled_from(
        ["<![CDATA[", "]]>", "&", "&amp;", "&#0;", "&#x10FFFF;", "<!DOCTYPE x [", "<?", "-->", "<!--", "/a/1", "\0", "\ufffe",
         "2026-11-05", "https://www.example.net/خبر", "<link href='/a/2'/>", " xmlns:news=''", "خبر", "\ud800"]
    ),
    st.text(max_size=5),
)  # fmt: skip
DOCUMENTS = st.lists(PIECES, max_size=60).map("".join).map(lambda text: text.encode("utf-8", "surrogatepass"))
BODIES = st.one_of(
    st.binary(max_size=300),
    DOCUMENTS,
    DOCUMENTS.map(lambda body: b"<urlset>" + body),
    DOCUMENTS.map(lambda body: b"<rss><channel>" + body),
    DOCUMENTS.map(gzip.compress),
    st.tuples(DOCUMENTS, st.integers(0, 200)).map(lambda pair: gzip.compress(b"<feed>" + pair[0])[: pair[1]]),
)


@given(BODIES)
def test_any_body_is_read(body):
    for listed in (feed_entries(body, BASE), sitemap_entries(body, BASE)):
        for entry in (*listed.entries, *listed.sitemaps):
            assert absolute_url("", entry.url) == entry.url
            assert all(at is None or at.utcoffset() == timedelta() for at in (entry.published_at, entry.modified_at))
        assert listed.root is not None or not listed.entries


@given(st.binary(max_size=500), st.integers(1, 200))
def test_unpacking_undoes_packing_and_keeps_its_limit(body, limit):
    if not body.startswith(b"\x1f\x8b"):
        assert unpacked(gzip.compress(body), 1000) == body
    assert len(unpacked(gzip.compress(body), limit)) <= limit


ZONES = st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(), ZONES, ZONES, st.sampled_from(["minutes", "seconds", "milliseconds", "microseconds"]))
def test_an_iso_date_is_itself(at, offset, zone, timespec):
    if 1992 <= at.year <= 2098:
        text = at.replace(tzinfo=offset).isoformat(timespec=timespec)
        read = moment(text, zone)
        assert read is not None
        assert read.isoformat(timespec=timespec) == at.replace(tzinfo=offset).astimezone(UTC).isoformat(
            timespec=timespec
        )


@given(st.one_of(st.text(), st.from_regex(r"[\dTZ:+\-./, ]{1,30}", fullmatch=True)), st.booleans())
def test_any_text_is_a_date_or_none(text, is_end):
    read = moment(text, UTC, is_end=is_end)
    assert read is None or read.utcoffset() == timedelta()


@given(st.text())
def test_a_title_is_one_line_or_none(text):
    title = entry_title(text)
    assert title is None or (title == title.strip() and "\n" not in title)
