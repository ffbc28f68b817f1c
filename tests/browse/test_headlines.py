import re
from datetime import UTC

import pytest
from lxml import html
from made_articles import keep, values
from served_room import at, revised, served, stories

from newsbot.errors import StorageError
from newsbot.store.database import open_store
from newsbot.store.failure import IndexMissingError, SlowQueryError


def page(answer):
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.content)


def headlines(answer):
    return [node.text_content().strip() for node in page(answer).cssselect(".entry h3")]


def total(answer):
    return page(answer).cssselect(".total")[0].text_content()


def test_the_newest_come_first_under_their_days(get):
    answer = get("/")
    days = [" ".join(node.text_content().split()) for node in page(answer).cssselect("h2.day")]
    assert days[:4] == [
        "اليوم، الأحد 22 تشرين الثاني",
        "أمس، السبت 21 تشرين الثاني",
        "الجمعة 20 تشرين الثاني",
        "الخميس 19 تشرين الثاني",
    ]
    assert headlines(answer)[:3] == [
        "افتتاح معرض الكتاب في دمشق",
        "الحكومة تعدّل موازنة العام ٢٠٢٧",
        "افتتاح معرض الكتاب",
    ]
    assert total(answer) == "46 خبرًا"
    assert page(answer).get("dir") == "rtl"


def test_an_article_tells_how_many_copies_it_has_and_leads_to_them(get):
    def told(address):
        return [(node.text, node.get("href")) for node in page(get(address)).cssselect('.badge[href$="#copies"]')]

    assert told("/?q=دمشق") == [("نسخة أخرى", "/articles/a001#copies")]
    assert told("/?q=دمشق&lang=en") == [("1 other copy", "/articles/a001#copies")]
    assert page(get("/articles/a001")).cssselect("#copies")


def test_pages_lead_on_and_back(get):
    first = get("/")
    older = page(first).cssselect('a[rel="next"]')[0].get("href")
    second = get(older)
    assert len(headlines(first)) == 30
    assert len(headlines(second)) == 16
    assert not set(headlines(first)) & set(headlines(second))
    assert not page(second).cssselect('a[rel="next"]')
    back = get(page(second).cssselect('a[rel="prev"]')[0].get("href"))
    assert headlines(back) == headlines(first)


def test_a_search_marks_what_it_found_in_the_text_as_written(get):
    answer = get("/", params={"q": "حكومه 2027"})
    assert headlines(answer) == ["الحكومة تعدّل موازنة العام ٢٠٢٧"]
    assert [mark.text for mark in page(answer).cssselect(".entry h3 mark")] == ["الحكومة", "٢٠٢٧"]
    assert page(answer).cssselect("#q")[0].get("value") == "حكومه 2027"


def test_the_excerpt_is_where_the_word_stands(get):
    entry = page(get("/", params={"q": "تغيرت"})).cssselect(".entry")[0]
    assert entry.cssselect(".lead mark")[0].text == "تغيّرت"


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"outlet": "second"}, 2),
        ({"outlet": ["second", "bare"]}, 3),
        ({"section": "ثقافه"}, 42),
        ({"author": "سلمي الحلبي"}, 1),
        ({"language": "en"}, 1),
        ({"from": "2026-11-21", "to": "2026-11-21"}, 1),
        ({"from": "2026-11-19"}, 5),
        ({"to": "2026-11-01"}, 40),
        ({"unique": "1"}, 45),
        ({"q": "معرض", "unique": "1", "outlet": "demo", "from": "2026-11-20"}, 1),
        ({"q": "لا_شيء_كهذا"}, 0),
    ],
)
def test_each_bound_narrows_the_list(get, asked, count):
    told = {
        0: "لا أخبار",
        1: "خبر واحد",
        2: "خبران",
        3: "3 أخبار",
        5: "5 أخبار",
        40: "40 خبرًا",
        42: "42 خبرًا",
        45: "45 خبرًا",
    }
    assert total(get("/", params=asked)) == told[count]


