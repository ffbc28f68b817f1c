"""What the slow sources say of an article page: structured data, visible text, trafilatura; rules have no say."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from newsbot.items import Article
from newsbot.learning.comparison import agreement_of, value_of
from newsbot.pages.dates import url_date
from newsbot.pages.generic import generic_body
from newsbot.pages.headline import guessed_headline
from newsbot.pages.metadata import text_of
from newsbot.pages.page import ArticlePage
from newsbot.pages.reading import PageReader, parsed
from newsbot.pages.rules import Outlet, Rules
from newsbot.pages.samples import Sample
from newsbot.text.arabic import fold
from newsbot.text.dates import parse_date
from newsbot.text.encodings import page_encoding

# Two readings of one body that share less than this differ in more than a caption and a «read also».
SURE_BODY = 0.85


@dataclass(frozen=True, slots=True)
class Labelled:
    """One page with the values that its rules are to find."""

    sample: Sample
    article: Article
    """What the page gives when the outlet's rules are not asked, cleaned."""
    page: ArticlePage
    """The page without rules; its tree is shared by all that looks at it, and nobody changes it."""
    unsure: frozenset[str]
    """Fields whose sources disagree, or that one source alone gives; of all but three fields this is not known."""
    repeated: frozenset[str] = frozenset()
    """Folded lines of the body that other pages of the site have too: they are left out when bodies are compared."""

    def value(self, field: str) -> Any:
        """The label of a rule's field; None without one."""
        return value_of(self.article, field)

    def agreement(self, field: str, value: Any) -> float:
        """How far *value* agrees with the label: 0 to 1."""
        label = self.value(field)
        if field == "body" and self.repeated:
            return agreement_of(field, self.own_lines(value), self.own_lines(label))
        return agreement_of(field, value, label)

    def own_lines(self, text: str | None) -> str:
        """The lines of *text* that no other page has."""
        return "\n".join(line for line in (text or "").splitlines() if fold(line) not in self.repeated)


def labelled(sample: Sample, outlet: Outlet) -> Labelled:
    """Read *sample* by all but rules; *outlet* gives zone, encoding, domains and headings.

    Takes as long as the slow sources do: 20 to 60 ms a page.
    """
    encoding = page_encoding(sample.body, outlet=outlet.encoding, header=sample.header_encoding).name
    reader = _reader_without_rules(outlet)
    page = reader.page(parsed(sample.body, encoding), sample.url, sample.fetched_at)
    article = reader.article(page, encoding)
    unsure = (field for field in _WITNESSES if not _is_sure(field, page, article))
    return Labelled(sample, article, page, frozenset(unsure))


@lru_cache(maxsize=8)
def _reader_without_rules(outlet: Outlet) -> PageReader:
    return PageReader.of(replace(outlet, rules=Rules()))


def _is_sure(field: str, page: ArticlePage, article: Article) -> bool:
    """Whether two sources or more agree on the label: one of them is the label's own."""
    label = value_of(article, field)
    bound = SURE_BODY if field == "body" else 1.0
    agreeing = [witness for witness in _WITNESSES[field](page) if agreement_of(field, witness, label) >= bound]
    return label is not None and len(agreeing) > 1


def _headlines(page: ArticlePage) -> Iterator[str]:
    """What each source calls the page."""
    names = page.metadata.publisher
    declared = (
        text_of(page.metadata.article.get("headline")),
        page.metadata.first("og:title"),
        page.metadata.first("twitter:title"),
        page.title,
    )
    yield from (guessed_headline(title, names) for title in declared if title)
    if page.headline_block is not None:
        yield page.headline_block.text


def _dates(page: ArticlePage) -> Iterator[str]:
    """The day that each source names; the address is one of them."""
    meta, zone = page.metadata, page.outlet.timezone
    texts = [text_of(meta.article.get("datePublished")), meta.first("article:published_time", "datepublished", "date")]
    texts += [text for block in page.head[:_HEAD_LINES] for text in (block.text, block.time)]
    read = (parse_date(text, zone, page.now) for text in texts if text)
    yield from (moment.isoformat() for moment in read if moment is not None)
    day = url_date(page.url)
    if day is not None:
        yield f"{day.isoformat()}T00:00:00+00:00"


_HEAD_LINES = 40


def _bodies(page: ArticlePage) -> Iterator[str]:
    """The text as newsbot reads it, and as trafilatura does."""
    yield "\n".join(part.text for part in page.body[0].parts)
    yield generic_body(page.root, page.url) or ""


_WITNESSES = {"headline": _headlines, "date_published": _dates, "body": _bodies}
