"""Finds the section that a page shows: its trail from the front page, the link over its headline; cleans nothing."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from re import IGNORECASE
from re import compile as pattern
from typing import cast

from lxml.etree import XPath

from newsbot.pages.outline import Block
from newsbot.pages.people import is_own_name
from newsbot.pages.zones import Element, Zone
from newsbot.text.arabic import fold
from newsbot.text.urls import absolute_url, site_of


def _listed(names: str) -> frozenset[str]:
    return frozenset(fold(name) for name in names.replace("\n", "،").split("،") if name.strip())


HOME = _listed(
    """
الرئيسية، الصفحة الرئيسية، الرئيسة، الصفحة الرئيسة، رئيسية، الأولى، الواجهة، أنت هنا، أنت الآن هنا، موقعك الحالي،
الصفحة الأولى، البداية، home، homepage، home page، front page، start، you are here، main، accueil، صفحه اصلی،
صفحه نخست، خانه، سەرەکی، سەرەتا، ana sayfa، anasayfa، ہوم، صفحہ اول، کور پاڼه، کور
"""
)
"""Folded names of the front page and of the words before a trail."""

# Names that file nothing: every article is one of these.
_NO_SECTIONS = _listed(
    """
post، posts، article، articles، all، news article، uncategorized، uncategorised، غير مصنف، بدون تصنيف، غير مصنفة،
بدون قسم، default، general news، none، null، undefined، page، story، stories، slider، سلايدر، featured، خبر،
learn more، read more، المزيد، اقرأ المزيد، subscribe، popular، المقالات والأخبار، تفاصيل الخبر، تفاصيل، التفاصيل،
search، بحث، blog، archive، أرشيف، الكل
"""
)
_SEPARATORS = pattern(r"\s*[>»›/|\\«‹←→⟩❯\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}]+\s*|\s+[-–—:]\s+|\s*::\s*")
_DECLARED = pattern(r"\s*[>»›|\\]+\s*|\s+[/«]\s+|\s*::\s*")
_LISTS = pattern(r"\s*[,،;؛]\s*")
# Along the attributes' axis: a test of every element's attributes takes four times as long.
_TRAILS = tuple(
    XPath(f"{axis}[contains(., 'rumb')]/..") for axis in ("//@class", "//@id", "//@itemtype", "//nav/@aria-label")
)
_LONGEST_SECTION, _SECTION_WORDS = 40, 5
_TRAIL_LENGTH, _TRAILS_LIMIT = 400, 6
_TRAIL_TAGS = frozenset({"nav", "ol", "ul", "div", "section", "p", "span", "aside", "td"})
_ABOVE = 5


def section_among(names: Iterable[str], own: Collection[str], headline: str | None) -> str | None:
    """The last of *names* that is a section: no front page, no site's name, no headline and nothing that files all.

    *names* go from the front page down; *own* are the folded names of the outlet.
    """
    title = fold(headline or "")
    for name in reversed(list(names)):
        folded = fold(name)
        if _is_section(name, folded, own) and not _is_of(title, folded):
            return name.strip()
    return None


def declared_sections(values: Iterable[str]) -> Iterator[str]:
    """Single sections in what metadata declare, the most particular last: «أخبار > سياسة», «game,news,slider»."""
    for value in (" ".join(value[:_TRAIL_LENGTH].split()) for value in values):
        parts = [part for piece in _LISTS.split(value) for part in _DECLARED.split(piece) if part]
        if len(_LISTS.split(value)) > 1:
            parts.reverse()  # a list names the main one first, a trail last
        yield from (_once(part) for part in parts or [value])


def _once(name: str) -> str:
    """«أخبار - أخبار» as «أخبار»."""
    first, _, second = name.partition(" - ")
    return first if second and fold(first) == fold(second) else name


def printed_trail(root: Element) -> list[str]:
    """The names in the page's printed trail, from the front page down; empty where none is marked as one."""
    for xpath in _TRAILS:
        for node in cast("list[Element]", xpath(root))[:_TRAILS_LIMIT]:
            names = _trail_names(node) if node.tag in _TRAIL_TAGS else []
            if len(names) > 1 or (names and fold(names[0]) not in HOME):
                return names
    return []


