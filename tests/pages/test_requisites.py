"""What a page needs to look like itself: each kind of mark-up, and nothing that is no file of it."""

from time import perf_counter

import lxml.html
import pytest

from newsbot.pages.requisites import page_requisites, style_requisites

BASE = "http://a.example/news/1"


def found(html):
    return [
        url.removeprefix("http://a.example")
        for url in page_requisites(lxml.html.document_fromstring(f"<html><body>{html}"), BASE)
    ]


@pytest.mark.parametrize(
    ("html", "urls"),
    [
        ('<img src="/a.png">', ["/a.png"]),
        ('<img src="a.png">', ["/news/a.png"]),
        ('<img src="//cdn.example/a.png">', ["http://cdn.example/a.png"]),
        ('<img src="/صورة.png">', ["/%D8%B5%D9%88%D8%B1%D8%A9.png"]),
        ('<img data-src="/lazy.png" src="data:image/gif;base64,R0lG">', ["/lazy.png"]),
        ('<img srcset="/a.png 1x, /b,c.png 2x">', ["/a.png", "/b,c.png"]),
        ('<img srcset="/a.png 480w,/b.png 800w">', ["/a.png", "/b.png"]),
        ('<img srcset="/a.png, /b.png 2x,">', ["/a.png", "/b.png"]),
        ('<img srcset="a 1x, b 2x">', ["/news/a", "/news/b"]),
        ('<img srcset="data:image/png;base64,AA,BB 1x, /b.png 2x">', ["/b.png"]),
        ('<picture><source srcset="/a.webp" type="image/webp"><img src="/a.jpg"></picture>', ["/a.webp", "/a.jpg"]),
        (
            '<video poster="/p.jpg" src="/v.mp4"><source src="/v.webm"></video><audio><source src="/a.mp3"></audio>',
            ["/p.jpg"],
        ),
        ('<link rel="stylesheet" href="/s.css"><link rel="Alternate StyleSheet" href="/t.css">', ["/s.css", "/t.css"]),
        (
            '<link rel="shortcut icon" href="/f.ico"><link rel="canonical" href="/x"><link rel="next" href="/y">',
            ["/f.ico"],
        ),
        ('<link rel="preload" as="font" href="/f.woff2"><link rel="preload" as="video" href="/v.mp4">', ["/f.woff2"]),
        ('<link rel="preload" as="image" imagesrcset="/a.png 1x, /b.png 2x">', ["/a.png", "/b.png"]),
        ('<script src="/s.js"></script><script>load("/not-this.js")</script>', ["/s.js"]),
        ("<style>@import '/i.css'; body { background: url(/b.png) }</style>", ["/i.css", "/b.png"]),
        ('<div style="background-image: url(&quot;/b g.png&quot;)"></div>', ["/b%20g.png"]),
        ('<table background="/t.png"><tr><td background="/u.png"></table>', ["/t.png", "/u.png"]),
        ('<svg><image href="/i.png"/><use href="/sprite.svg#a"/><use href="#b"/></svg>', ["/i.png", "/sprite.svg"]),
        ('<object data="/o.svg"></object><embed src="/player.swf"><iframe src="/frame"></iframe>', ["/o.svg"]),
        ('<input type="image" src="/go.png"><input value="/not.png">', ["/go.png"]),
        ('<noscript><img src="/n.png"></noscript>', ["/n.png"]),
        ('<img src=""><img><img src="#"><img src="about:blank"><img src="javascript:x()"><img src="http://[::1">', []),
        ('<a href="/page"><img src="/a.png"></a><img src="/a.png">', ["/a.png"]),
    ],
)
def test_marks_that_ask_for_files(html, urls):
    assert [url.partition("#")[0] for url in found(html)] == urls


@pytest.mark.parametrize(
    ("css", "urls"),
    [
        ("a{background:url(/a.png)}", ["/a.png"]),
        ("a{background:URL( '/a(1).png' )}", ["/a(1).png"]),
        ('@import url("/b.css") screen; @import "/c.css";', ["/b.css", "/c.css"]),
        ("@font-face{src:url(/f.woff2) format('woff2'),url(/f.woff)}", ["/f.woff2", "/f.woff"]),
        ("/* url(/old.png) */ a{background:url(/new.png)} /* url(/open.png)", ["/new.png"]),
        ("@namespace svg url(http://www.w3.org/2000/svg); a{background:url(/a.png)}", ["/a.png"]),
        ("a{background:url(data:image/png;base64,AA)} b{filter:url(#f)} c{background:url()}", []),
        ("a{background:url(../img/a.png)}", ["/img/a.png"]),
    ],
)
def test_style_sheets_that_ask_for_files(css, urls):
    assert sorted(
        url.removeprefix("http://a.example") for url in style_requisites(css, "http://a.example/css/s.css")
    ) == sorted(urls)


@pytest.mark.parametrize(
    "css",
    [
        "/*" * 300_000,
        "/* " * 200_000,
        "url(" * 200_000,
        "url('" * 100_000,
        "@import '" * 80_000,
        "url(" + "a" * 600_000,
        " " * 600_000,
        "@namespace" * 60_000,
        "*/*" * 200_000,
    ],
)
def test_a_style_sheet_made_to_hurt_is_read_in_time(css):
    started = perf_counter()
    style_requisites(css, BASE)
    assert perf_counter() - started < 3


@pytest.mark.parametrize(
    "srcset", [" " * 400_000, "," * 400_000, "a " * 200_000, "a," * 200_000, "a" * 400_000, "a" + " " * 400_000]
)
def test_a_srcset_made_to_hurt_is_read_in_time(srcset):
    started = perf_counter()
    found(f'<img srcset="{srcset}">')
    assert perf_counter() - started < 3


def test_a_page_asks_for_a_bounded_number():
    assert len(found("".join(f'<img src="/{n}.png">' for n in range(5000)))) == 2000
