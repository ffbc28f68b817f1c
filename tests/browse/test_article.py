import json

import pytest
from lxml import html
from made_articles import keep, values
from served_room import NOW, at, served

from newsbot.store.database import open_store


def page(answer):
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.content)


def text(node):
    return " ".join(node.text_content().split())


def test_the_text_stands_in_paragraphs_and_subheads(get):
    body = page(get("/articles/a001")).cssselect(".body")[0]
    assert [node.tag for node in body] == ["p", "h2", "p"]
    assert text(body[1]) == "عنوان فرعي"


def test_quotes_have_their_speakers(get):
    quotes = page(get("/articles/a001")).cssselect(".quotes figure")
    assert [text(quote.cssselect("blockquote")[0]) for quote in quotes] == ["المكان جميل", "نشكركم"]
    assert [text(node) for quote in quotes for node in quote.cssselect("figcaption")] == ["سلمى الحلبي"]


def test_the_date_is_given_in_the_outlets_time_too(get):
    about = text(page(get("/articles/a001")).cssselect(".about")[0])
    assert "22 تشرين الثاني (نوفمبر) 2026، 09:00" in about
    assert "+03:00" in about
    assert "كما كُتب في الصفحة: اليوم" in about


def test_a_date_that_is_none_is_shown_as_it_was_printed(tmp_path):
    url = f"sqlite:///{tmp_path}/newsbot.db"
    with open_store(url) as store:
        keep(store, values(1, **at(3) | {"date_published": None}, date_modified=None))
    with served(url) as client:
        about = text(page(client.get("/articles/a001")).cssselect(".about")[0])
    assert "كُتب «اليوم»، وليس تاريخًا كاملًا" in about


def test_where_each_value_came_from(get):
    rows = [[text(cell) for cell in row] for row in page(get("/articles/a001")).cssselect("details tbody tr")]
    assert rows == [["headline", "قواعد الموقع"], ["article_body", "نص الصفحة الظاهر"]]


def test_copies_and_originals_lead_to_one_another(get):
    original = page(get("/articles/a001")).cssselect('section[aria-labelledby="copies"] a')
    assert [link.get("href") for link in original] == ["/articles/a003"]
    copy = page(get("/articles/a003")).cssselect("header .said a")
    assert [link.get("href") for link in copy] == ["/articles/a001"]


def test_revisions_are_listed_and_can_be_compared(get):
    link = page(get("/articles/a002")).cssselect('section[aria-labelledby="revisions"] a')[0].get("href")
    assert link == "/articles/a002/revisions/1..2"
    compared = page(get(link))
    assert [text(node) for node in compared.cssselect("ins")]
    assert [text(node) for node in compared.cssselect("del")]


def test_the_words_of_a_search_are_marked(get):
    assert [node.text for node in page(get("/articles/a001?q=معرض")).cssselect("h1 mark")] == ["معرض"]


def test_pictures_are_linked_and_not_fetched(get, stocked_url):
    assert not page(get("/articles/a001")).cssselect("img")
    assert page(get("/articles/a001")).cssselect('figure a[href="https://demo.example/a/1/1.jpg"]')
    with served(stocked_url, with_images=True) as client:
        answer = client.get("/articles/a001")
        assert page(answer).cssselect("img")[0].get("src") == "https://demo.example/a/1/1.jpg"
        assert "img-src 'self' data: https:;" in answer.headers["content-security-policy"]


def test_links_away_tell_nothing_and_get_nothing(get):
    links = page(get("/articles/a001")).cssselect('a[href^="http"]')
    assert links
    assert all({"noopener", "noreferrer"} <= set(link.get("rel").split()) for link in links)


def test_an_address_that_is_no_web_address_is_no_link(get):
    assert not page(get("/articles/a060")).cssselect('a[href^="javascript"]')


def test_the_line_of_the_feed(get):
    answer = get("/articles/a002.json")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert json.loads(answer.text)["revision"] == 2


def test_an_article_with_hardly_anything(get):
    answer = page(get("/articles/a005"))
    assert text(answer.cssselect("h1")[0]) == "خبر"
    assert "لا نص محفوظًا" in text(answer)


@pytest.mark.parametrize(
    "path",
    [
        "/articles/none",
        "/articles/none.json",
        "/articles/%00",
        "/articles/..%2f..%2fetc",
        "/articles/a002/revisions/1..9",
        "/x",
        "/outlets/none",
        "/feed.xml",
    ],
)
def test_what_is_not_there(get, path):
    answer = get(path)
    assert answer.status_code == 404
    assert html.fromstring(answer.content).cssselect(".said")


def test_an_article_that_is_gone(tmp_path):
    url = f"sqlite:///{tmp_path}/newsbot.db"
    with open_store(url) as store:
        keep(store, values(1, **at(3)))
        store.articles.mark_gone("a001", NOW)
        store.flush()
    with served(url) as client:
        assert "أُزيل من موقعه" in text(page(client.get("/articles/a001")))
        assert "أُزيل من موقعه" in text(page(client.get("/")))
