"""One article under many addresses is one article, whichever is met first; copies are left out as the setting says.

The site is reached through a proxy that the test plays, so that it may have names such as www.
"""

import json

import pytest
from command_line import newsbot
from scripted_site import Answer, serving

from newsbot.demo.archive import Archive
from newsbot.text.urls import article_id, url_key

pytestmark = pytest.mark.crawl

HOME = "http://akhbar.example/"
OUTLET = """
from newsbot.spiders.base import NewsSpider

class StubSpider(NewsSpider):
    name = "stub"
    allowed_domains = ["akhbar.example"]
    start_urls = ["http://akhbar.example/"]
    article_pattern = r"^/(?:article|print|s|amp)/\\d+"
"""
ARCHIVE = Archive(7, 200)
UNLIKE = (1, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17)
"""Articles of the demo outlet that share less than a quarter of their words' order with one another."""
THIRTY_WORDS = "لمتابعة آخر الأخبار والتقارير المصورة من مراسلينا في المدن كلها اشتركوا في قناتنا على تلغرام وفعلوا جرس التنبيهات واكتبوا لنا آراءكم واقتراحاتكم على عنوان البريد المنشور أسفل الصفحة"


def paragraphs(place):
    """The text of an article of its own."""
    return [block.text for block in ARCHIVE.article(UNLIKE[place]).story.blocks if block.kind == "paragraph"]


def page(headline, texts, *, canonical=None, short=None, extra=""):
    links = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    links += f'<link rel="shortlink" href="{short}">' if short else ""
    body = "".join(f"<p>{text}</p>" for text in texts)
    return Answer(
        f'<html lang="ar"><head><title>{headline}</title>{links}</head><body><h1>{headline}</h1>{body}{extra}</body></html>'
    )


def front(addresses):
    links = "".join(
        f'<li><a href="{address}">عنوان خبر من أخبار المدينة {n}</a></li>' for n, address in enumerate(addresses)
    )
    return Answer(f"<html><body><h2>المزيد</h2><ul>{links}</ul></body></html>")


def crawl(script, folder, *settings):
    """Crawl a site whose *script* is told by whole addresses; returns the feed's items, the skipped rows, what was asked for."""
    (folder / "stub_outlets.py").write_text(OUTLET, encoding="utf-8")
    given = (
        "SPIDER_MODULES=stub_outlets",
        "DOWNLOAD_DELAY=0",
        "CONCURRENT_REQUESTS=1",
        "NEWSBOT_CONTACT=desk@akhbar.example",
        *settings,
    )
    robots = {
        f"http://{host}akhbar.example/robots.txt": [Answer("User-agent: *\nAllow: /\n")] for host in ("", "www.", "m.")
    }
    with serving(robots | script) as proxy:
        run = newsbot("crawl", "stub", *[word for setting in given for word in ("-s", setting)], cwd=folder,
                      PYTHONPATH=str(folder), http_proxy=proxy.url)  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr, run.stderr
    feeds = sorted((folder / "data/feeds/stub").glob("*.jsonl"))
    skipped = max((folder / "data/reports/stub").glob("*.skipped.jsonl"))
    return {
        "items": [json.loads(line) for feed in feeds for line in feed.read_text("utf-8").splitlines()],
        "skipped": [json.loads(line) for line in skipped.read_text("utf-8").splitlines()],
        "asked": [path for path in proxy.paths() if not path.endswith("robots.txt")],
    }


# Other addresses

OWN = {name: f"{HOME}article/{number}" for number, name in enumerate((
    "tracking", "query", "www", "https", "slash", "print", "amp", "mobile", "short", "short twin", "fragment", "case",
), start=1)}  # fmt: skip
OTHER = {
    "tracking": f"{OWN['tracking']}?utm_source=x&fbclid=IwAR0",
    "query": f"{OWN['query']}?ref=home",
    "www": OWN["www"].replace("//", "//www."),
    "https": f"{OWN['https']}?from=app",
    "slash": f"{OWN['slash']}/",
    "print": f"{HOME}print/6",
    "amp": f"{HOME}amp/7",
    "mobile": OWN["mobile"].replace("//", "//m."),
    "short": f"{HOME}s/9",
    "short twin": f"{HOME}s/10",
    "fragment": f"{OWN['fragment']}#comments",
    "case": OWN["case"].replace("akhbar.example", "AKHBAR.Example:80"),
}
FIRST_COMER_NAMES_IT = {"query"}
"""Neither page names another address, so the id is made of the one that was met first."""


