"""Tells what a page leaves to its scripts: its article, or headlines behind a button or the end; it runs none."""

from typing import cast

from lxml.etree import XPath

from newsbot.pages.zones import Element
from newsbot.text.arabic import fold

MORE_TEXTS = frozenset(
    fold(text)
    for text in (
        "المزيد", "عرض المزيد", "تحميل المزيد", "المزيد من الأخبار", "مزيد من الأخبار", "مشاهدة المزيد", "شاهد المزيد",
        "إظهار المزيد", "أظهر المزيد", "اعرض المزيد", "حمل المزيد", "اقرأ المزيد من الأخبار", "عرض مزيد من الأخبار",
        "تحميل المزيد من الأخبار", "عرض المزيد من الأخبار", "تحميل مزيد من الأخبار", "المزيد من المقالات",
        "المزيد من المواضيع", "أخبار أكثر", "تحميل أكثر", "موارد بیشتر", "بیشتر",
        "more", "load more", "show more", "view more", "see more", "more news", "load more news", "more stories",
    )
)  # fmt: skip
"""What stands on buttons under a list of headlines, folded; this is their one home."""

CLICKABLE = (
    "button, [role=button], input[type=button], input[type=submit], a, "
    "[class*=load-more], [class*=loadmore], [class*=show-more]"
)
"""What can be such a button, as CSS; an anchor only where it leads to no page."""

AROUND_MENUS = frozenset({"nav", "header", "footer", "form"})
_MENU_ROLES = frozenset({"navigation", "menu", "menubar", "banner", "contentinfo", "dialog"})
# What opens and closes under its button: a menu's «المزيد».
_TOGGLES = ("aria-expanded", "aria-haspopup", "data-toggle", "data-bs-toggle")
_LABEL_LENGTH = 60
# Plain words: one expression of them took 8 ms on a page with 400 KB of scripts.
_ENDLESS_NAMES = ("infinite", "endless", "load-more", "loadmore", "scroll-sentinel")
_ENDLESS_SCRIPTS = ("IntersectionObserver", "onscroll", "'scroll'", '"scroll"', "infinite")

_SCRIPTS = XPath(
    "//script[not(contains(@type, 'json') or contains(@type, 'template') or contains(@type, 'html')"
    " or contains(@type, 'importmap') or contains(@type, 'speculationrules'))]"
)
# CLICKABLE as XPath: lxml reads CSS only with another package.
_BUTTONS = XPath(
    "//button | //*[@role = 'button'] | //input[@type = 'button' or @type = 'submit']"
    " | //a[not(normalize-space(@href)) or starts-with(normalize-space(@href), '#')"
    " or starts-with(normalize-space(@href), 'javascript:')]"
    " | //*[contains(@class, 'load-more') or contains(@class, 'loadmore') or contains(@class, 'show-more')]"
    "[not(self::a)]"
)
_NAMES = XPath("//body//@class | //body//@id | //script/@src", smart_strings=False)


def has_script(root: Element) -> bool:
    """Whether anything on the page can change it: without a script a browser shows what its source says."""
    return bool(_SCRIPTS(root))


def has_more_button(root: Element) -> bool:
    """Whether a button without an address promises more headlines; the entry of a menu is none."""
    buttons = cast("list[Element]", _BUTTONS(root))
    return any(is_more_text(_label(button)) and not _is_in_menu(button) for button in buttons)


def is_endless(root: Element) -> bool:
    """Whether the page says that its list goes on when it is scrolled to its end."""
    names = "\n".join(cast("list[str]", _NAMES(root))).lower()
    scripts = "\n".join(script.text or "" for script in cast("list[Element]", _SCRIPTS(root)))
    return any(name in names for name in _ENDLESS_NAMES) or any(word in scripts for word in _ENDLESS_SCRIPTS)


def is_more_text(text: str) -> bool:
    """Whether *text* is all that such a button says; arrows and counts beside the words do not matter."""
    return fold(text) in MORE_TEXTS


def _label(element: Element) -> str:
    if element.tag == "input":
        return element.get("value") or ""
    text = " ".join("".join(map(str, element.itertext())).split())
    return text if len(text) < _LABEL_LENGTH else ""


def _is_in_menu(element: Element) -> bool:
    if any(element.get(name) is not None for name in _TOGGLES):
        return True
    return any(
        node.tag in AROUND_MENUS or (node.get("role") or "").lower() in _MENU_ROLES for node in element.iterancestors()
    )
