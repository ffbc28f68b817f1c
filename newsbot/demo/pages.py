"""The outlet's pages as HTML text: article, print view, listing, plain page; it never encodes, routes or counts.

Classes that outlet rules can rely on, on every article: ``h1.story-title``, ``.byline .author``, ``.published`` (the
date as printed), ``.story-body`` with ``p.par``, ``.subhead`` and ``blockquote.pull`` (``p`` and ``cite``),
``figure.lead-photo`` (``img``, ``figcaption``), ``ul.tags a``, ``.views``, ``.shortlink``, ``nav.breadcrumbs``. Every
eleventh article has its paragraphs as text between ``<br><br>`` in ``.story-body``, with ``b.subhead``. The related
block is ``.related`` with the heading «المزيد» (some with a colon or a tatweel), as list, table, cards or bare links,
after, before, beside or inside the body; articles of kind OTHER_HEADING have another heading, in a block of no telling
class. Listings: ``.teaser a``.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from html import escape
from urllib.parse import quote

from newsbot.demo.archive import OUTLET, Article, Link
from newsbot.demo.places import Kind
from newsbot.demo.shell import Shell
from newsbot.demo.story import Block
from newsbot.demo.text import load_parts, section_title

_EASTERN = str.maketrans("0123456789", "".join(chr(0x0660 + digit) for digit in range(10)))
_OTHER_HEADINGS = ("اقرأ أيضًا", "مواضيع ذات صلة", "أخبار ذات صلة")
HEADLINES_SHOWN = 20


def date_text(at: datetime, form: int, *, has_eastern_digits: bool = True) -> str:
    """Print a date in one of five forms; *has_eastern_digits* is false where the encoding has none."""
    words = load_parts("words")
    month, weekday = words["months"][at.month - 1], words["weekdays"][at.weekday()]
    forms = (
        f"{weekday} {at.day} {month} {at.year} - {at:%H:%M}",
        f"{at.day} {words['months_twofold'][at.month - 1]} {at.year}، {at:%H:%M}",
        f"{at.day} {month} {at.year} الساعة {at:%H:%M}".translate(_EASTERN if has_eastern_digits else {}),
        f"نُشر في {at:%Y-%m-%d %H:%M}",
        f"{weekday}، {at.day} {month} {at.year}، الساعة {at:%H:%M}",
    )
    return forms[form % len(forms)]


def printed_date(article: Article) -> str:
    """Return the date as the article's page prints it."""
    form = 0 if article.story.section == "heritage" else article.number
    return date_text(article.published, form)


def has_metadata(article: Article) -> bool:
    """Tell whether the page carries JSON-LD and OpenGraph dates; one in seven has nothing but its text."""
    return article.number % 7 != 3  # noqa: PLR2004 - any fixed seventh


def has_breaks(article: Article) -> bool:
    """Tell whether the body is text between line breaks instead of paragraphs; one in eleven is."""
    return article.number % 11 == 4  # noqa: PLR2004 - any fixed eleventh


