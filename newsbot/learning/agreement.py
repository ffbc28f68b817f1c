"""How far an outlet's rules and the slow sources agree, field by field; judges nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsbot.items import Article
from newsbot.learning.belief import believed
from newsbot.learning.comparison import VALUES, value_of
from newsbot.learning.labels import Labelled
from newsbot.pages.page import ArticlePage
from newsbot.pages.reading import PageReader
from newsbot.pages.rules import Outlet
from newsbot.text.arabic import clean


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """One field on several pages."""

    field: str
    rule: tuple[str, ...]
    pages: int
    expected: int
    """Pages whose label has a value."""
    found: int
    """Pages where the rule itself found something."""
    agreed: float
    """The sum, over the pages that have both, of how far they agree: 0 to 1 each."""
    both: int
    """Pages where the rule found something and the label has a value."""

    @property
    def coverage(self) -> float:
        """The share of the expected values that the rule found; 1 where none was expected."""
        return self.both / self.expected if self.expected else 1.0

    @property
    def agreement(self) -> float:
        """How far rule and label agree, on average, where both have a value; 0 where they never meet."""
        return self.agreed / self.both if self.both else 0.0


# What is not a value of its own: it is read inside another's element.
_PARTS = frozenset({"attribution"})


def agreements(pages: Sequence[Labelled], outlet: Outlet) -> tuple[FieldAgreement, ...]:
    """*outlet* with its rules against the labels of *pages*: a row for each field that has a rule.

    The order is that of the rules. Labels that *pages* together contradict do not count (believed()).
    Each page is read once more, with the rules, as a crawl reads it.
    """
    pages = believed(pages)
    rows = []
    for field, scores in field_scores(pages, outlet).items():
        is_expected = [bool(page.value(field)) for page in pages]
        both = [score for score, expected in zip(scores, is_expected, strict=True) if expected and score is not None]
        found = sum(score is not None for score in scores)
        rule = outlet.rules.texts[field]
        rows.append(FieldAgreement(field, rule, len(pages), sum(is_expected), found, sum(both), len(both)))
    return tuple(rows)


def field_scores(pages: Sequence[Labelled], outlet: Outlet) -> dict[str, list[float | None]]:
    """For each field that has a rule, page by page, how far it agrees with the label; None where it finds nothing."""
    reader = PageReader.of(outlet)
    others = [(page, under(reader, page.page)) for page in pages]
    read = [(page, other, reader.article(other, None)) for page, other in others]
    fields = (field for field in outlet.rules.texts if field not in _PARTS)
    return {field: [_score(field, page, other, article) for page, other, article in read] for field in fields}


def _score(field: str, page: Labelled, other: ArticlePage, article: Article) -> float | None:
    value = value_of(article, field)
    if not value or not _is_by_rules(field, other, article, value):
        return None
    return page.agreement(field, value)


def _is_by_rules(field: str, other: ArticlePage, article: Article, value: object) -> bool:
    """Whether the rules of *field* gave its *value*; a date that could not be read has no source of its own."""
    if field in {"caption", "credit"}:
        return bool(other.rules.texts(field))
    if field.startswith("date_") and getattr(article, field) is None:
        return clean(other.rules.text(field) or "") == value
    return (article.sources or {}).get(VALUES.get(field, field)) == "rules"


def under(reader: PageReader, page: ArticlePage) -> ArticlePage:
    """*page* as *reader* sees it; what no rule can change is not read again."""
    other = reader.page(page.root, page.url, page.now)
    vars(other).update({name: getattr(page, name) for name in _RULELESS})
    return other


_RULELESS = ("metadata", "title", "base_url", "outline", "headline_block")
