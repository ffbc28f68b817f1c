"""Finds who wrote an article, where its outlet files it and how it sums it up; names stay as printed."""

from collections.abc import Iterable, Sequence
from typing import cast

from lxml.etree import XPath, _Element

from newsbot.pages.headline import title_parts
from newsbot.pages.lines import byline
from newsbot.pages.metadata import names_of, text_of
from newsbot.pages.page import ArticlePage
from newsbot.pages.values import Reading
from newsbot.text.arabic import fold
from newsbot.text.urls import site_of

_TAG_LINKS = XPath("//a[contains(concat(' ', @rel, ' '), ' tag ')]")
_TAGS_LIMIT = 30
_HOME = frozenset(fold(name) for name in ("الرئيسية", "الصفحة الرئيسية", "home", "صفحه اصلی", "خانه", "الأولى"))
_NO_PEOPLE = frozenset({"admin", "administrator", "editor", "root", "webmaster"})
_NAME_LENGTH = 80
# Shorter names of a site («BBC») stand inside people's names by chance.
_SITE_NAME_LENGTH = 4
_SITE_NAME_WORDS = 5
# A byline may stand under a sub-title that is read as the lead.
_LEAD_LINES = 3


def read_names(page: ArticlePage, reading: Reading) -> None:
    """Take authors, section, keywords and description."""
    _read_authors(page, reading)
    _read_section(page, reading)
    _read_keywords(page, reading)
    meta = page.metadata
    reading.take("description", page.rules.text("description"), "rules")
    reading.take("description", text_of(meta.article.get("description")), "json-ld")
    reading.take("description", meta.first("og:description", "description", "twitter:description"), "opengraph")


def people(names: Iterable[str], own: set[str]) -> list[str]:
    """*names* of people, without labels before and places after them; *own* are the outlet's folded names for itself.

    «كتب: فلان» and «فلان - دمشق» give «فلان»; addresses, accounts and the outlet itself give nothing.
    """
    found: list[str] = []
    for name in names:
        person = (byline(name) or name).split(" - ")[0].split("|")[0].strip()
        folded = fold(person)
        is_own = folded in own or any(
            folded in part or part in folded for part in own if len(part) >= _SITE_NAME_LENGTH
        )
        is_name = folded and "://" not in person and "@" not in person and len(person) <= _NAME_LENGTH
        if is_name and not is_own and folded not in _NO_PEOPLE and person not in found:
            found.append(person)
    return found


def _read_authors(page: ArticlePage, reading: Reading) -> None:
    if reading.take("authors", page.rules.texts("authors"), "rules"):
        return
    article, meta = page.metadata.article, page.metadata
    site = site_of(page.url)
    names = (*meta.publisher, *_title_parts(page), site, site.partition(".")[0])
    own = {folded for name in names if (folded := fold(name))}
    declared = names_of(article.get("author")) or names_of(article.get("creator"))
    reading.take("authors", people(declared, own), "json-ld")
    reading.take("authors", people(meta.every("article:author", "author", "dc.creator", "byl"), own), "opengraph")
    if "authors" not in reading and "authors" not in page.rules:
        reading.take("authors", _bylines(page, own), "text")


def _title_parts(page: ArticlePage) -> list[str]:
    """What the page's titles say beside the headline: the site's name, as a rule."""
    headline = fold(page.headline_text or "")
    titles = (page.title, page.metadata.first("og:title"))
    parts = [part for title in titles if title for part in title_parts(title)]
    return [part for part in parts if len(part.split()) <= _SITE_NAME_WORDS and fold(part) not in headline]


def _bylines(page: ArticlePage, own: set[str]) -> list[str]:
    """The first byline near the headline, in the body's first lines or in its last."""
    body, _ = page.body
    near = list(page.head)
    if body.first_index is not None and body.last_index is not None:
        blocks = page.outline.blocks
        near += [*blocks[body.first_index : body.first_index + _LEAD_LINES], blocks[body.last_index]]
    names = [name for block in near if (name := byline(block.text))]
    return people(names[:1], own)


def _read_section(page: ArticlePage, reading: Reading) -> None:
    meta = page.metadata
    reading.take("section", page.rules.text("section"), "rules")
    reading.take("section", text_of(meta.article.get("articleSection")), "json-ld")
    reading.take("section", meta.first("article:section", "articlesection", "section"), "opengraph")
    trail = [name for name in meta.breadcrumbs if fold(name) not in _HOME]
    headline = reading.values.get("headline")
    if trail and headline and fold(trail[-1]) == fold(headline):
        trail.pop()
    reading.take("section", trail[-1] if trail else None, "json-ld")


def _read_keywords(page: ArticlePage, reading: Reading) -> None:
    meta = page.metadata
    reading.take("keywords", page.rules.texts("keywords"), "rules")
    reading.take("keywords", _tags(names_of(meta.article.get("keywords"))), "json-ld")
    reading.take("keywords", _tags(meta.every("article:tag", "news_keywords")), "opengraph")
    if "keywords" not in reading:
        links = cast("list[_Element]", _TAG_LINKS(page.root))[:_TAGS_LIMIT]
        reading.take("keywords", [" ".join(map(str, link.itertext())) for link in links], "text")


def _tags(values: Sequence[str]) -> list[str]:
    """The single tags of lists that commas, Latin or Arabic, or semicolons separate."""
    parts = [part.strip() for value in values for part in value.replace("،", ",").replace("؛", ",").split(",")]
    return list(dict.fromkeys(part for part in parts if part))
