"""Finds an article's tags: what it declares as keywords and what it prints as tags; a site's own list is none."""

from collections.abc import Collection, Iterator, Sequence
from html import unescape
from re import IGNORECASE
from re import compile as pattern
from typing import cast
from urllib.parse import unquote

from lxml.etree import XPath

from newsbot.pages.breadcrumbs import HOME
from newsbot.pages.lines import is_widget
from newsbot.pages.outline import Block
from newsbot.pages.zones import Element, Zone
from newsbot.text.arabic import fold

_TAG_LINKS = XPath("//a[contains(concat(' ', @rel, ' '), ' tag ')]")
_LIMIT = 30
_TAG_LENGTH, _TAG_WORDS = 60, 7
_BETWEEN = pattern(r"\s*[,،;؛\n|]\s*")
_BEFORE, _BEHIND = " \t#.:\"'«-–—*", " \t:\"'»-–—*"
_LABEL = pattern(
    r"^\W*(?:ال)?(?:وسوم|كلمات\s+(?:ال)?(?:دلالية|مفتاحية|مفتاحيه|دليلية)|كلمات\s+البحث|تاغات?|تاجات?|هاشتا[غجق]|علامات|سمات|مواضيع\s+الخبر"
    r"|برچسب\s*\u200c?\s*ها|برچسب‌ها|کلیدواژه\s*‌?ها|کلید\s*واژه|ٹیگز?|تاگ(?:ەکان)?|tags?|keywords?|topics|filed\s+under|tagged(?:\s+with)?|etiketler)"
    r"\s*(?:الخبر|المقال|ذات صلة)?\s*[:：\-–|]*\s*(?P<rest>.*)$",
    IGNORECASE,
)
# What content systems put among the keywords for themselves: «@river», «type_news», «AdNode:culture», «_no-apple-news».
_MACHINE = pattern(
    r"^[@_]|^\w+:\S|_\w|^(?:section|category|topic|subject|author|type)\s*:|https?://|@\w+\.\w", IGNORECASE
)
_MOST_DECLARED = 40
_LONGEST_LIST = 5000  # characters
_NO_TAG = pattern(
    r"^(?:facebook|twitter|google\s?\+|linkedin|pinterest|reddit|email|tweet|share|print|\(?\d+\)?\s+comments?)\b",
    IGNORECASE,
)


def declared_tags(values: Sequence[str], headline: str | None = None) -> list[str]:
    """The single tags of lists that commas, semicolons or lines separate; no codes, and not the headline."""
    title = fold(headline or "")
    found: dict[str, str] = {}
    for value in values:
        for part in _BETWEEN.split(unescape(unescape(value[:_LONGEST_LIST]))):
            tag = _bare(part)
            folded = fold(tag)
            if folded and folded != title and _is_tag(part.strip(), tag):
                found.setdefault(folded, tag)
    words = title.split()
    if words and sum(tag in words for tag in found) * 5 >= max(len(found), len(words)) * 4:
        return []  # the headline, word by word
    return list(found.values())


def printed_tags(root: Element, blocks: Sequence[Block], start: int, end: int) -> list[str]:
    """The tags that a page prints behind its headline, block *start*; its body ends at block *end*.

    They are the links marked as tags, those under a label («وسوم»), or the first row of links to pages of tags.
    """
    labelled = next((tags for block in blocks[start:] if (tags := _labelled(blocks, block))), [])
    marked = cast("list[Element]", _TAG_LINKS(root))
    linked = [_text(link) for link in marked] if len(marked) <= _LIMIT else []
    texts = (linked if set(labelled) <= set(linked) else labelled) or _row(blocks[max(start, end - 1) :], end)
    found = {fold(tag): tag for text in texts if (tag := _bare(text)) and _is_tag(text, tag)}
    return list(found.values())


def _row(blocks: Sequence[Block], end: int) -> list[str]:
    """The texts of the first row of short links to pages of tags, up to a few lines behind the body."""
    found: list[str] = []
    for block in blocks:
        is_short = bool(block.links) and block.words <= _TAG_WORDS * len(block.links) and block.is_linked
        is_row = is_short and not block.zones & (Zone.NAVIGATION | Zone.FOOTER)
        if is_row and all(_TAG_PATH.search(unquote(link.get("href", ""))) for link, _ in block.links):
            found += [text for _, text in block.links]
        elif found or block.index > end + _BEHIND_BODY:
            break
    return found if len(found) > 1 else []


_TAG_PATH = pattern(
    r"/(?:tags?|topics?|keywords?|labels?|hashtags?|وسم|وسوم|الوسوم|كلمات)/[^/]+/?$|[?&](?:tag|tags|keyword)=",
    IGNORECASE,
)
_BEHIND_BODY = 12


def is_of_article(tags: Collection[str], text: str) -> bool:
    """Whether *tags* can be one article's: a site's own long list has few words of this one's folded *text*."""
    if not tags:
        return False
    heard = sum(any(word in text for word in fold(tag).split() if len(word) > 2) for tag in tags)  # noqa: PLR2004
    return len(tags) <= _MOST_DECLARED and heard * 3 >= len(tags)


def _labelled(blocks: Sequence[Block], block: Block) -> list[str]:
    """The tags of a line such as «وسوم: حلب، سوق», or of the linked lines below it."""
    if len(block.text) > _LINE_LENGTH or not (match := _LABEL.match(block.text)):
        return []
    if block.zones & (Zone.NAVIGATION | Zone.FOOTER):
        return []
    linked = [text for _, text in block.links if not _LABEL.match(text) or len(block.links) > 1]
    if match["rest"].strip():
        is_list = bool(linked) or _BETWEEN.search(match["rest"]) or ":" in block.text
        return linked or (_BETWEEN.split(match["rest"]) if is_list else [])
    return list(_below(blocks, block.index + 1))


_LINE_LENGTH = 400


def _below(blocks: Sequence[Block], start: int) -> Iterator[str]:
    """The short linked lines from *start* on, up to a heading, a longer line or one without a link."""
    for block in blocks[start : start + _LIMIT]:
        text = _bare(block.text)
        if (
            block.level
            or is_widget(text)
            or _NO_TAG.search(text)
            or not (block.links or not text)
            or block.words > _TAG_WORDS * max(1, len(block.links))
        ):
            return
        yield from (text for _, text in block.links)


def _is_tag(text: str, tag: str) -> bool:
    is_short = 1 < len(tag) <= _TAG_LENGTH and len(tag.split()) <= _TAG_WORDS
    return is_short and not _MACHINE.search(text) and fold(tag) not in HOME and any(map(str.isalnum, tag))


def _bare(text: str) -> str:
    return text.lstrip(_BEFORE).rstrip(_BEHIND)


def _text(node: Element) -> str:
    return " ".join("".join(map(str, node.itertext())).split())
