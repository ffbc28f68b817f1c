"""One page and its parts, each looked for when it is first asked for; which part makes which field is not told here."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property

from lxml.etree import XPath

from newsbot.pages.body import Body, BodyReader
from newsbot.pages.container import is_prose
from newsbot.pages.dateline import head_blocks
from newsbot.pages.generic import declared_body, generic_body
from newsbot.pages.headline import headline_block
from newsbot.pages.metadata import Metadata, metadata, text_of
from newsbot.pages.outline import Block, Outline, outline
from newsbot.pages.pictures import FoundImage, pictures
from newsbot.pages.related import RelatedBlock, RelatedFinder
from newsbot.pages.rivals import holds, is_contested, is_likelier
from newsbot.pages.rules import Outlet, PageRules
from newsbot.pages.values import Source
from newsbot.pages.words import word_count
from newsbot.pages.zones import Element
from newsbot.text.urls import absolute_url

# Fewer words than these are a teaser or a caption: another source is asked for the body.
ENOUGH_WORDS = 40
# A lead picture stands at most this many lines before the headline.
PICTURE_AHEAD = 4
_BASE = XPath("string(//base/@href)", smart_strings=False)


class ArticlePage:
    """A page that should hold an article; parsed once, its parts found once."""

    def __init__(self, root: Element, url: str, outlet: Outlet, finder: RelatedFinder, now: datetime) -> None:
        self.root, self.url, self.outlet, self.now = root, url, outlet, now
        self.rules: PageRules = outlet.rules.on(root, lambda: self.metadata)
        self._finder = finder

    @cached_property
    def base_url(self) -> str:
        """What relative addresses are relative to: <base href>, else the page's own."""
        return absolute_url(self.url, str(_BASE(self.root))) or self.url

    @cached_property
    def title(self) -> str | None:
        """The text of <title>; it may stand in the body, where markup before it was broken."""
        found: str | None = self.root.findtext(".//title")
        return found

    @cached_property
    def metadata(self) -> Metadata:
        """What the page declares to machines."""
        return metadata(self.root)

    @cached_property
    def outline(self) -> Outline:
        """What the page shows, line by line."""
        return outline(self.root)

    @cached_property
    def related_blocks(self) -> list[RelatedBlock]:
        """Every related block, the main one first; none where the outlet declares that its pages have none."""
        if self.rules.is_empty("related"):
            return []
        return self._finder.blocks(self.rules.elements("related"), lambda: self.outline, self.url, self.base_url)

    @property
    def related_links(self) -> Sequence[tuple[str, str]]:
        """(headline, address) of the main related block."""
        return self.related_blocks[0].links if self.related_blocks else ()

    @cached_property
    def headline_block(self) -> Block | None:
        """The line that prints the headline."""
        meta = self.metadata
        titles = (
            text_of(meta.article.get("headline")),
            meta.first("og:title"),
            meta.first("twitter:title"),
            self.title,
        )
        return headline_block(self.outline, [title for title in titles if title])

    @cached_property
    def headline_text(self) -> str | None:
        """The headline as the rules or the page's lines give it."""
        return self.rules.text("headline") or (self.headline_block.text if self.headline_block is not None else None)

    @cached_property
    def body(self) -> tuple[Body, Source]:
        """The article's text, and where it was found."""
        containers = [outline(element) for element in self.rules.elements("body")]
        others = [*self._captions, *_captions_in(containers), *(block.heading for block in self.related_blocks)]
        cut = [element for block in self.related_blocks for element in block.cut]
        reader = BodyReader(self.headline_text, others, cut, self._is_own_link)
        if containers:
            body = reader.read_declared(containers, self.rules.elements("quotes"))
            if body.words:
                return body, "rules"
        elif texts := self.rules.texts("body"):
            return reader.read_text("\n".join(texts)), "rules"
        return self._checked_body(reader, reader.read(self.outline, self._descriptions))

    def _is_own_link(self, href: str) -> bool:
        url = absolute_url(self.base_url, href)
        return url is None or self.outlet.owns(url, self.url)

    def _checked_body(self, reader: BodyReader, body: Body) -> tuple[Body, Source]:
        """*body*, or what is better: the page's declared text if that goes on, trafilatura's if that is likelier."""
        declared = declared_body(text_of(self.metadata.article.get("articleBody")) or "")
        is_short = body.words < ENOUGH_WORDS
        if word_count(declared) > max(2 * body.words, 1) and (is_short or holds(declared, body.text)):
            return reader.read_text(declared), "json-ld"
        prose_words = sum(block.words for block in self.outline.blocks if is_prose(block))
        if prose_words < ENOUGH_WORDS or not (is_short or is_contested(body.words, prose_words)):
            return body, "text"
        generic = generic_body(self.root, self.url) or ""
        is_fuller = is_short and word_count(generic) > 2 * body.words + 10
        if is_fuller or is_likelier(generic, body.text, self._declared_words):
            return reader.read_text(generic), "generic"
        return body, "text"

    @property
    def _declared_words(self) -> str:
        """What the page says in few words that it is about."""
        return " ".join(filter(None, (self.headline_text, self.title, *self._descriptions)))

    @cached_property
    def _descriptions(self) -> list[str]:
        found = map(self.metadata.first, ("og:description", "description", "twitter:description"))
        return [text for text in found if text]

    @cached_property
    def head(self) -> list[Block]:
        """The lines around the headline, where date, byline and counters stand."""
        return list(head_blocks(self.outline, self.headline_block, self.body[0].first_index))

    @cached_property
    def printed_pictures(self) -> list[FoundImage]:
        """The pictures from the headline on, with what is printed under them."""
        return list(pictures(self.outline, self._first_picture, len(self.outline.blocks)))

    def pictures_until(self, last: int) -> list[FoundImage]:
        """The pictures from the headline to the line *last*."""
        return list(pictures(self.outline, self._first_picture, last))

    @property
    def _first_picture(self) -> int:
        return max(0, self.headline_block.index - PICTURE_AHEAD) if self.headline_block is not None else 0

    @property
    def _captions(self) -> list[str]:
        """Texts that belong to pictures; a page whose rules name body and picture is not searched for more."""
        declared = self.rules.texts("caption") + self.rules.texts("credit")
        if "body" in self.rules and ("caption" in self.rules or "main_image" in self.rules):
            return declared
        return declared + [text for image in self.printed_pictures for text in image.captions]


def _captions_in(outlines: Iterable[Outline]) -> Iterator[str]:
    """What is printed under the pictures inside a body's own elements: those of galleries."""
    for part in outlines:
        for image in pictures(part, 0, len(part.blocks)):
            yield from image.captions
