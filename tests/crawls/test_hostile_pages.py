"""Pages that are broken, huge or meant to hurt: each is published or has a counted reason, and the run goes on."""

import gzip
import json
import zlib

import pytest
from command_line import crawl_stub
from raw_site import http, raw_site
from scripted_site import ARTICLE, SENTENCE

pytestmark = pytest.mark.crawl

GOOD = 4


def page(number, *, head="", more="", links=""):
    """A whole article, as the good ones are; *head* and *more* go into it."""
    body = SENTENCE.format(number=number) * 6
    text = ARTICLE.format(headline=f"عنوان الخبر رقم {number}", body=body, links=links)
    return text.replace("</head>", f"{head}</head>").replace("<h3>", f"{more}<h3>")


def zeros(size):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([packer.compress(bytes(1 << 20)) for _ in range(size >> 20)]) + packer.flush()


def html(text, encoding="utf-8"):
    return text.encode(encoding)


LINKS = "".join(f'<li><a href="{href}">عنوان خبر طويل رقم {n} عن المدينة</a></li>' for n, href in enumerate((
    "http://[::1", "http://[bad]/article/1", "https://", "http://exa mple/article/2", "//", "javascript:void(0)",
    "http://127.0.0.1:99999/article/3", "http://127.0.0.1:port/article/4", "%zz%", "\u202e/article/\x00", "file:///etc/passwd",
    "http://xn--/article/5", "http://" + "a" * 300 + ".com/article/6", "?" * 3000,
)))  # fmt: skip

