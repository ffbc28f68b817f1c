"""The outlet's feeds as XML text: RSS, Atom, sitemaps; it never decides which articles stand in them."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from newsbot.demo.archive import OUTLET, Article

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def rss(articles: Iterable[Article], base: str) -> str:
    """Return an RSS 2.0 feed of headlines and leads."""
    items = "".join(
        f"<item><title>{escape(article.story.headline)}</title><link>{base}/article/{article.number}?utm_source=rss</link>"
        f'<guid isPermaLink="true">{base}/article/{article.number}</guid>'
        f"<pubDate>{format_datetime(article.published)}</pubDate><category>{article.story.section_title}</category>"
        f"<description>{escape(article.story.description)}</description></item>\n"
        for article in articles
    )
    return (
        f'{_XML}<rss version="2.0"><channel><title>{OUTLET}</title><link>{base}/</link>'
        f"<description>آخر الأخبار</description><language>ar</language>\n{items}</channel></rss>\n"
    )


def atom(articles: Iterable[Article], base: str) -> str:
    """Return an Atom feed; each entry carries when its words last changed."""
    found = list(articles)
    entries = "".join(
        f"<entry><id>{base}/article/{article.number}</id><title>{escape(article.story.headline)}</title>"
        f'<link href="{base}/article/{article.number}"/><published>{article.published.isoformat()}</published>'
        f"<updated>{article.modified.isoformat()}</updated><author><name>{article.story.author}</name></author>"
        f"<summary>{escape(article.story.description)}</summary></entry>\n"
        for article in found
    )
    updated = max(article.modified for article in found).isoformat()
    return (
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar"><id>{base}/</id><title>{OUTLET}</title>'
        f'<link rel="self" href="{base}/atom.xml"/><updated>{updated}</updated>\n{entries}</feed>\n'
    )


def sitemap_index(sitemaps: Iterable[tuple[str, datetime]]) -> str:
    """Return a sitemap index of (address, last change) pairs."""
    rows = "".join(
        f"<sitemap><loc>{escape(address)}</loc><lastmod>{at.isoformat()}</lastmod></sitemap>\n"
        for address, at in sitemaps
    )
    return f'{_XML}<sitemapindex xmlns="{_SITEMAP}">\n{rows}</sitemapindex>\n'


def sitemap(pages: Iterable[tuple[str, datetime]]) -> str:
    """Return a sitemap of (address, last change) pairs."""
    rows = "".join(
        f"<url><loc>{escape(address)}</loc><lastmod>{at.isoformat()}</lastmod></url>\n" for address, at in pages
    )
    return f'{_XML}<urlset xmlns="{_SITEMAP}">\n{rows}</urlset>\n'


def news_sitemap(articles: Iterable[tuple[str, str, datetime]]) -> str:
    """Return a news sitemap of (address, headline, date) triples, its fields nested under news:news."""
    rows = "".join(
        f"<url><loc>{escape(address)}</loc><news:news><news:publication><news:name>{OUTLET}</news:name>"
        f"<news:language>ar</news:language></news:publication><news:publication_date>{at.isoformat()}"
        f"</news:publication_date><news:title>{escape(headline)}</news:title></news:news></url>\n"
        for address, headline, at in articles
    )
    return f'{_XML}<urlset xmlns="{_SITEMAP}" xmlns:news="{_NEWS}">\n{rows}</urlset>\n'
