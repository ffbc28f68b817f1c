"""Finds a page's headline: the line that it prints largest and that its title repeats; quotation marks stay."""

from collections.abc import Iterable
from dataclasses import dataclass
from re import compile as pattern

from newsbot.pages.outline import Block, Outline
from newsbot.pages.zones import Zone
from newsbot.text.arabic import fold

# Between a headline and the site's name; a hyphen only with a space on both sides: «الأمم المتحدة-جنيف» is one text.
_SEPARATOR = pattern(r"\s+[|\-\u2013\u2014\u00b7\u2022:»«/]+\s+|\s*[|\u2022]\s*")
_MINIMUM_WORDS = 2
# Of a title, a headline is more than its site's name is.
_MOST = 0.5
_PIECES_LIMIT = 8
_FRONT_PAGE = pattern(r"^(?:https?:)?(?://[^/]+)?/?(?:index\.\w+|home|ar|#)?/?$")
_OUTSIDE = Zone.NAVIGATION | Zone.FOOTER | Zone.CONTROL | Zone.ITEM


def headline_block(page: Outline, titles: Iterable[str]) -> Block | None:
    """The block that prints the headline; *titles* are what the page calls itself, with or without the site's name.

    A block counts when a title holds it whole, or when it holds a whole title beside a kicker or counter. Among several
    those win that are most of a title (the site's name is the lesser part), then the heading of the highest rank, then
    the longest, then the first. A line that leads to the front page is the site's name. None where no title is
    confirmed by the text and no single <h1> stands on the page.
    """
    folded = [title for raw in titles if (title := _Title.of(raw)) is not None]
    best: Block | None = None
    best_rank: tuple[bool, int, int] = (False, -1, 0)
    for block in page.blocks:
        if block.words < _MINIMUM_WORDS or (block.zones & _OUTSIDE and not block.level):
            continue
        if not (block.level or block.bold or block.words > 3) or len(block.text) > 300:  # noqa: PLR2004 - headline sizes
            continue
        text = fold(block.text)
        share = max((title.share(text, is_heading=block.level > 0) for title in folded), default=0.0) if text else 0.0
        if not share or _leads_home(block):
            continue
        rank = (share >= _MOST, _rank(block), len(text))
        if rank > best_rank:
            best, best_rank = block, rank
    return best or _only_h1(page)


@dataclass(frozen=True, slots=True)
class _Title:
    """One title of the page, folded; *is_cut* where it ends in dots."""

    text: str
    is_cut: bool

    @classmethod
    def of(cls, raw: str) -> "_Title | None":
        text, is_cut = fold(raw), raw.rstrip().endswith(("...", "\N{HORIZONTAL ELLIPSIS}"))
        if is_cut and " " in text:
            text = text.rpartition(" ")[0]  # the last word may be cut too
        return cls(text, is_cut) if text else None

    def share(self, text: str, *, is_heading: bool) -> float:
        """How much of the title *text* is, 0 to 1; 0 where neither holds the other."""
        if text == self.text:
            return 1.0
        if text not in self.text and self.text not in text:
            return 0.0  # as for nearly all lines
        if self.is_cut and text.startswith(self.text):
            return 1.0
        if is_heading and len(self.text) * 2 > len(text) and f" {self.text} " in f" {text} ":
            return 1.0
        if len(text) * 3 < len(self.text) or f" {text} " not in f" {self.text} ":
            return 0.0
        return len(text) / len(self.text)


def printed_headline(block: Block, titles: Iterable[str]) -> str:
    """The text of the headline's block without the kicker, counter or icon inside it that no title repeats."""
    wanted = {fold(title) for title in titles}
    if len(block.inline) < 2 or fold(block.text) in wanted:  # noqa: PLR2004 - one piece is the whole
        return block.text
    pieces = block.inline[:_PIECES_LIMIT]
    spans = ((start, end) for start in range(len(pieces)) for end in range(len(pieces), start, -1))
    texts = (" ".join(pieces[start:end]) for start, end in spans)
    return next((text for text in texts if fold(text) in wanted), block.text)


def without_site_name(title: str, site_names: Iterable[str]) -> str:
    """*title* without a leading or trailing name of its site, split at the usual separators."""
    names = {fold(name) for name in site_names if name}
    spans = list(_SEPARATOR.finditer(title))
    if not spans:
        return title
    head, tail = title[: spans[-1].start()], title[spans[-1].end() :]
    if fold(tail) in names:
        return without_site_name(head, site_names)
    first, rest = title[: spans[0].start()], title[spans[0].end() :]
    if fold(first) in names:
        return without_site_name(rest, site_names)
    return title


def title_parts(title: str) -> list[str]:
    """The parts of *title* between the usual separators; one where there is none."""
    return [part.strip() for part in _SEPARATOR.split(title) if part.strip()]


def guessed_headline(title: str, site_names: Iterable[str]) -> str:
    """*title* without its site's name; where the name is not known, the longest of its separated parts."""
    known = without_site_name(title, site_names)
    if known != title:
        return known
    longest = max(title_parts(title), key=len, default=title)
    return longest if len(longest) * 2 > len(title) else title


def _leads_home(block: Block) -> bool:
    """Whether all of a block is a link to the front page: a logo."""
    if len(block.links) != 1 or not block.is_linked:
        return False
    return _FRONT_PAGE.match(block.links[0][0].get("href", "")) is not None


def _rank(block: Block) -> int:
    if block.level == 1:
        return 8
    if block.level:
        return 7 - block.level
    return 1 if block.bold else 0


def _only_h1(page: Outline) -> Block | None:
    headings = [block for block in page.blocks if block.level == 1 and block.words >= _MINIMUM_WORDS]
    headings = [block for block in headings if not _leads_home(block)]
    texts = {fold(block.text) for block in headings}
    return headings[0] if len(texts) == 1 else None