HOSTILE = {
    # name: (what is sent, the reasons that are right; "published" is one)
    "an empty body": ([http()], {"no_headline"}),
    "no content": ([http(status="204 No Content", Content_Length=None)], {"no_headline"}),
    "a picture called html": ([http(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)], {"no_headline", "no_body", "not_html", "garbled"}),
    "json called html": ([http(json.dumps({"headline": "خبر", "items": [1, 2]}))], {"no_headline", "no_body", "not_html"}),
    "a pdf": ([http(b"%PDF-1.7\n" + bytes(range(256)) * 9, Content_Type="application/pdf")], {"not_html"}),
    "random bytes without a type": ([http(bytes(range(256)) * 30, Content_Type=None)], {"not_html", "no_headline", "no_body", "garbled"}),
    "ten megabytes around an article": ([http(page(10, more="<!-- " + "حشو " * 1_400_000 + "-->"))], {"published"}),
    "a hundred thousand blocks": ([http("<h1>عنوان</h1>" + "<div><p>كلمة <b>أخرى</b></p></div>" * 100_000)], {"published", "no_body", "no_headline"}),
    "forty megabytes": ([http(b"", Content_Length=str(40 << 20)), b"<p>" * 100_000], {"too_large"}),
    "cut in the middle of a tag": ([http(html(page(11))[:900])], {"published", "no_body"}),
    "a connection cut in the middle": ([http(html(page(12))[:700], Content_Length="5000")], {"truncated"}),
    "nested five thousand deep": ([http(page(13, more="<div>" * 5000 + "<p>عمق</p>" + "</div>" * 5000))], {"published"}),
    "a body nested five thousand deep": ([http("<h1>عنوان الخبر العميق جدًا</h1>" + "<div><span>" * 2500 + SENTENCE.format(number=1) * 6)], {"published", "no_body", "no_headline"}),
    "windows-1256 called utf-8": ([http(html(page(14), "windows-1256"))], {"published"}),
    "utf-8 called iso-8859-1": ([http(page(15), Content_Type="text/html; charset=ISO-8859-1")], {"published"}),
    "an encoding that does not exist": ([http(page(16), Content_Type="text/html; charset=x-nonsense")], {"published"}),
    "utf-16 without a mark": ([http(html(page(17), "utf-16-le"))], {"published", "garbled", "no_headline", "no_body"}),
    "a gzip bomb": ([http(zeros(200 << 20), Content_Encoding="gzip")], {"too_large"}),
    "gzip that is none": ([http(page(18), Content_Encoding="gzip")], {"published", "bad_compression"}),
    "gzip cut in the middle": ([http(gzip.compress(html(page(19)))[:300], Content_Encoding="gzip")], {"published", "bad_compression", "no_body", "no_headline"}),
    "an unknown content encoding": ([http(page(20), Content_Encoding="snappy")], {"published", "no_headline", "no_body", "garbled"}),
    "a redirect to itself": ([http(status="302 Found", Location="/article/{n}")], {"too_many_redirects"}),
    "an endless redirect": ([http(status="302 Found", Location="?again={n}")], {"too_many_redirects"}),
    "a cookie wall": ([http(status="302 Found", Location="/article/{n}", Set_Cookie="seen=1; Path=/")], {"too_many_redirects"}),
    "a redirect to a broken address": ([http(status="302 Found", Location="http://[::1")], {"bad_address"}),
    "a redirect to a file": ([http(status="302 Found", Location="file:///etc/passwd")], {"scheme", "redirect_refused", "http_302"}),
    "a redirect to nowhere": ([http(status="302 Found")], {"http_302"}),
    "a redirect into the private network": ([http(status="302 Found", Location="http://10.0.0.7/")], {"private_address"}),
    "a slow drip": ([http(Content_Length="5000"), *[b"<p>", 0.5] * 200], {"timeout"}),
    "silence": ([100.0], {"timeout"}),
    "a huge header": ([http(page(21), X_Long="x" * 200_000)], {"published", "connection", "too_large"}),
    "ten thousand headers": ([http(page(22), **{f"X_{n}": "y" for n in range(10_000)})], {"published", "connection"}),
    "a length that is too short": ([http(page(23), Content_Length="600")], {"published", "no_body"}),
    "a length that is no number": ([http(page(24), Content_Length="many")], {"connection", "published"}),
    "a negative length": ([http(page(25), Content_Length="-5")], {"connection", "published"}),
    "two lengths": ([http(page(26)).replace(b"Content-Length", b"Content-Length: 7\r\nContent-Length", 1)], {"connection", "published"}),
    "a broken chunk": ([http(Content_Length=None, Transfer_Encoding="chunked"), b"zz\r\n<p>text</p>\r\n"], {"connection", "truncated"}),
    "no http at all": ([b"HELLO\r\n\r\n"], {"connection"}),
    "hanging up at once": ([b""], {"connection"}),
    "a javascript wall": ([http("<html><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and cookies to continue</noscript><script>go()</script></body></html>")], {"no_headline", "no_body"}),
    "a consent wall": ([http("<html><head><title>ملفات تعريف الارتباط</title></head><body><form><button>موافق</button></form></body></html>")], {"no_headline", "no_body"}),
    "bad addresses": ([http(page(27, links=LINKS, head='<base href="http://[::1"><link rel="canonical" href="http://[::1/x">'))], {"published"}),
    "fifty thousand links": ([http(page(28, links="".join(f'<li><a href="/article/{n}?p={n}">خبر آخر من أخبار المدينة {n}</a></li>' for n in range(90_000, 90_300)) + '<li><a href="/tag/x">وسم</a></li>' * 50_000))], {"published"}),
    "twenty thousand attributes": ([http(page(29, more="<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">نص</p>"))], {"published"}),
    "json-ld nested without end": ([http(page(30, head='<script type="application/ld+json">' + "[" * 200_000 + "</script>"))], {"published"}),
    "json-ld nested and closed": ([http(page(31, head='<script type="application/ld+json">' + '{"a":[' * 50_000 + "]}" * 50_000 + "</script>"))], {"published"}),
    "json-ld with an endless number": ([http(page(32, head='<script type="application/ld+json">{"@type":"NewsArticle","headline":' + "9" * 9000 + ',"x":1e999999,"wordCount":' + "9" * 9000 + "}</script>"))], {"published"}),
    "json-ld of the wrong kinds": ([http(page(33, head='<script type="application/ld+json">{"@graph":{"@type":[1,null,"NewsArticle"],"headline":{"a":[1]},"datePublished":[7],"author":5,"image":[null,{"url":3}],"keywords":{"x":1},"articleBody":[[]],"mainEntityOfPage":{"@id":7}}}</script>'))], {"published"}),
    "dates that are none": ([http(page(34, head='<meta property="article:published_time" content="99999-99-99T99:99:99+99:99"><meta property="article:modified_time" content="0000-00-00"><meta name="date" content="-1">', more="<time datetime='9999-12-31T23:59:59-23:59'>32/13/0000</time>"))], {"published"}),
    "nul bytes and broken escapes": ([http(page(35, head='<script type="application/ld+json">{"@type":"NewsArticle","description":"\\ud800 \\u0000"}</script>', more="<p>قبل\x00بعد &#0; &#xD800; &#x110000; \ufffe \u202e نص</p>"))], {"published"}),
    "a headline of a megabyte": ([http(page(36).replace("<h1>", "<h1>" + "عنوان " * 100_000))], {"published", "no_headline", "no_body"}),
    "entities that multiply": ([http('<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)) + "]><html><body><h1>&j;</h1><p>&j;</p></body></html>")], {"published", "no_headline", "no_body"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def crawl(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    paths = {name: f"/article/{number}" for number, name in enumerate(HOSTILE, start=100)}
    good = [f"/article/{number}" for number in range(1, GOOD + 1)]
    script = {
        paths[name]: [p.replace(b"{n}", paths[name].encode()[9:]) if isinstance(p, bytes) else p for p in parts]
        for name, (parts, _) in HOSTILE.items()
    }
    script |= {path: [http(page(number, links=""))] for number, path in enumerate(good, start=1)}
    listed = [*good[:2], *paths.values(), *good[2:]]
    links = "".join(f'<li><a href="{path}">عنوان الخبر عند {path}</a></li>' for path in listed)
    script |= {"/": [http(f"<html><body><h2>المزيد</h2><ul>{links}</ul></body></html>")]}
    script |= {"/robots.txt": [http("User-agent: *\nAllow: /\n", Content_Type="text/plain")]}
    # To parse the largest page takes up to ten seconds on a busy machine: whatever is on its way then has to outlast it.
    given = (
        "DOWNLOAD_DELAY=0", "CONCURRENT_REQUESTS_PER_DOMAIN=4", "RETRY_TIMES=0", "DOWNLOAD_TIMEOUT=25",
        "NEWSBOT_BACKOFF_CAP_SECONDS=1", "NEWSBOT_BLOCKED_AFTER=1000",
    )  # fmt: skip
    with raw_site(script) as (url, asked):
        run = crawl_stub(url, folder, *[word for setting in given for word in ("-s", setting)], timeout=240)
    lines = (folder / "data/reports/stub/1.skipped.jsonl").read_text("utf-8").splitlines()
    feeds = [feed.read_text("utf-8") for feed in (folder / "data/feeds/stub").glob("*.jsonl")]
    return {
        "run": run,
        "asked": asked,
        "paths": paths,
        "good": good,
        "reasons": {json.loads(line)["url"].removeprefix(url.rstrip("/")): json.loads(line)["reason"] for line in lines},
        "items": {item["url"].removeprefix(url.rstrip("/")): item for text in feeds for item in map(json.loads, text.splitlines())},
        "report": json.loads((folder / "data/reports/stub/1.json").read_text("utf-8")),
    }  # fmt: skip


def test_the_run_goes_on_to_its_end(crawl):
    assert crawl["run"].returncode == 0, crawl["run"].stderr
    assert crawl["report"]["state"] == "finished"


def test_no_traceback(crawl):
    assert "Traceback" not in crawl["run"].stderr, crawl["run"].stderr
    assert " ERROR: " not in crawl["run"].stderr, crawl["run"].stderr


def test_the_good_articles_around_them_are_published(crawl):
    assert set(crawl["good"]) <= crawl["items"].keys()


@pytest.mark.parametrize("name", HOSTILE)
def test_each_is_published_or_has_its_reason(crawl, name):
    path = crawl["paths"][name]
    assert path in {asked.partition("?")[0] for asked in crawl["asked"]}
    outcome = "published" if path in crawl["items"] else crawl["reasons"].get(path)
    assert outcome in HOSTILE[name][1]


def test_reasons_are_counted(crawl):
    counted = crawl["report"]["skipped"]
    reasons = [crawl["reasons"].get(path) for path in crawl["paths"].values() if path not in crawl["items"]]
    assert all(counted.get(reason, 0) >= reasons.count(reason) for reason in reasons), counted


def test_what_lies_about_its_encoding_is_read_rightly(crawl):
    for name in ("windows-1256 called utf-8", "utf-8 called iso-8859-1", "an encoding that does not exist"):
        assert crawl["items"][crawl["paths"][name]]["headline"].startswith("عنوان الخبر رقم")


def test_no_control_character_reaches_the_feed(crawl):
    text = json.dumps(crawl["items"][crawl["paths"]["nul bytes and broken escapes"]], ensure_ascii=False)
    assert not {"\x00", "\ud800", "\u202e", "\ufffe"} & set(text)