def test_days_are_those_of_the_room(stocked_url):
    # Two in each hour of the day in Damascus, where it is three hours later than in Greenwich.
    with served(stocked_url) as damascus, served(stocked_url, zone=UTC) as greenwich:
        address = "/?from=2026-11-01&to=2026-11-01"
        assert total(damascus.get(address)) == "40 خبرًا"
        assert total(greenwich.get(address)) == "34 خبرًا"


def test_every_bound_can_be_taken_away(get):
    answer = get("/", params={"outlet": ["second", "demo"], "q": "معرض", "unique": "1"})
    chips = [node.get("href") for node in page(answer).cssselect(".chips a")]
    assert chips[0] == "/?outlet=second&outlet=demo&unique=1"
    assert chips[1] == "/?q=%D9%85%D8%B9%D8%B1%D8%B6&outlet=demo&unique=1"
    assert chips[-1] == "/"


def test_facets_narrow_the_list_as_they_say(get):
    links = page(get("/")).cssselect(".facet a")
    second = next(link for link in links if link.text_content().split() == ["second", "2"])
    assert total(get(second.get("href"))) == "خبران"


def test_a_facet_that_narrows_nothing_is_left_out(get):
    assert "second" not in [node.text for node in page(get("/?outlet=second")).cssselect(".facet bdi")]


def test_empty_fields_of_a_form_leave_the_address(get):
    answer = get("/?q=%D8%AD%D9%84%D8%A8&outlet=&section=&author=&language=&from=&to=")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/?q=%D8%AD%D9%84%D8%A8"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("from=22-11-2026", "from"),
        ("to=2026-02-30", "to"),
        ("from=20261122", "from"),
        ("from=2026-W47-1", "from"),
        ("to=٢٠٢٦-١١-٢٢", "to"),
        ("from=0000-01-01", "from"),
        ("from=9999-12-31", "from"),
        ("from=2026-11-22&to=2026-11-21", "to"),
        ("before=1e5", "before"),
        ("before=" + "9" * 30, "before"),
        ("after=%D9%A1", "after"),
        ("before=1&after=2", "after"),
        ("unique=yes", "unique"),
        ("q=" + "x" * 501, "q"),
        ("&".join(f"outlet=o{number}" for number in range(31)), "outlet"),
    ],
)
def test_a_wrong_value_is_told_in_one_line(get, query, name):
    answer = get(f"/?{query}")
    assert answer.status_code == 400
    said = html.fromstring(answer.content).cssselect(".said")[0].text_content()
    assert said.startswith(f"قيمة {name} هي «")
    assert "\n" not in said.strip()


@pytest.mark.parametrize(
    "query",
    ["%00", "%ff%fe", "%ED%A0%80", '"', "-", "((((", "* OR *", "%E2%80%AE%E2%81%A6", "'; DROP TABLE articles;--"],
)
def test_odd_queries_are_answered(get, query):
    assert get(f"/?q={query}").status_code in {200, 303}


def test_signs_without_a_word_are_told(get):
    assert "ليس في ما كتبت كلمة" in get("/", params={"q": "؟!"}).text


def test_nothing_found_says_what_to_try(get):
    answer = get("/", params={"q": "«كلمتان غريبتان»", "outlet": "demo"})
    hints = page(answer).cssselect(".nothing li")
    assert len(hints) == 4
    assert hints[-1].cssselect("a")[0].get("href").startswith("/?q=")


def test_an_empty_store_says_how_to_begin(tmp_path):
    url = f"sqlite:///{tmp_path}/newsbot.db"
    open_store(url).close()
    with served(url) as client:
        assert "newsbot crawl" in client.get("/").text
        assert "المخزن فارغ" in client.get("/").text
        assert client.get("/outlets").status_code == 200


def test_copies_revisions_and_undated_articles_are_marked(get):
    entries = {node.cssselect("h3")[0].text_content().strip(): node for node in page(get("/")).cssselect(".entry")}
    assert entries["افتتاح معرض الكتاب"].cssselect("a.badge")[0].get("href") == "/articles/a001"
    assert "عُدّل" in entries["الحكومة تعدّل موازنة العام ٢٠٢٧"].text_content()
    assert "رُصد" in entries["خبر"].text_content()