def related_heading(article: Article) -> str:
    """Return the heading of the related block."""
    if article.kind is Kind.OTHER_HEADING:
        return _OTHER_HEADINGS[article.number // 5 % len(_OTHER_HEADINGS)]
    if article.number % 13 == 0:
        return "المزيد:"
    return "المز\N{ARABIC TATWEEL}\N{ARABIC TATWEEL}يد" if article.number % 17 == 0 else "المزيد"


def related_place(article: Article) -> str:
    """Return where the related block stands: before, after, beside or inside the body; after is the usual."""
    return {1: "before", 3: "inside", 5: "beside"}.get(article.number % 10, "after")


def related_block(heading: str, links: Sequence[Link], shape: int, css_class: str) -> str:
    """Return a headed block of links: shape 0 to 5 is a list, 6 a table, 7 cards, 8 bare links."""
    anchors = [f'<a href="{escape(link.address)}">{escape(link.headline)}</a>' for link in links]
    if shape == 6:  # noqa: PLR2004 - named in the docstring
        rows = "".join(f"<tr><td>{anchor}</td></tr>" for anchor in anchors)
        return f'<div class="{css_class}"><table><tr><th>{heading}</th></tr>{rows}</table></div>'
    if shape == 7:  # noqa: PLR2004 - as above
        cards = "".join(f'<div class="card"><span class="card-title">{anchor}</span></div>' for anchor in anchors)
        return f'<section class="{css_class}"><div class="head"><span>{heading}</span></div>{cards}</section>'
    if shape == 8:  # noqa: PLR2004 - as above
        return f'<div class="{css_class}"><strong>{heading}</strong><br>{"<br>".join(anchors)}</div>'
    return (
        f'<div class="{css_class}"><h3>{heading}</h3><ul>'
        f"{''.join(f'<li>{anchor}</li>' for anchor in anchors)}</ul></div>"
    )


def article_page(article: Article, base: str, shell: Shell, lists: Sequence[tuple[str, Sequence[Link]]]) -> str:
    """Return an article's page; *base* is the outlet's address without a final slash."""
    return shell.page(article.story.headline, article_head(article, base), article_main(article, base, shell), lists)


def article_main(article: Article, base: str, shell: Shell) -> str:
    """Return the part of an article's page that is its own."""
    story = article.story
    css_class = "box b4" if article.kind is Kind.OTHER_HEADING else "related"
    related = related_block(related_heading(article), article.related, article.number % 9, css_class)
    related = related if article.related else ""
    place = related_place(article)
    body = _body(story.blocks, uses_breaks=has_breaks(article), inside=related if place == "inside" else "")
    return (
        f'{related if place == "before" else ""}<article class="story">{_breadcrumbs(article)}'
        f'<h1 class="story-title">{escape(story.headline)}</h1>{_byline(article)}'
        f'<figure class="lead-photo"><img src="/images/{article.number % 50}.jpg" '
        f'alt="{escape(story.caption)}" width="800" '
        f'height="450"><figcaption>{escape(story.caption)}</figcaption></figure>{_tools(article, base)}'
        f'{related if place == "beside" else ""}<div class="story-body">{body}</div>{_tags(article)}</article>'
        f"{related if place == 'after' else ''}{shell.comments}"
    )


def print_page(article: Article, base: str) -> str:
    """Return the view for printers: the same words, naming the article's own address as canonical."""
    story = article.story
    return (
        '<!DOCTYPE html>\n<html lang="ar" dir="rtl"><head><meta charset="utf-8">'
        f'<title>{escape(story.headline)} | {OUTLET}</title><link rel="canonical" '
        f'href="{base}/article/{article.number}">'
        f'</head><body class="print"><article class="story"><h1 class="story-title">{escape(story.headline)}</h1>'
        f'{_byline(article)}<div class="story-body">{_body(story.blocks, uses_breaks=False, inside="")}</div></article>'
        f"<p>طُبع من موقع {OUTLET}</p></body></html>\n"
    )


def listing_page(
    title: str, links: Sequence[tuple[Link, datetime]], shell: Shell, *, next_address: str | None, extra: str = ""
) -> str:
    """Return a page of headlines with dates; *next_address* is where its «المزيد» button leads, *extra* ends it."""
    button = f'<a class="button more" rel="next" href="{escape(next_address)}">المزيد</a>' if next_address else ""
    main = f'<h1 class="list-title">{escape(title)}</h1><div class="headlines">{teasers(links)}</div>{button}{extra}'
    return shell.page(title, '<meta charset="utf-8">\n', main, [])


def teasers(links: Sequence[tuple[Link, datetime]]) -> str:
    """Return headlines with dates, as a listing has them."""
    return "".join(
        f'<div class="teaser"><h2><a href="{escape(link.address)}">{escape(link.headline)}</a></h2>'
        f'<span class="when">{date_text(at, 0)}</span></div>'
        for link, at in links
    )


def plain_page(title: str, content: str, shell: Shell) -> str:
    """Return a page that is neither article nor listing; *content* is HTML."""
    main = f'<h1 class="list-title">{escape(title)}</h1><div class="page-text">{content}</div>'
    return shell.page(title, '<meta charset="utf-8">\n', main, [])


def article_head(article: Article, base: str) -> str:
    """Return what an article's page declares to machines."""
    story, address = article.story, f"{base}/article/{article.number}"
    robots = '<meta name="robots" content="noindex">\n' if article.kind is Kind.NOINDEX else ""
    head = (
        f'<meta charset="utf-8">\n{robots}<meta name="description" content="{escape(story.description)}">\n'
        f'<link rel="canonical" href="{address}">\n<link rel="shortlink" href="{base}/s/{article.number}">\n'
        f'<meta property="og:title" content="{escape(story.headline)} | {OUTLET}">\n<meta '
        'property="og:type" content="article">\n'
        f'<meta property="og:url" content="{address}">\n<meta property="og:site_name" content="{OUTLET}">\n'
        f'<meta property="og:image" content="{base}/images/{article.number % 50}.jpg">\n'
    )
    if not has_metadata(article):
        return head
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "description": story.description,
        "datePublished": article.published.isoformat(),
        "dateModified": article.modified.isoformat(),
        "author": [{"@type": "Person", "name": story.author}],
        "articleSection": story.section_title,
        "keywords": list(story.tags),
        "image": [f"{base}/images/{article.number % 50}.jpg"],
        "inLanguage": "ar",
        "publisher": {"@type": "NewsMediaOrganization", "name": OUTLET},
        "mainEntityOfPage": address,
    }
    return (
        f'{head}<meta property="article:published_time" content="{article.published.isoformat()}">\n'
        f'<meta property="article:modified_time" content="{article.modified.isoformat()}">\n'
        f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>\n'
    )


def _breadcrumbs(article: Article) -> str:
    section = article.story.section
    return (
        f'<nav class="breadcrumbs"><a href="/">الرئيسية</a> / <a href="/section/{section}">'
        f"{section_title(section)}</a></nav>"
    )


def _byline(article: Article) -> str:
    return (
        f'<div class="byline"><span class="author">{escape(article.story.author)}</span> '
        f'<time class="published">{printed_date(article)}</time></div>'
    )


def _tools(article: Article, base: str) -> str:
    return (
        f'<div class="story-tools"><span class="views">{article.views} مشاهدة</span> <span>حجم الخط</span> '
        f'<a href="/print/{article.number}" rel="nofollow">طباعة</a> <span class="shortlink">'
        f"رابط مختصر: {base}/s/{article.number}</span></div>"
    )


def _tags(article: Article) -> str:
    items = "".join(f'<li><a rel="tag" href="/search?q={quote(tag)}">{tag}</a></li>' for tag in article.story.tags)
    return f'<ul class="tags">{items}</ul>'


def _body(blocks: Sequence[Block], *, uses_breaks: bool, inside: str) -> str:
    parts = [_block(block, uses_breaks=uses_breaks) for block in blocks]
    if inside:
        parts.insert(len(parts) // 2, inside)
    return "".join(parts)


def _block(block: Block, *, uses_breaks: bool) -> str:
    text = escape(block.text)
    if block.kind == "quote":
        return f'<blockquote class="pull"><p>{text}</p><cite>{escape(block.attribution or "")}</cite></blockquote>'
    if block.kind == "subhead":
        return f'<b class="subhead">{text}</b><br><br>' if uses_breaks else f'<h2 class="subhead">{text}</h2>'
    return f"{text}<br><br>" if uses_breaks else f'<p class="par">{text}</p>'
