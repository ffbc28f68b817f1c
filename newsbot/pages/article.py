"""An article page: for each field the raw value of the best source that has one; compares sources, never cleans.

They check one another: a headline in JSON-LD is given as the page prints it, a date that the address contradicts is
passed over.
"""

from collections.abc import Iterator

from newsbot.pages.addresses import read_addresses
from newsbot.pages.dateline import printed_date, printed_update, printed_views
from newsbot.pages.dates import DateCandidate, chosen_date, later_date
from newsbot.pages.headline import guessed_headline, printed_headline, title_parts, without_site_name
from newsbot.pages.metadata import Metadata, addresses_of, text_of
from newsbot.pages.names import read_names
from newsbot.pages.page import ArticlePage
from newsbot.pages.parts import Kind
from newsbot.pages.pictures import FoundImage, address
from newsbot.pages.values import Reading, Source
from newsbot.text.arabic import fold
from newsbot.text.dates import parse_date
from newsbot.text.urls import site_of

# The first is schema.org's own name, the others are what Dublin Core and rNews call it in RDFa.
_SCHEMA_DATES = {
    "date_published": ("datePublished", "date", "issued", "created"),
    "date_modified": ("dateModified", "modified"),
}
_OPENGRAPH_DATES = {"date_published": "article:published_time", "date_modified": "article:modified_time"}
_META_DATES = {
    "date_published": (
        "og:article:published_time", "datepublished", "og:published_time", "pubdate",
        "publishdate", "publish-date", "publish_date", "publication_date", "parsely-pub-date", "dc.date.issued",
        "dcterms.issued", "dc.issued", "dcterms.date", "dcterms.created", "dc.date.created", "dc.created", "dc:date",
        "dc.date", "sailthru.date", "article:published", "article.published", "cxenseparse:recs:publishtime",
        "article:published_at", "date",
    ),
    "date_modified": (
        "og:article:modified_time", "datemodified", "og:updated_time", "lastmod",
        "last-modified", "dcterms.modified", "dc.date.modified", "article.updated", "cxenseparse:recs:modifiedtime",
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
    site = site_of(page.url)
    site_names = (*page.metadata.publisher, site, site.partition(".")[0])
    declared = text_of(page.metadata.article.get("headline"))
    title, block = page.metadata.first("og:title", "twitter:title"), page.headline_block
    if block is not None:
        named = [part for part in (declared, title, *title_parts(page.title or "")) if part]
        printed = without_site_name(printed_headline(block, named), site_names)
        source: Source = "json-ld" if declared and fold(declared) == fold(printed) else "text"
        reading.take("headline", printed, source)
    if declared:
        reading.take("headline", without_site_name(declared, site_names), "json-ld")
    if title:
        reading.take("headline", guessed_headline(title, site_names), "opengraph")
    marked = text_of(page.metadata.microdata.get("headline"))
    if marked:
        reading.take("headline", without_site_name(marked, site_names), "opengraph")
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
    found = chosen_date(_dates(page, "date_published"), page.url, zone, page.now)
    if found is not None:
        reading.take("date_published", found.raw, found.source)
    else:
        # No whole date: what is printed stays as it is, such as a bare time of day.
        printed = page.rules.text("date_published")
        reading.take("date_published", printed, "rules")
        in_head = None if printed else printed_date(page.head, page.headline_block, zone)
        if in_head and parse_date(in_head, zone) is None:
            reading.take("date_published", in_head, "text")
    published = parse_date(found.raw, zone, page.now) if found is not None else None
    modified = later_date(_dates(page, "date_modified"), published, zone, page.now)
    if modified is not None:
        reading.take("date_modified", modified.raw, modified.source)


def _dates(page: ArticlePage, name: str) -> Iterator[DateCandidate]:
    """Texts that may be the date, best source first; the printed line only where a rule finds none."""
    for text in page.rules.texts(name):
        yield DateCandidate(text, "rules")
    article = page.metadata.article
    if declared := text_of(article.get(_SCHEMA_DATES[name][0])):
        yield DateCandidate(declared, "json-ld")
    for text in _meta_dates(page.metadata, name):
        yield DateCandidate(text, "opengraph")
    # Every article was published some day, so that a rule which finds no date has failed; most were never changed.
    # To look for «آخر تحديث» takes longer than all rules together: an outlet with rules has one for it or does without.
    is_due = name == "date_published" or not page.rules
    is_missed = not page.rules.is_empty(name) and not page.rules.texts(name)
    if is_due and is_missed and (printed := _printed(page, name)):
        yield DateCandidate(printed, "text")
    if name == "date_published" and (created := text_of(article.get("dateCreated"))):
        yield DateCandidate(created, "json-ld")


def _meta_dates(meta: Metadata, name: str) -> Iterator[str]:
    """OpenGraph's own date, microdata's and RDFa's, then what other vocabularies call it."""
    yield from meta.meta.get(_OPENGRAPH_DATES[name], ())[:1]
    yield from filter(None, (text_of(meta.microdata.get(key)) for key in _SCHEMA_DATES[name]))
    for meta_name in _META_DATES[name]:
        yield from meta.meta.get(meta_name, ())[:2]


def _printed(page: ArticlePage, name: str) -> str | None:
    zone = page.outlet.timezone
    if name == "date_modified":
        return printed_update(page.head, zone)
    return printed_date(page.head, page.headline_block, zone)


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
        texts = (texts[0] or printed[0].caption, texts[1] or printed[0].credit)
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
