"""Finds an article's pictures and the captions printed with them; addresses stay as written."""

from collections.abc import Iterator
from dataclasses import dataclass
from re import IGNORECASE
from re import compile as pattern

from newsbot.pages.lines import ends_sentence, is_widget
from newsbot.pages.outline import Block, Outline, Picture
from newsbot.pages.zones import INLINE, Element, Zone

CAPTION_WORDS = 45
_FLAT_CAPTION_WORDS = 12
_ICON_PIXELS = 90
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-url", "src", "data-srcset", "srcset")
_ICON = pattern(
    r"(?:logo|icon|sprite|avatar|placeholder|blank|pixel|spacer|loader|loading|1x1|gravatar|emoji|badge|button|share"
    r"|facebook|twitter|whatsapp|captcha|doubleclick|analytics|(?:^|/)(?:ads?|adv|banners?)[\d_./-])|\.svg(?:$|\?)",
    IGNORECASE,
)
# What a caption says of its picture's origin; a text with one of these is a caption even without a frame of its own.
_ORIGIN = pattern(
    r"أرشيف|ارشيف|صورة|الصورة|تصوير|رويترز|فرانس برس|أ ?ف ?ب|الأناضول|غيتي|getty|reuters|afp|©", IGNORECASE
)
_CREDIT = pattern(
    r"^(?:©|\(c\)|تصوير\s*[:/]|المصدر\s*:|صورة\s*:|photo\s*(?:by|:)|credit\s*:)\s*(?P<name>.+)$", IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FoundImage:
    """A picture of the article: its address as written, and the caption and credit printed with it."""

    url: str
    caption: str | None
    credit: str | None
    captions: tuple[str, ...]
    """Every text that belongs to the picture: none of it is body."""


def pictures(page: Outline, first: int, last: int) -> Iterator[FoundImage]:
    """The pictures that stand between the blocks *first* and *last*, links to other pages and icons left out."""
    for picture in page.pictures:
        if not first <= picture.index <= last or picture.zones & (Zone.NAVIGATION | Zone.FOOTER):
            continue
        url = address(picture.element)
        if url is None or _is_icon(picture.element, url):
            continue
        if picture.link is not None and not _opens_picture(picture.link):
            continue
        texts = tuple(block.text for block in _caption_blocks(page, picture))
        caption, credit = _split(texts)
        yield FoundImage(url, caption, credit, texts)


def address(image: Element) -> str | None:
    """The picture's address: a lazy loader's attribute before ``src``, the largest of a ``srcset``."""
    for name in _LAZY:
        value = (image.get(name) or "").strip()
        if not value or value.startswith("data:"):
            continue
        return _largest(value) if name.endswith("srcset") else value
    return None


def _largest(srcset: str) -> str:
    def size(part: str) -> float:
        words = part.split()
        number = words[-1][:-1] if len(words) > 1 else "0"
        return float(number) if number.replace(".", "", 1).isdigit() else 0.0

    parts = [part.strip() for part in srcset.split(", ") if part.strip()]
    return max(parts, key=size).split()[0].rstrip(",") if parts else srcset


def _is_icon(image: Element, url: str) -> bool:
    sizes = [image.get(name, "").removesuffix("px") for name in ("width", "height")]
    if any(size.isdigit() and int(size) < _ICON_PIXELS for size in sizes):
        return True
    return _ICON.search(url.rsplit("//", 1)[-1].partition("/")[2]) is not None


def _opens_picture(link: Element) -> bool:
    return link.get("href", "").partition("?")[0].lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".gif"))


def _caption_blocks(page: Outline, picture: Picture) -> list[Block]:
    """The texts that share the smallest frame around the picture; for a bare picture the short line right after it."""
    framed = _framed(page, picture)
    if framed:
        return framed
    after = page.blocks[picture.index : picture.index + 1]
    if not after or picture.link is not None:
        return []
    block = after[0]
    following = page.blocks[picture.index + 1] if picture.index + 1 < len(page.blocks) else None
    if _shares_inline_frame(picture.element, block):
        return [block]
    is_short = block.words <= _FLAT_CAPTION_WORDS and not block.links and not block.level and not is_widget(block.text)
    has_sign = _ORIGIN.search(block.text) is not None or (following is not None and is_widget(following.text))
    return [block] if is_short and has_sign and not ends_sentence(block.text.rstrip(")")) else []


def _shares_inline_frame(image: Element, block: Block) -> bool:
    """Whether a <span> or the like holds the picture and the line, and nothing else."""
    frame = image.getparent()
    if frame is None or frame.tag not in INLINE or block.words > CAPTION_WORDS:
        return False
    return " ".join("".join(map(str, frame.itertext())).split()) == block.text


def _framed(page: Outline, picture: Picture) -> list[Block]:
    near = page.blocks[max(0, picture.index - 3) : picture.index + 6]
    node = picture.element.getparent()
    while node is not None and node.tag not in {"body", "main", "article", "html"}:
        texts = [block for block in near if block.element is node or node in block.element.iterancestors()]
        if any(block.zones & Zone.QUOTE for block in texts):
            return []
        if texts:
            if len(texts) == len(near) or sum(block.words for block in texts) > CAPTION_WORDS:
                return []
            if any(block.level or is_widget(block.text) or block.is_linked for block in texts):
                return []
            is_whole = len(page.blocks) > len(near) and sum(1 for _ in node.itertext()) <= 4 * len(texts) + 8
            return texts if is_whole else []
        node = node.getparent()
    return []


def _split(texts: tuple[str, ...]) -> tuple[str | None, str | None]:
    caption = credit = None
    for text in texts:
        match = _CREDIT.match(text)
        if match and credit is None:
            credit = match["name"]
        elif caption is None:
            caption = text
    return caption, credit
