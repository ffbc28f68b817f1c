"""Which elements and names say where on a page a text stands; data about HTML, and two tests of one element."""

from functools import lru_cache
from re import IGNORECASE
from re import compile as pattern
from typing import TypeAlias

from lxml.etree import _Element

# Plain elements: lxml.html's own class is looked up in Python for each, 15 % of a crawl's time.
Element: TypeAlias = _Element


class Zone:
    """What a block stands inside of: bits, inherited from every ancestor (ints: an IntFlag's union costs 1 us)."""

    NAVIGATION = 1
    FOOTER = 2
    FIGURE = 8
    CAPTION = 16
    QUOTE = 32
    ITEM = 64
    CELL = 128
    ARTICLE = 256
    CONTROL = 512
    BOLD = 1024
    HEADER = 2048


INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "amp-font",
        "ruby",
        "rb",
    ]
)
SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "select",
        "option",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "head",
        "title",
        "map",
        "datalist",
        "meta",
        "link",
        "base",
        "area",
        "source",
        "track",
        "param",
        "textarea",
        "input",
        "progress",
    ]
)
VOID = frozenset({"br", "img", "amp-img"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}
ZONES = {
    "nav": Zone.NAVIGATION,
    "menu": Zone.NAVIGATION,
    "footer": Zone.FOOTER,
    "header": Zone.HEADER,
    "figure": Zone.FIGURE,
    "figcaption": Zone.CAPTION,
    "blockquote": Zone.QUOTE,
    "li": Zone.ITEM,
    "td": Zone.CELL,
    "th": Zone.CELL,
    "article": Zone.ARTICLE,
    "button": Zone.CONTROL,
    "b": Zone.BOLD,
    "strong": Zone.BOLD,
}
ROLES = {
    "navigation": Zone.NAVIGATION,
    "menu": Zone.NAVIGATION,
    "menubar": Zone.NAVIGATION,
    "contentinfo": Zone.FOOTER,
    "banner": Zone.HEADER,
    "button": Zone.CONTROL,
    "dialog": Zone.CONTROL,
    "alert": Zone.CONTROL,
    "search": Zone.CONTROL,
}
# Names count against a block and never for it: a page without telling names is read as well as one with them. Whoever
# uses them passes over an element that holds most of the page («content-with-sidebar», «social-home»).
NOISE_NAMES = pattern(
    r"(?:^|[\s_-])(?:comments?|commentlist|disqus|respond|footer|copyright|cookies?|gdpr|consent|newsletter|subscri\w*"
    r"|popup|modal|lightbox|share|sharing|sharebar|social|addthis|sharethis|related|recommend\w*|taboola"
    r"|outbrain|sponsor\w*|promo\w*|advert\w*|ads?|breadcrumbs?|pagination|pager|toolbar|skip-link|print-only"
    r"|sidebar|side-bar|most-?(?:read|popular|viewed)|trending|tags?|tag-?list|author-?(?:bio|box|info)"
    r"|read-?(?:more|also)|also-?read|see-?also|login|sign-?(?:in|up)|visually-hidden|sr-only|screen-reader-text)"
    r"(?:$|[\s_-])",
    IGNORECASE,
)
CAPTION_NAMES = pattern(r"caption|(?:photo|image|img|media)[-_]?credits?", IGNORECASE)
CERTAIN_NAMES = pattern(
    r"(?:^|[\s_-])(?:comments?|commentlist|disqus|respond|footer|copyright|cookies?|gdpr|consent|modal|popup|lightbox)(?:$|[\s_-])",
    IGNORECASE,
)
HIDDEN_STYLE = pattern(r"display\s*:\s*none|visibility\s*:\s*hidden", IGNORECASE)
WRAPPERS = frozenset({"html", "body", "main", "article", "form"})


def is_hidden(node: Element) -> bool:
    """Whether the element says that it is not shown."""
    if (hidden := node.get("hidden")) is not None and hidden != "until-found":
        return True
    style = node.get("style")
    return style is not None and HIDDEN_STYLE.search(style) is not None


def is_noise(node: Element, tag: str) -> bool:
    """Whether the element's name or role speaks against its text: sidebars, comments, sharing, promotion."""
    if tag in WRAPPERS:
        return False
    css_class = node.get("class")
    if tag in INLINE:
        return css_class is not None and CAPTION_NAMES.search(css_class) is not None
    return tag == "aside" or _is_noise_name(css_class, node.get("id"), node.get("role"))


@lru_cache(maxsize=4096)
def _is_noise_name(css_class: str | None, identity: str | None, role: str | None) -> bool:
    if role == "complementary" or (css_class and CAPTION_NAMES.search(css_class)):
        return True
    return any(name and NOISE_NAMES.search(name) for name in (css_class, identity))


def is_certain_noise(node: Element) -> bool:
    """Whether the element's name can be no article's: comments, dialogs, footers."""
    return CERTAIN_NAMES.search(f"{node.get('class', '')} {node.get('id', '')}") is not None