def _trail_names(node: Element) -> list[str]:
    links = [text for link in node.iter("a") if (text := _text(link))]
    whole = _text(node)
    if len(whole) > _TRAIL_LENGTH:
        return links
    rest = whole
    for text in links:
        rest = rest.replace(text, "\n", 1)
    tail = [part for part in _SEPARATORS.split(rest.rpartition("\n")[2]) if part.strip(" >»«/|")]
    return [*links, *tail] if links else [part for part in _SEPARATORS.split(whole) if part]


def lined_trail(blocks: Sequence[Block], headline: Block | None) -> list[str]:
    """The names in a line over the headline that begins with the front page's: «الرئيسية > سياسة > ...»."""
    end = headline.index if headline is not None else 0
    above = blocks[max(0, end - _TRAIL_REACH) : end]
    for index in range(len(above) - 1, -1, -1):
        parts = [part for part in _SEPARATORS.split(above[index].text) if part]
        if parts and fold(parts[0]) in HOME:
            if len(parts) > 1:
                return parts
            return _spread(above[index:])
    return []


_TRAIL_REACH = 25
_TRAIL_PARTS = 6


def _spread(blocks: Sequence[Block]) -> list[str]:
    """The names of a trail whose parts stand in lines of their own, up to the headline; a menu is longer."""
    names = [part for block in blocks for part in _SEPARATORS.split(block.text) if part]
    is_marked = any(_ONLY_SEPARATOR.match(block.text) or _ENDS.search(block.text) for block in blocks)
    is_trail = 1 < len(names) <= _TRAIL_PARTS and (is_marked or len(blocks) <= _TRAIL_PARTS // 2)
    return names if is_trail and not any(block.zones & Zone.NAVIGATION for block in blocks[2:]) else []


_ONLY_SEPARATOR = pattern(r"^[>»›/|«‹←→\-\s]+$")
_ENDS = pattern(r"^[>»›/|←]|[>»›/|←]$")


def kicker_sections(blocks: Sequence[Block], headline: Block | None, url: str) -> list[str]:
    """The short linked line right over the headline of the page at *url*, if it leads to a list of its site."""
    if headline is None:
        return []
    above = blocks[max(0, headline.index - _ABOVE) : headline.index]
    names: list[str] = []
    for block in reversed(above):
        if block.zones & (Zone.NAVIGATION | Zone.FOOTER) or not block.is_linked or block.words > _SECTION_WORDS:
            break
        if len(block.links) == 1 and _leads_to_section(block.links[0][0], url):
            names.append(block.text)
    return names[:1] if len(names) <= 2 else []  # noqa: PLR2004 - more short links are a menu


_SECTION_PATH = pattern(
    r"/(?:category|categories|cat|section|sections|topics?|c|news|قسم|تصنيف|اقسام|أقسام)(?:/|$)|[?&](?:cat|section|category)",
    IGNORECASE,
)


def _leads_to_section(link: Element, url: str) -> bool:
    address = absolute_url(url, link.get("href", ""))
    if address is None or site_of(address) != site_of(url):
        return False
    path, own_path = (one.partition("//")[2].partition("/")[2].strip("/") for one in (address, url))
    if not path or path == own_path or _LONG_NUMBER.search(path):
        return False
    return _SECTION_PATH.search(f"/{path}") is not None or own_path.startswith(f"{path}/") or "/" not in path


_LONG_NUMBER = pattern(r"\d{4}")


def _is_section(name: str, folded: str, own: Collection[str]) -> bool:
    if not folded or len(name.strip()) > _LONGEST_SECTION or folded in HOME or folded in _NO_SECTIONS:
        return False
    if "://" in name or name.startswith("@") or folded.isdigit() or _DOMAIN.search(name.strip()):
        return False
    return not is_own_name(folded, own)


_DOMAIN = pattern(r"^[\w-]+\.(?:com|net|org|info|co|me|tv)$", IGNORECASE)


def _is_of(title: str, folded: str) -> bool:
    """Whether a trail's part is the headline, perhaps cut."""
    return bool(title) and (title == folded or (len(folded.split()) > 2 and title.startswith(folded)))  # noqa: PLR2004


def _text(node: Element) -> str:
    return " ".join("".join(map(str, node.itertext())).split())
