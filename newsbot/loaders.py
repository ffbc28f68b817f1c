"""ArticleLoader: the only cleaner; one line a field turns what a page holds into what the item holds, and drops nothing.

Loader context: ``zone`` (the outlet's clock, a tzinfo), ``now`` (aware, for «منذ ساعتين»; None leaves such dates raw)
and ``base_url`` (what relative addresses are relative to).
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC
from typing import Any, TypeAlias

from itemloaders import ItemLoader
from itemloaders.processors import Compose, Identity, MapCompose, TakeFirst

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


def unique(values: list[Any]) -> list[Any]:
    """*values* without repetitions, in order."""
    first: dict[str, Any] = {}
    for value in values:
        first.setdefault(repr(value), value)
    return list(first.values())


each: Callable[..., MapCompose] = MapCompose
many: Compose = Compose(unique)


class ArticleLoader(ItemLoader):
    """Cleans raw values into an Article; a field that ends up empty stays None."""

    default_item_class = Article
    default_input_processor = each(clean)
    default_output_processor = TakeFirst()

    url_in = canonical_url_in = short_url_in = each(link)
    article_body_out = Compose(paragraphs)
    subheads_out = Identity()
    quotes_in, quotes_out = each(quote), many
    date_published_in = date_modified_in = each(clean, date_text)
    authors_in, authors_out = each(name), many
    section_in = each(name)
    keywords_in, keywords_out = each(name), many
    main_image_in = each(image)
    images_in, images_out = each(image), many
    related_in, related_out = each(related_link), many
    views_in = each(count_in)
    sources_in = sources_out = Compose(TakeFirst())
    id_in = outlet_in = language_in = encoding_in = parser_version_in = Identity()

    def add_dates(self, field: str, raw: str | None) -> None:
        """Add a date's text twice: read, and as it stands."""
        if raw:
            self.add_value(field, raw)
            self.add_value(f"{field}_raw", raw)
