"""Which pages leave something to their scripts, told from their source."""

import pytest
from lxml.html import fromstring

from newsbot.pages.scripted import has_more_button, has_script, is_endless, is_more_text


def page(body):
    return fromstring(f"<html><body>{body}</body></html>")


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ("<p>خبر</p>", False),
        ("<script>run()</script>", True),
        ("<script type=module src=/a.js></script>", True),
        ('<script type="application/ld+json">{}</script>', False),
        ('<script type="text/template"><p></script>', False),
    ],
)
def test_scripts_that_can_change_a_page(body, answer):
    assert has_script(page(body)) is answer


@pytest.mark.parametrize(
    "body",
    [
        "<button>المزيد</button>",
        "<button type=button><span>تحميل المَزيد</span> <i></i></button>",
        "<a href='#'>عرض المزيد</a>",
        "<a href='javascript:void(0)'>المزيد من الأخبار</a>",
        "<a class=more>المزيد</a>",
        "<div role=button>مشاهدة المزيد</div>",
        "<div class='btn load-more'>المزيد</div>",
        "<input type=button value='تحميل المزيد'>",
        "<button>Load more</button>",
    ],
)
def test_buttons_that_promise_more(body):
    assert has_more_button(page(f"<div>{body}</div>"))


@pytest.mark.parametrize(
    "body",
    [
        "<a href='/section/local?page=2'>المزيد</a>",
        "<nav><button>المزيد</button></nav>",
        "<header><a href='#'>المزيد</a></header>",
        "<footer><button>المزيد</button></footer>",
        "<div role=navigation><a href='#'>المزيد</a></div>",
        "<a href='#' data-toggle=dropdown>المزيد</a>",
        "<button aria-expanded=false>المزيد</button>",
        "<form><button>المزيد</button></form>",
        "<h3>المزيد</h3>",
        "<div>المزيد</div>",
        "<button>المزيد من التفاصيل عن هذا الخبر المهم</button>",
    ],
)
def test_what_only_looks_like_such_a_button(body):
    assert not has_more_button(page(body))


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ("<div class='infinite-scroll'></div>", True),
        ("<div id=scroll-sentinel></div>", True),
        ("<script>new IntersectionObserver(f)</script>", True),
        ("<script>window.addEventListener('scroll', f)</script>", True),
        ("<script src='/js/jquery.infinitescroll.min.js'></script>", True),
        ("<script>document.documentElement.classList.add('js')</script>", False),
        ("<div class=headlines></div>", False),
    ],
)
def test_lists_that_go_on_at_their_end(body, answer):
    assert is_endless(page(body)) is answer


def test_spelling_does_not_matter():
    assert is_more_text("  المـزيـد ")
    assert is_more_text("LOAD MORE")
    assert not is_more_text("")
