"""What surrounds every page of the demo outlet: head, menu, sidebar, footer, and the weight that real pages carry.

None of it belongs to an article. The menu has an entry «المزيد» and so has the end of every sidebar list: a spider that
follows the word instead of the related block ends up in /more and /about.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from random import Random

from newsbot.demo.archive import OUTLET, Link
from newsbot.demo.text import SECTIONS, Word, draw_count, expand, load_parts, section_title

MENU_PAGES = {
    "more": "المزيد",
    "about": "من نحن",
    "contact": "اتصل بنا",
    "privacy": "سياسة الخصوصية",
    "advertise": "أعلن معنا",
    "jobs": "وظائف",
}
_STYLE = (
    "body{direction:rtl;font-family:Amiri,'Noto Naskh Arabic',serif;margin:0;color:#222}"
    ".wrap{max-width:1180px;margin:auto;display:grid;grid-template-columns:2fr 1fr;gap:2rem}"
    ".menu{display:flex;gap:1rem;list-style:none;padding:0}.menu ul{display:none}"
    ".story-title{font-size:2.1rem;line-height:1.5}.par{font-size:1.15rem;line-height:2}"
    "blockquote.pull{border-right:4px solid #0a5c6b;padding-right:1rem}.related{background:#f4f6f6;padding:1rem}"
    "figure{margin:0}figcaption{color:#666;font-size:.9rem}.side a{color:#0a5c6b}footer{background:#12343b;color:#fff}"
)

_FEED_ITEM = '<li><a href="/rss.xml">خلاصة الأخبار</a></li>'


@dataclass
class Filler:
    """Markup that only makes pages as heavy as real ones, by where it stands."""

    head: list[str] = field(default_factory=list)
    side: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes of it in UTF-8."""
        return sum(len(part.encode()) for part in (*self.head, *self.side, *self.comments))


def build_filler(seed: int, size: int) -> Filler:
    """Build at least *size* bytes of style rules, settings, price and weather tables and readers' comments."""
    rng = Random(f"{seed}/filler")  # noqa: S311 - repeatable, nothing secret
    filler = Filler()
    makers = (
        (filler.comments, _comment),
        (filler.side, _table),
        (filler.head, _styles),
        (filler.comments, _comment),
        (filler.head, _settings),
    )
    turn = 0
    while filler.size < size:
        parts, make = makers[turn % len(makers)]
        parts.append(make(rng, turn))
        turn += 1
    return filler


def _comment(rng: Random, turn: int) -> str:
    words = load_parts("words")
    name = rng.choice(words["male"] if turn % 2 else words["female"])
    text = expand(rng.choice(load_parts("common")["comments"]), rng, {"other": Word(rng.choice(words["cities"]))})
    return (
        f'<li class="comment depth-{turn % 3}" id="comment-{turn}" data-votes="{rng.randint(0, 90)}">'
        f'<div class="comment-head"><img class="avatar" src="/images/avatar-{turn % 9}.png" '
        'alt="" width="40" height="40" '
        f'loading="lazy"><b class="comment-name">{name}</b><span class="comment-time">قبل {rng.randint(3, 10)} ساعات'
        f'</span></div><div class="comment-text">{text}</div><div class="comment-tools"><button type="button" '
        f'data-action="reply" data-id="{turn}">رد</button><button type="button" data-action="like">أعجبني</button>'
        '<button type="button" data-action="report" aria-label="إبلاغ">إبلاغ</button></div></li>'
    )


