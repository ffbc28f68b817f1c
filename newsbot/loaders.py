"""ArticleLoader: the only cleaner; a line a field turns what a page holds into what the item holds; it drops nothing.

Loader context: ``zone`` (the outlet's clock, a tzinfo), ``now`` (aware, for «منذ ساعتين»; None leaves such dates raw)
and ``base_url`` (what relative addresses are relative to).
"""

from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any, TypeAlias

from itemloaders import ItemLoader
from itemloaders.processors import Identity, MapCompose

from newsbot.items import Article, Image, Quote, RelatedLink
from newsbot.text.arabic import clean
from newsbot.text.dates import parse_date
from newsbot.text.numbers import count_in
from newsbot.text.urls import absolute_url

Context: TypeAlias = Mapping[str, Any]
PARAGRAPH_BREAK = "\n\n"


def paragraphs(texts: Iterable[str]) -> str | None:
    """Join cleaned paragraphs with an empty line; None where nothing is left."""
    return PARAGRAPH_BREAK.join(text for text in texts if text) or None


def date_text(text: str, loader_context: Context) -> str | None:
    """ISO 8601 with the printed offset or the outlet's; None for what is no whole date."""
    read = parse_date(text, loader_context.get("zone", UTC), loader_context.get("now"))
    return read.isoformat() if read is not None else None


def link(url: str, loader_context: Context) -> str | None:
    """The absolute form of an address; None for what is none."""
    return absolute_url(loader_context.get("base_url", ""), url)


def quote(value: tuple[str, str | None]) -> Quote | None:
    """A pull quote without the quotation marks around it."""
    text, attribution = value
    text = _unquoted(clean(text))
    return Quote(text=text, attribution=clean(attribution or "").strip(_DASHES) or None) if text else None


def image(value: tuple[str, str | None, str | None], loader_context: Context) -> Image | None:
    """A picture with an absolute address."""
    url, caption, credit = value
    address = link(url, loader_context)
    if address is None:
        return None
    return Image(url=address, caption=clean(caption or "") or None, credit=clean(credit or "") or None)


def related_link(value: tuple[str, str], loader_context: Context) -> RelatedLink | None:
    """One headline of the related block with its absolute address."""
    headline, url = value
    address = link(url, loader_context)
    return RelatedLink(headline=clean(headline), url=address) if address and clean(headline) else None


def name(text: str) -> str:
    """A name without the label before it and the punctuation around it."""
    return clean(text).strip(f"{_DASHES}:،,|/ ")


_DASHES = "-\N{EN DASH}\N{EM DASH} "
_PAIRS = {'"': '"', "«": "»", "\N{LEFT DOUBLE QUOTATION MARK}": "\N{RIGHT DOUBLE QUOTATION MARK}"}


def _unquoted(text: str) -> str:
    closing = _PAIRS.get(text[:1])
    inner = text[1:-1]
    is_pair = closing is not None and text.endswith(closing) and text[0] not in inner and closing not in inner
    return inner.strip() if is_pair and len(text) > 1 else text


def filled(texts: list[str]) -> list[str] | None:
    """The non-empty texts; None where there is none."""
    return [text for text in texts if text] or None


def unique(values: list[Any]) -> list[Any] | None:
    """The non-empty values without repetitions, in order; None where there is none."""
    first: dict[str, Any] = {}
    for value in values:
        if value:
            first.setdefault(repr(value), value)
    return list(first.values()) or None


def once(values: list[Any]) -> Any:
    """The first value that says anything."""
    return next((value for value in values if value is not None and value != ""), None)


as_is = Identity()


class ArticleLoader(ItemLoader):
    """Cleans raw values into an Article; a field that ends up empty stays None.

    Each field names both processors, since itemloaders looks for one that is not named in the item's fields, at a
    cost of 20 us a field.
    """

    default_item_class = Article

    id_in, id_out = as_is, once
    outlet_in, outlet_out = as_is, once
    url_in, url_out = MapCompose(link), once
    canonical_url_in, canonical_url_out = MapCompose(link), once
    short_url_in, short_url_out = MapCompose(link), once
    headline_in, headline_out = MapCompose(clean), once
    kicker_in, kicker_out = MapCompose(clean), once
    description_in, description_out = MapCompose(clean), once
    article_body_in, article_body_out = MapCompose(clean), paragraphs
    subheads_in, subheads_out = MapCompose(clean), filled
    quotes_in, quotes_out = MapCompose(quote), unique
    date_published_in, date_published_out = MapCompose(clean, date_text), once
    date_published_raw_in, date_published_raw_out = MapCompose(clean), once
    date_modified_in, date_modified_out = MapCompose(clean, date_text), once
    date_modified_raw_in, date_modified_raw_out = MapCompose(clean), once
    authors_in, authors_out = MapCompose(name), unique
    section_in, section_out = MapCompose(name), once
    keywords_in, keywords_out = MapCompose(name), unique
    main_image_in, main_image_out = MapCompose(image), once
    images_in, images_out = MapCompose(image), unique
    related_in, related_out = MapCompose(related_link), unique
    views_in, views_out = MapCompose(count_in), once
    encoding_in, encoding_out = as_is, once
    parser_version_in, parser_version_out = as_is, once

    def add_dates(self, field: str, raw: str | None) -> None:
        """Add a date's text twice: read, and as it stands."""
        if raw:
            self.add_value(field, raw)
            self.add_value(f"{field}_raw", raw)