def test_text_carries_its_own_language_and_direction(get):
    article = page(get("/?language=en")).cssselect(".entry")[0]
    assert article.get("dir") == "ltr"
    assert article.cssselect("h3")[0].get("lang") == "en"


def test_english_is_remembered_and_addresses_stay_plain(room):
    room.cookies.clear()
    first = room.get("/?lang=en")
    assert page(first).get("lang") == "en"
    assert "lang=" not in page(first).cssselect('a[rel="next"]')[0].get("href")
    assert page(room.get("/outlets")).get("dir") == "ltr"
    assert page(room.get("/?lang=ar")).get("lang") == "ar"
    assert page(room.get("/")).get("lang") == "ar"
    room.cookies.clear()


def test_what_a_hostile_page_wrote_stays_text(get):
    for path in ("/?q=معكوس", "/articles/a060", "/?author=%2B1", "/?section=%40%D9%82%D8%B3%D9%85"):
        text = get(path).text
        assert "<script" not in text
        assert "onerror=" not in text.replace("&", "")
        assert "javascript:" not in re.sub(r">[^<]*<", "><", text)
        assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text


@pytest.mark.parametrize(
    ("error", "said"), [(SlowQueryError("x: slow"), "أطول من المسموح"), (IndexMissingError("x"), "فهرس البحث")]
)
def test_what_the_store_cannot_do_now_is_told(get, monkeypatch, error, said):
    def failing(*_given, **_more):
        raise error

    monkeypatch.setattr("newsbot.browse.headlines.listing", failing)
    answer = get("/")
    assert answer.status_code == 503
    assert said in answer.text
    assert answer.headers["retry-after"]


def test_outlets_are_shown_without_the_index_too(get, monkeypatch):
    def failing(*_given):
        raise IndexMissingError("x")

    monkeypatch.setattr("newsbot.browse.outlets.outlet_days", failing)
    monkeypatch.setattr("newsbot.browse.outlets.outlet_totals", failing)
    assert get("/outlets").status_code == 200
    assert "افتتاح معرض الكتاب" in get("/outlets/second").text


def test_a_store_that_cannot_be_read_is_told_to_who_watches(stocked_url, monkeypatch):
    with served(stocked_url) as client:
        assert client.get("/healthz").text == "ok\n"
        monkeypatch.setattr("newsbot.store.connections.Database.read", unreadable)
        assert client.get("/healthz").status_code == 503
        assert "تعذّرت قراءة المخزن" in client.get("/").text


def unreadable(_database):
    raise StorageError("the disk went away")


def test_a_fault_of_ours_is_one_line_and_no_traceback(get, monkeypatch):
    monkeypatch.setattr("newsbot.browse.headlines.listing", lambda *given, **more: 1 / 0)
    answer = get("/")
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.text
    assert "Traceback" not in answer.text


def test_dates_at_the_end_of_the_calendar_are_shown(tmp_path):
    url = f"sqlite:///{tmp_path}/newsbot.db"
    last = "9999-12-31T23:30:00+00:00"
    with open_store(url) as store:
        keep(store, values(1, **at(3) | {"date_published": last, "date_modified": last}))
    with served(url) as client:
        assert "9999" in client.get("/").text
        assert client.get("/articles/a001").status_code == 200


def test_the_same_on_both_databases(store_url):
    with open_store(store_url) as store:
        keep(store, *stories(), revised())
    with served(store_url) as client:
        assert total(client.get("/")) == "45 خبرًا"
        assert headlines(client.get("/", params={"q": "حكومه 2027"})) == ["الحكومة تعدّل موازنة العام ٢٠٢٧"]
        assert total(client.get("/", params={"section": "ثقافة", "from": "2026-11-20"})) == "خبران"
        assert "ثقافة" in client.get("/articles/a001").text
        assert client.get("/outlets/second").status_code == 200
        assert len(client.get("/download?format=jsonl").text.splitlines()) == 45
        assert client.get("/healthz").text == "ok\n"