def whole_page(name):
    number = list(OWN).index(name) + 1
    canonical = {"query": None, "https": OWN["https"].replace("http:", "https:")}.get(name, OWN[name])
    short = OTHER[name] if name == "short twin" else None
    return page(f"عنوان الخبر الأصلي رقم {number}", paragraphs(number), canonical=canonical, short=short)


def other_page(name):
    if name == "short":
        return Answer("", 301, {"Location": OWN["short"]})
    if name in {"print", "amp"}:
        number = list(OWN).index(name) + 1
        return page(f"عنوان الخبر الأصلي رقم {number}", paragraphs(number)[:-1], canonical=OWN[name])
    return whole_page(name)


@pytest.fixture(scope="module", params=["own address first", "other address first"])
def addressed(request, tmp_path_factory):
    pairs = [(OWN[name], OTHER[name]) if request.param.startswith("own") else (OTHER[name], OWN[name]) for name in OWN]
    script = {HOME: [front([address for pair in pairs for address in pair])]}
    script |= {OWN[name]: [whole_page(name)] for name in OWN}
    script |= {OTHER[name].partition("#")[0]: [other_page(name)] for name in OWN if name != "fragment"}
    script[OTHER["case"].lower()] = [other_page("case")]
    return crawl(script, tmp_path_factory.mktemp("addresses"))


def item_of(crawled, name):
    headline = f"عنوان الخبر الأصلي رقم {list(OWN).index(name) + 1}"
    found = [item for item in crawled["items"] if item["headline"] == headline]
    assert len(found) == 1, [item["url"] for item in found]
    return found[0]


@pytest.mark.parametrize("name", OWN)
def test_two_addresses_are_one_article(addressed, name):
    item = item_of(addressed, name)
    assert (item["revision"], item["duplicate_of"]) == (1, None)
    assert item["article_body"] == "\n\n".join(paragraphs(list(OWN).index(name) + 1)), "its own page says most"


@pytest.mark.parametrize("name", sorted(OWN.keys() - FIRST_COMER_NAMES_IT))
def test_the_id_is_that_of_its_own_address(addressed, name):
    assert item_of(addressed, name)["id"] == article_id(url_key(OWN[name]))


def test_a_second_page_of_an_article_is_listed(addressed):
    listed = {row["url"] for row in addressed["skipped"]}
    assert {row["reason"] for row in addressed["skipped"]} <= {"same_article", "unchanged"}
    for name, address in OWN.items():
        fetched = [url for url in addressed["asked"] if url in {address, OTHER[name]} and name != "short"]
        assert len(fetched) < 2 or listed & set(fetched), name


def test_spellings_of_one_address_are_fetched_once(addressed):
    for name in ("tracking", "www", "slash", "fragment", "case"):
        asked = [url for url in addressed["asked"] if url_key(url) == url_key(OWN[name])]
        assert len(asked) == 1, asked


def test_an_article_met_again_under_another_address_in_a_later_run_is_not_published_again(tmp_path):
    script = {HOME: [front([OWN["print"]])], OWN["print"]: [whole_page("print")], OTHER["print"]: [other_page("print")]}
    assert len(crawl(script, tmp_path)["items"]) == 1
    script[HOME] = [front([OTHER["print"], OWN["print"]])]
    again = crawl(script, tmp_path)
    assert len(again["items"]) == 1
    assert [(row["url"], row["reason"]) for row in again["skipped"]] == [(OTHER["print"], "same_article")]


def test_a_print_page_published_by_an_earlier_run_is_not_published_again_with_its_own_page(tmp_path):
    lone = other_page("print").body.replace(f'<link rel="canonical" href="{OWN["print"]}">', "")
    script = {HOME: [front([OTHER["print"]])], OTHER["print"]: [Answer(lone)]}
    first = crawl(script, tmp_path)["items"]
    assert len(first) == 1
    assert crawl(script, tmp_path)["items"] == first


