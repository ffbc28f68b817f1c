"""Responses come out of the middleware with the encoding of their bytes."""

from types import SimpleNamespace

import pytest
from scrapy.http import HtmlResponse, Request, Response
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from newsbot.middlewares.encoding import EncodingMiddleware

TEXT = "<p>قال المدير إن المكتبة العامة في المدينة تفتح أبوابها غدا وإن الدخول مجاني للجميع.</p>" * 5


@pytest.fixture
def stats():
    return MemoryStatsCollector(get_crawler())


def read(stats, body, content_type=None, outlet=None, **meta):
    headers = {"Content-Type": content_type} if content_type else {}
    response = HtmlResponse("http://example.org/", headers=headers, body=body)
    return EncodingMiddleware(stats, outlet).process_response(Request("http://example.org/", meta=meta), response)


@pytest.mark.parametrize(
    "content_type", [None, "text/html", "text/html; charset=ISO-8859-1", "text/html;charset=utf-8"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256"])
def test_the_text_is_right_whatever_the_header_says(stats, encoding, content_type):
    response = read(stats, TEXT.encode(encoding), content_type)
    assert response.text == TEXT
    assert response.encoding == encoding
    assert stats.get_value(f"newsbot/encoding/{encoding}") == 1
    assert stats.get_value("newsbot/encoding/suspect") is None


def test_a_response_that_is_right_already_is_not_copied(stats):
    response = HtmlResponse(
        "http://example.org/", headers={"Content-Type": "text/html; charset=utf-8"}, body=TEXT.encode()
    )
    assert EncodingMiddleware(stats, None).process_response(Request("http://example.org/"), response) is response


def test_nobody_guesses_what_is_known(stats):
    class Guessing(HtmlResponse):
        def _body_inferred_encoding(self):
            raise AssertionError("Scrapy guessed")

    page = Guessing("http://example.org/", status=203, headers={"X-By": "us"}, body=TEXT.encode("windows-1256"))
    response = EncodingMiddleware(stats, None).process_response(Request("http://example.org/"), page)
    assert isinstance(response, Guessing)
    assert response.text == TEXT
    assert (response.url, response.status, response.headers["X-By"]) == ("http://example.org/", 203, b"us")


def test_an_outlet_may_declare_and_damage_is_counted(stats):
    assert read(stats, TEXT.encode(), outlet="windows-1256").encoding == "windows-1256"
    assert stats.get_value("newsbot/encoding/suspect") == 1


def test_what_is_no_page_is_left_alone(stats):
    picture = Response("http://example.org/x.png", body=b"\x89PNG")
    made = EncodingMiddleware.from_crawler(SimpleNamespace(stats=stats, spidercls=SimpleNamespace(encoding=None)))
    assert made.process_response(Request("http://example.org/x.png"), picture) is picture
    robots = read(stats, b"User-agent: *", dont_obey_robotstxt=True)
    assert robots.body == b"User-agent: *"
    assert stats.get_stats() == {}