def _table(rng: Random, turn: int) -> str:
    cities = rng.sample(load_parts("words")["cities"], 8)
    title, unit = (("حالة الطقس", "درجة الحرارة"), ("أسعار الخضار", "ليرة للكيلوغرام"))[turn // 5 % 2]
    rows = "".join(
        f'<tr class="row"><th scope="row">{city}</th><td class="low" dir="ltr">{draw_count(rng, 8, 19)}</td>'
        f'<td class="high" dir="ltr">{draw_count(rng, 20, 38)}</td></tr>'
        for city in cities
    )
    return (
        f'<section class="widget table-widget"><h4 class="widget-title">{title}</h4><table><caption>'
        f"{unit}</caption>{rows}</table></section>"
    )


def _styles(rng: Random, turn: int) -> str:
    rules = "".join(
        f".w{turn}-{index}{{margin:{rng.randint(0, 24)}px {rng.randint(0, 24)}px;padding:{rng.randint(0, 12)}px;"
        f"color:#{rng.randint(0, 0xFFFFFF):06x};border-radius:{rng.randint(0, 9)}px;flex:{rng.randint(1, 4)} 0 auto}}"
        for index in range(14)
    )
    return f"<style>{rules}@media(max-width:{480 + turn}px){{.w{turn}-0{{display:none}}}}</style>"


def _settings(rng: Random, turn: int) -> str:
    slots = [
        {
            "id": f"slot-{turn}-{index}",
            "sizes": [[300, 250], [728, 90]],
            "lazy": True,
            "key": f"{rng.getrandbits(64):x}",
        }
        for index in range(9)
    ]
    return f"<script>window.portConfig=window.portConfig||[];portConfig.push({json.dumps({'slots': slots})});</script>"


def _list(title: str, links: Sequence[Link], more: str) -> str:
    items = "".join(f'<li><a href="{escape(link.address)}">{escape(link.headline)}</a></li>' for link in links)
    return (
        f'<section class="widget"><h4 class="widget-title">{title}</h4><ul>{items}</ul><a '
        f'class="button more" href="{more}">المزيد</a></section>'
    )


def _menu(*, has_calendar: bool, has_pages: bool) -> str:
    """Return the main menu; the calendar trap stands in it with rel=nofollow when it is switched on."""
    pages_shown = (2, 3) if has_pages else ()
    sections = "".join(
        f'<li class="menu-item"><a href="/section/{key}">{section_title(key)}</a><ul class="submenu">'
        + "".join(f'<li><a href="/section/{key}?page={page}">صفحة {page}</a></li>' for page in pages_shown)
        + "</ul></li>"
        for key in SECTIONS
    )
    pages = "".join(f'<li><a href="/{key}">{title}</a></li>' for key, title in MENU_PAGES.items() if key != "more")
    calendar = '<li><a rel="nofollow" href="/calendar/2026/10">التقويم</a></li>' if has_calendar else ""
    return (
        '<nav class="main-menu" aria-label="القائمة الرئيسة"><ul class="menu"><li><a href="/">'
        f"الرئيسية</a></li>{sections}"
        f'{calendar}<li class="menu-item has-children"><a href="/more">المزيد</a><ul '
        f'class="submenu">{pages}</ul></li></ul></nav>'
    )


class Shell:
    """The frame of every page of one outlet; *has_calendar* switches the calendar trap on.

    Without *has_pages* nothing in it leads past the sections' first headlines: no further pages, no feed.
    """

    def __init__(self, filler: Filler, *, has_calendar: bool = False, has_pages: bool = True) -> None:
        feed = f'<link rel="alternate" type="application/rss+xml" title="{OUTLET}" href="/rss.xml">\n'
        self._head = f"{feed if has_pages else ''}<style>{_STYLE}</style>" + "".join(filler.head)
        self._menu = _menu(has_calendar=has_calendar, has_pages=has_pages)
        self._widgets = "".join(filler.side)
        self.comments = (
            f'<section class="comments"><h3>تعليقات القراء</h3><ol>{"".join(filler.comments)}</ol>'
            '<form class="comment-form" action="/private/comment" method="post"><textarea name="text" '
            'placeholder="اكتب تعليقك"></textarea><button>إرسال</button></form></section>'
        )
        self._footer = (
            f'<footer class="site-footer"><p>{load_parts("common")["about"]}</p><p>جميع الحقوق '
            f"محفوظة لصحيفة {OUTLET}</p>"
            f'<ul>{_FEED_ITEM if has_pages else ""}<li><a href="/private/newsletter">'
            "النشرة البريدية</a></li>"
            '<li><a href="/search?q=">بحث</a></li></ul></footer><script>'
            'document.documentElement.classList.add("js");</script>'
        )

    def page(self, title: str, head: str, main: str, lists: Sequence[tuple[str, Sequence[Link]]]) -> str:
        """Return a whole page; *lists* are the sidebar's titled lists, *title* goes before the outlet's name."""
        side = "".join(_list(name, links, "/section/local") for name, links in lists)
        return (
            f'<!DOCTYPE html>\n<html lang="ar" dir="rtl">\n<head>\n{head}'
            f"<title>{escape(title)} | {OUTLET}</title>\n"
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n<link '
            'rel="stylesheet" href="/style.css">\n'
            f"{self._head}\n</head>\n"
            '<body>\n<header class="site-header"><a class="logo" href="/"><img '
            f'src="/images/logo.png" alt="{OUTLET}"></a>'
            f'{self._menu}</header>\n<div class="wrap"><main>\n{main}\n</main>\n<aside '
            f'class="side">{side}{self._widgets}</aside></div>\n'
            f"{self._footer}\n</body>\n</html>\n"
        )
