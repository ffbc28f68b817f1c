"""An article page: for each field the raw value of the best source that has one; compares sources, never cleans.

They check one another: a headline in JSON-LD is given as the page prints it, a date that the address contradicts is
passed over.
"""

from collections.abc import Iterator

from newsbot.pages.addresses import read_addresses
from newsbot.pages.dateline import printed_date, printed_views
from newsbot.pages.dates import DateCandidate, chosen_date
from newsbot.pages.headline import guessed_headline, without_site_name
from newsbot.pages.metadata import addresses_of, text_of
from newsbot.pages.names import read_names
from newsbot.pages.page import ArticlePage
from newsbot.pages.parts import Kind
from newsbot.pages.pictures import FoundImage, address
from newsbot.pages.values import Reading, Source
from newsbot.text.arabic import fold

_JSON_LD_DATES = {"date_published": ("datePublished", "dateCreated"), "date_modified": ("dateModified",)}
_META_DATES = {
    "date_published": (
        "article:published_time", "datepublished", "og:published_time", "pubdate", "publishdate", "parsely-pub-date",
        "dc.date.issued", "dcterms.created", "dc:date", "dc.date", "sailthru.date", "article:published", "date",
    ),
    "date_modified": (
        "article:modified_time", "datemodified", "og:updated_time", "lastmod", "last-modified", "dcterms.modified",
    ),
}  # fmt: skip


def read_article(page: ArticlePage) -> Reading:
    """Every field that *page* gives."""
    reading = Reading()
    _read_headline(page, reading)
    _read_body(page, reading)
    _read_dates(page, reading)
    read_names(page, reading)
    read_addresses(page, reading)
    _read_pictures(page, reading)
    _read_related(page, reading)
    _read_views(page, reading)
    return reading


def _read_headline(page: ArticlePage, reading: Reading) -> None:
    reading.take("kicker", page.rules.text("kicker"), "rules")
    if reading.take("headline", page.rules.text("headline"), "rules"):
        return
    site_names = page.metadata.publisher
    printed = page.headline_block.text if page.headline_block is not None else None
    declared = text_of(page.metadata.article.get("headline"))
    if printed:
        source: Source = "json-ld" if declared and fold(declared) == fold(printed) else "text"
        reading.take("headline", without_site_name(printed, site_names), source)
    if declared:
        reading.take("headline", without_site_name(declared, site_names), "json-ld")
    title = page.metadata.first("og:title", "twitter:title")
    if title:
        reading.take("headline", guessed_headline(title, site_names), "opengraph")
    if page.title:
        reading.take("headline", guessed_headline(page.title, site_names), "text")


def _read_body(page: ArticlePage, reading: Reading) -> None:
    body, source = page.body
    reading.take("article_body", [part.text for part in body.parts if part.kind is not Kind.QUOTE], source)
    reading.take("subheads", page.rules.texts("subheads"), "rules")
    reading.take("subheads", [part.text for part in body.parts if part.kind is Kind.SUBHEAD], source)
    reading.take("quotes", list(_declared_quotes(page)), "rules")
    quotes = [(part.text, part.attribution) for part in body.parts if part.kind is Kind.QUOTE]
    reading.take("quotes", quotes, source)


def _declared_quotes(page: ArticlePage) -> Iterator[tuple[str, str | None]]:
    for element in page.rules.elements("quotes"):
        speaker = page.rules.text_in(element, "attribution")
        text = " ".join("".join(map(str, element.itertext())).split())
        if speaker:
            text = text.removesuffix(" ".join(speaker.split())).rstrip()
        yield text, speaker


def _read_dates(page: ArticlePage, reading: Reading) -> None:
    zone = page.outlet.timezone
    found = chosen_date(list(_dates(page, "date_published")), page.url, zone, page.now)
    if found is not None:
        reading.take("date_published", found.raw, found.source)
    else:
        # No whole date: what is printed stays as it is, such as a bare time of day.
        printed = page.rules.text("date_published")
        reading.take("date_published", printed, "rules")
        reading.take("date_published", None if printed else printed_date(page.head, zone), "text")
    modified = next(_dates(page, "date_modified"), None)
    if modified is not None:
        reading.take("date_modified", modified.raw, modified.source)


def _dates(page: ArticlePage, name: str) -> Iterator[DateCandidate]:
    """Texts that may be the date, best source first; the printed line only where no rule names one."""
    for text in page.rules.texts(name):
        yield DateCandidate(text, "rules")
    for key in _JSON_LD_DATES[name]:
        declared = text_of(page.metadata.article.get(key))
        if declared:
            yield DateCandidate(declared, "json-ld")
    for key in _META_DATES[name]:
        for value in page.metadata.meta.get(key, ())[:2]:
            yield DateCandidate(value, "opengraph")
    if name == "date_published" and name not in page.rules:
        printed = printed_date(page.head, page.outlet.timezone)
        if printed:
            yield DateCandidate(printed, "text")


def _read_pictures(page: ArticlePage, reading: Reading) -> None:
    declared = [image for element in page.rules.elements("main_image") if (image := address(element))]
    texts = (page.rules.text("caption"), page.rules.text("credit"))
    if declared:
        reading.take("main_image", (declared[0], *texts), "rules")
        reading.take("images", [(declared[0], *texts)], "rules")
        return
    printed = _body_pictures(page)
    in_json_ld = addresses_of(page.metadata.article.get("image"))
    named = in_json_ld or page.metadata.every("og:image", "og:image:url", "twitter:image")
    if printed:
        texts = (printed[0].caption, printed[0].credit)
    if named:
        reading.take("main_image", (named[0], *texts), "json-ld" if in_json_ld else "opengraph")
    elif printed:
        reading.take("main_image", (printed[0].url, *texts), "text")
    reading.take("images", [(image.url, image.caption, image.credit) for image in printed], "text")


def _body_pictures(page: ArticlePage) -> list[FoundImage]:
    body, source = page.body
    if body.last_index is not None:
        return page.pictures_until(body.last_index + 1)
    return [] if source == "rules" else page.printed_pictures[:1]


def _read_related(page: ArticlePage, reading: Reading) -> None:
    is_declared = bool(page.related_blocks) and not page.related_blocks[0].heading
    reading.take("related", list(page.related_links), "rules" if is_declared else "text")


def _read_views(page: ArticlePage, reading: Reading) -> None:
    if "views" in page.rules:
        reading.take("views", page.rules.text("views"), "rules")
    else:
        reading.take("views", printed_views(page.head), "text")
