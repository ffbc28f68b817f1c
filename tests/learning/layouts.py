"""The demo archive's stories in layouts of their own, as samples to learn from; what is true of each comes along."""

from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from zoneinfo import ZoneInfo

from newsbot.demo.archive import Archive
from newsbot.demo.places import Kind
from newsbot.learning.labels import labelled
from newsbot.pages.rules import Outlet
from newsbot.pages.samples import Sample

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Damascus")
OUTLET = Outlet(name="zajil", domains=("zajil.example",), timezone=ZONE)
SITE = "زاجل الحارة"


@dataclass(frozen=True)
class Piece:
    """One article and its page's address."""

    number: int
    headline: str
    paragraphs: tuple[str, ...]
    author: str
    section: str
    tags: tuple[str, ...]
    published: datetime
    views: int
    related: tuple[tuple[str, str], ...]

    @property
    def url(self):
        return f"http://zajil.example/news/{70000 + self.number}"

    @property
    def body(self):
        return "\n\n".join(self.paragraphs)

    @property
    def links(self):
        return "".join(f'<li><a href="{url}">{escape(text)}</a></li>' for text, url in self.related)


def pieces(count):
    """The first *count* plain stories."""
    archive = Archive(7, 120)
    found = []
    for number in archive.numbers():
        article = archive.article(number)
        if article.kind is not Kind.PLAIN or any("://" in link.address for link in article.related):
            continue
        related = tuple(
            (link.headline, f"http://zajil.example/news/{60000 + number * 10 + place}")
            for place, link in enumerate(article.related[:5])
        )
        found.append(
            Piece(
                number,
                article.story.headline,
                tuple(article.story.texts("paragraph")),
                article.story.author,
                article.story.section_title,
                article.story.tags,
                article.published,
                article.views,
                related,
            )
        )
    return found[:count]


def modern(piece, head=""):
    """Classes that tell, an element for each value."""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in piece.paragraphs)
    head += f'<meta property="article:section" content="{piece.section}">' if piece.section else ""
    tags = "".join(f"<a href='/tags/{tag}' class='tag-link'>{tag}</a>" for tag in piece.tags)
    return (
        f"<html><head><title>{escape(piece.headline)} | {SITE}</title>{head}</head><body>"
        f"<header><div class='today'>22/11/2026</div><a href='/'>{SITE}</a></header>"
        f"<main class='css-1x2y3z'><h1 class='post-title css-9a8b7c'>{escape(piece.headline)}</h1>"
        f"<p class='post-meta'><a class='post-author' href='/writers/{piece.number}'>{piece.author}</a> "
        f"<a class='post-section' href='/s'>{piece.section}</a> "
        f"<time datetime='{piece.published.isoformat()}'>{piece.published:%d/%m/%Y}</time> "
        f"<span class='hits'>{piece.views} مشاهدة</span></p>"
        f"<div class='post-text col-md-8'>{paragraphs}</div><div class='post-tags'>{tags}</div></main>"
        f"<aside class='more-news'><h3>المزيد</h3><ul>{piece.links}</ul></aside>"
        f"<footer><p>جميع الحقوق محفوظة لدى {SITE}، صحيفة محلية تصدر كل صباح منذ عشر سنوات.</p></footer></body></html>"
    )


def plain(piece, head=""):
    """Tables and lines, not a class or id anywhere."""
    lines = "<br><br>".join(map(escape, piece.paragraphs))
    return (
        f"<html><head><title>{escape(piece.headline)} | {SITE}</title>{head}</head><body>"
        f"<table><tr><td><a href='/'>{SITE}</a></td><td><a href='/about'>من نحن</a></td></tr></table>"
        f"<table><tr><td><font size=5><b>{escape(piece.headline)}</b></font><br>"
        f"<table><tr><td>التاريخ:</td><td>{piece.published:%d/%m/%Y %H:%M}</td></tr>"
        f"<tr><td>الكاتب:</td><td>{piece.author}</td></tr></table>{lines}<br></td>"
        f"<td><b>المزيد</b><ul>{piece.links}</ul></td></tr></table></body></html>"
    )


def samples(layout, count, **options):
    """*count* pages in *layout*."""
    return [Sample(piece.url, layout(piece, **options).encode(), "utf-8", "article", NOW) for piece in pieces(count)]


def labels(layout, count, **options):
    """The same, labelled."""
    return [labelled(sample, OUTLET) for sample in samples(layout, count, **options)]
