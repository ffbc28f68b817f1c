"""Tells which of the things that a page declares is its own article; the others are related ones, and give nothing."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from re import compile as pattern

from newsbot.pages.jsonld import Thing, addresses_of, text_of, types
from newsbot.text.arabic import fold
from newsbot.text.urls import url_key

ARTICLE_TYPES = frozenset(
    [
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
        "BackgroundNewsArticle",
        "AskPublicNewsArticle",
        "ReviewNewsArticle",
        "AdvertiserContentArticle",
        "SatiricalArticle",
        "ScholarlyArticle",
        "LiveBlogPosting",
        "BlogPosting",
        "SocialMediaPosting",
        "Report",
        "TechArticle",
    ]
)
_VIDEO_KEYS = {"name": "headline", "uploadDate": "datePublished"}
_PAGE_TYPES = frozenset({"WebPage", "ItemPage"})
_PAGE_KEYS = ("datePublished", "dateModified", "description")
# Two wordings of one headline share most of their words; headlines of two stories share a name or two.
_SAME, _OTHER = 0.6, 0.25
_BEHIND_HOST = pattern(r"^[^/?]*/?")
_LONGEST_HEADLINE = 400
_SHORTEST_TITLE = 8  # letters: a title within a title may be a section's name


@dataclass(frozen=True)
class PageSigns:
    """What a page says of itself apart from its structured data: *addresses* as keys, *titles* folded."""

    addresses: frozenset[str]
    titles: tuple[str, ...]

    @classmethod
    def of(cls, addresses: Iterable[str], titles: Iterable[str | None]) -> "PageSigns":
        """The signs in raw addresses and titles."""
        keys = frozenset(_path_key(address) for address in addresses if address)
        folded = dict.fromkeys(fold(title) for title in titles if title)
        return cls(keys - {""}, tuple(title for title in folded if title))

    def likeness(self, headline: str | None) -> float:
        """How far a title says what *headline* says, 0 to 1; 0 where either is missing."""
        text = fold((headline or "")[:_LONGEST_HEADLINE])
        return max((_likeness(text, title) for title in self.titles), default=0.0) if text else 0.0


def subject(things: Sequence[Thing], listed: Collection[int], signs: PageSigns) -> Thing:
    """The article among *things*, with what several objects say of it put together; empty where none fits.

    *listed* are ``id()`` of things that stand in a list of other pages. An object whose address or headline is the
    page's is the article. Where none is, a single one that stands in no list is, unless address and headline both
    contradict it: then it is somebody else's.
    """
    articles = [thing for thing in things if _is_article(thing)]
    fitting = sorted(
        ((fit, thing) for thing in articles if (fit := _fit(thing, signs)) > 0),
        key=lambda pair: -pair[0] + (id(pair[1]) in listed),
    )
    chosen = [thing for _, thing in fitting] or list(_unopposed(articles, listed, signs))
    pages = (_renamed(thing, {}) for thing in things if _PAGE_TYPES.intersection(types(thing)))
    dated = ({key: page[key] for key in _PAGE_KEYS if key in page} for page in pages if "datePublished" in page)
    return _merged([*map(_keyed, chosen), *(_videos(things, signs) if not chosen else ()), *dated])


def _is_article(thing: Thing) -> bool:
    """Whether an object is an article by its type, or by having what only articles have."""
    return bool(ARTICLE_TYPES.intersection(types(thing))) or (
        "headline" in thing and ("datePublished" in thing or not thing.get("@type"))
    )


def _fit(thing: Thing, signs: PageSigns) -> float:
    """2 for the page's own address, up to 2 for its headline; 0 where neither is."""
    has_address = bool(signs.addresses.intersection(_addresses(thing)))
    likeness = signs.likeness(_headline(thing))
    if not has_address and likeness < _SAME:
        return 0.0
    return 2.0 * has_address + 2.0 * likeness + 0.5 * bool(_headline(thing))


def _unopposed(articles: Sequence[Thing], listed: Collection[int], signs: PageSigns) -> Iterator[Thing]:
    """The one object that may be the article though nothing confirms it."""
    free = [thing for thing in articles if id(thing) not in listed]
    headlines = {fold(_headline(thing) or "") for thing in free} - {""}
    if len(headlines) > 1 and signs.titles:
        return
    for thing in sorted(free, key=lambda thing: not _headline(thing))[:1]:
        addresses = _addresses(thing)
        is_other = bool(addresses and signs.addresses) and bool(signs.titles)
        if not (is_other and _headline(thing) and signs.likeness(_headline(thing)) < _OTHER):
            yield thing


def _videos(things: Sequence[Thing], signs: PageSigns) -> Iterator[Thing]:
    for thing in things:
        if "VideoObject" in types(thing) and signs.likeness(text_of(thing.get("name"))) >= _SAME:
            yield _renamed(thing, _VIDEO_KEYS)


def _merged(things: Iterable[Thing]) -> Thing:
    """The first of *things*, with what only later ones say."""
    found: Thing = {}
    for thing in things:
        for key, value in thing.items():
            if value not in (None, "", [], {}) and key not in found:
                found[key] = value
    return found


def _keyed(thing: Thing) -> Thing:
    """*thing* with its keys as schema.org writes them: «headLine» and «schema:headline» are seen."""
    bare = ((key.rpartition(":")[2] if not key.startswith("@") else key, value) for key, value in thing.items())
    return {_KEYS.get(key.lower(), key): value for key, value in bare}


def _renamed(thing: Thing, names: dict[str, str]) -> Thing:
    return {names.get(key, key): value for key, value in _keyed(thing).items()}


def _headline(thing: Thing) -> str | None:
    for key, value in thing.items():
        if key.rpartition(":")[2].lower() == "headline":
            return text_of(value)
    return text_of(thing.get("name"))


def _addresses(thing: Thing) -> set[str]:
    """The keys of the pages that an object says it is; front pages, which many name by mistake, count for none."""
    named = [address for key in ("url", "mainEntityOfPage", "@id") for address in addresses_of(thing.get(key))[:2]]
    return {_path_key(address) for address in named} - {""}


def _path_key(address: str) -> str:
    """The path of *address* as its key writes it, host left out: «m.», «amp.» and «www.» are one site; "" for none."""
    if "//" not in address and not address.startswith("/"):
        return ""
    key = url_key(f"http://host{address}" if address.startswith("/") else address)
    return _BEHIND_HOST.sub("", key)


def _likeness(text: str, title: str) -> float:
    if text == title:
        return 1.0
    if min(len(text), len(title)) >= _SHORTEST_TITLE and (f" {text} " in f" {title} " or f" {title} " in f" {text} "):
        return 0.9
    words, others = set(text.split()), set(title.split())
    return len(words & others) / min(len(words), len(others)) if min(len(words), len(others)) > 2 else 0.0  # noqa: PLR2004 - two words meet by chance


_KEYS = {
    key.lower(): key
    for key in [
        "headline",
        "alternativeHeadline",
        "description",
        "articleBody",
        "datePublished",
        "dateModified",
        "dateCreated",
        "author",
        "creator",
        "articleSection",
        "keywords",
        "image",
        "thumbnailUrl",
        "publisher",
        "url",
        "name",
        "inLanguage",
        "mainEntityOfPage",
    ]
}