# Copies

ORIGINAL, BRIEF, OPENING = (
    paragraphs(13),
    paragraphs(14),
    "نقلت وكالة الساحل للأنباء عن مصادر متطابقة في المدينة أن التفاصيل ما زالت قيد المتابعة، وأن بيانًا سيصدر مساء اليوم.",
)
COPIES = {
    "original": ("وصول أول قافلة إلى الميناء", ORIGINAL),
    "copy": ("القافلة الأولى تصل الميناء صباحًا", ORIGINAL),
    "near": ("الميناء يستقبل القافلة الأولى", [*ORIGINAL, OPENING]),
    "copy of near": ("قافلة أولى في الميناء", [*ORIGINAL, OPENING]),
    "another": ("خبر لا صلة له بالقافلة", BRIEF),
}
ADDRESSES = {name: f"{HOME}article/{number}" for number, name in enumerate(COPIES, start=20)}
LEFT_OUT = {"none": set(), "exact": {"copy", "copy of near"}, "near": {"copy", "near", "copy of near"}}


@pytest.fixture(scope="module", params=LEFT_OUT)
def copied(request, tmp_path_factory):
    script = {HOME: [front(ADDRESSES.values())]}
    script |= {ADDRESSES[name]: [page(headline, texts)] for name, (headline, texts) in COPIES.items()}
    folder = tmp_path_factory.mktemp("copies")
    return crawl(script, folder, f"NEWSBOT_DUPLICATES_LEFT_OUT={request.param}") | {
        "left_out": request.param,
        "folder": folder,
    }


def test_the_setting_says_which_copies_are_left_out(copied):
    published = {name for name in COPIES for item in copied["items"] if item["url"] == ADDRESSES[name]}
    assert published == COPIES.keys() - LEFT_OUT[copied["left_out"]]
    assert len(copied["items"]) == len(published)


def test_copies_that_are_left_out_are_listed(copied):
    listed = {row["url"]: row["reason"] for row in copied["skipped"]}
    assert listed.keys() == {ADDRESSES[name] for name in LEFT_OUT[copied["left_out"]]}
    assert all(reason in {"same_text", "nearly_same_text"} for reason in listed.values())
    assert listed.get(ADDRESSES["copy"], "same_text") == "same_text"
    assert listed.get(ADDRESSES["near"], "nearly_same_text") == "nearly_same_text"


def test_the_store_keeps_all_and_names_the_first(copied):
    stored = {}
    for name, address in ADDRESSES.items():
        run = newsbot("show", address, "--json", cwd=copied["folder"])
        assert run.returncode == 0, run.stderr
        stored[name] = json.loads(run.stdout)
    first = stored["original"]["id"]
    assert {name: item["duplicate_of"] for name, item in stored.items()} == {
        "original": None, "copy": first, "near": first, "copy of near": first, "another": None,
    }  # fmt: skip
    assert {stored[name]["story"] for name in ("copy", "near", "copy of near")} == {first}


@pytest.mark.parametrize(
    "text", ["شاهد الصور في الألبوم المرفق مع الخبر", THIRTY_WORDS], ids=["seven words", "thirty words"]
)
def test_pages_that_share_nothing_but_a_stock_text_do_not_collapse(tmp_path, text):
    topics = ("الطقس", "المدارس", "السوق", "المرفأ", "المكتبة", "الملعب")
    script = {
        f"{HOME}article/{n}": [page(f"صور من {topic} في يوم حافل", [text])] for n, topic in enumerate(topics, start=60)
    }
    script |= {f"{HOME}article/70": [page("خبر له نص من عنده", paragraphs(12))]}
    script[HOME] = [front(list(script))]
    crawled = crawl(script, tmp_path)
    assert {row["reason"] for row in crawled["skipped"]} <= {"no_body"}, "dropped for what it lacks, never as a copy"
    assert len(crawled["items"]) + len(crawled["skipped"]) == len(topics) + 1
    assert {item["duplicate_of"] for item in crawled["items"]} == {None}
