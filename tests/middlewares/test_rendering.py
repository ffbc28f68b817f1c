"""What the browser is set up with, whom it is asked for, and what is said when something is missing."""

import asyncio
import stat
from types import SimpleNamespace

import pytest
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest, NotConfigured
from scrapy.http import HtmlResponse, Request
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager

from newsbot.errors import ConfigurationError
from newsbot.frontier.requests import page_meta, page_request
from newsbot.middlewares import chromium, rendering
from newsbot.middlewares.chromium import launch_options, missing
from newsbot.middlewares.rendering import (
    PART,
    BrowserError,
    Rendering,
    RenderingAddon,
    RenderingMiddleware,
    is_answered,
    made_response,
    rendering_request,
)
from newsbot.signals import page_rendered

PAGE = "http://example.org/article/5"


def crawler(mode="auto", *, render=False, path=None):
    counts = {}
    stats = SimpleNamespace(
        counts=counts,
        inc_value=lambda name: counts.update({name: counts.get(name, 0) + 1}),
        get_value=counts.get,
    )
    return SimpleNamespace(
        settings=Settings({"NEWSBOT_RENDER": mode, "NEWSBOT_BROWSER_PATH": path}),
        spidercls=SimpleNamespace(render=render, name="stub"),
        signals=SignalManager(),
        stats=stats,
    )


@pytest.fixture
def browser(tmp_path, monkeypatch):
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    return program


@pytest.fixture
def no_browser(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))


def plain(text="<html><script></script></html>", kind="article"):
    request = page_request(PAGE, kind)
    request.meta["newsbot"]["row"] = 7
    return HtmlResponse(PAGE, body=text.encode(), encoding="utf-8", request=request, headers={"ETag": "x"})


def test_never_leaves_the_browser_alone():
    for part in (RenderingAddon, RenderingMiddleware):
        with pytest.raises(NotConfigured):
            part.from_crawler(crawler("never", render=True))


def test_the_system_chromium_is_found_by_itself(browser):
    settings = Settings({"NEWSBOT_BROWSER_PATH": None})
    RenderingAddon.from_crawler(crawler()).update_settings(settings)
    assert settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS")["executable_path"] == str(browser)
    assert BrowserError in settings.getlist("RETRY_EXCEPTIONS")
    assert settings.getdict("DOWNLOAD_SLOTS")["browser"]["delay"] == 0


def test_a_named_program_goes_before(browser):
    assert launch_options(str(browser))["executable_path"] == str(browser)


@pytest.mark.parametrize(
    ("mode", "render", "named"), [("always", False, "NEWSBOT_RENDER 'always'"), ("auto", True, "render True")]
)
def test_what_has_to_be_there_is_an_error_where_it_is_missing(mode, render, named, no_browser):
    made = crawler(mode, render=render)
    with pytest.raises(ConfigurationError, match="install Chromium") as caught:
        RenderingAddon.from_crawler(made).update_settings(made.settings)
    assert all(word in str(caught.value) for word in named.split())


def test_a_named_program_that_is_missing_is_an_error_in_any_mode(no_browser):
    with pytest.raises(ConfigurationError, match=r"NEWSBOT_BROWSER_PATH.*/no/such/browser"):
        RenderingAddon.from_crawler(crawler()).update_settings(Settings({"NEWSBOT_BROWSER_PATH": "/no/such/browser"}))


def test_what_need_not_be_there_is_none(no_browser):
    settings = Settings({"NEWSBOT_BROWSER_PATH": None})
    RenderingAddon.from_crawler(crawler()).update_settings(settings)
    assert "executable_path" not in settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS")


def test_without_the_package_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setattr(chromium, "find_spec", lambda _: None)
    with pytest.raises(ConfigurationError, match="scrapy-playwright"):
        RenderingAddon.from_crawler(crawler("always")).update_settings(Settings({"NEWSBOT_RENDER": "always"}))


def test_playwrights_own_chromium_counts(tmp_path, no_browser):
    assert missing(None) is not None
    (tmp_path / "chromium-1200").mkdir()
    assert missing(None) is None


class FakeBrowser:
    def __init__(self, html="", error=None):
        self.html, self.error = html, error

    async def make(self, _):
        if self.error:
            raise self.error
        return self.html

    async def close(self):
        self.is_closed = True


@pytest.fixture
def middleware(browser, store, monkeypatch):
    monkeypatch.setattr(rendering, "crawler_store", lambda _: store)
    made = RenderingMiddleware.from_crawler(crawler())
    made.browser = FakeBrowser("<html>made</html>")
    return made


def asked(*, is_gain=True, **values):
    return rendering_request(Rendering(plain(), lambda _: is_gain, **values))


def answer(middleware, request):
    return asyncio.run(middleware.process_request(request))


def counts(middleware):
    return {name.removeprefix("newsbot/rendering/"): n for name, n in middleware.crawler.stats.counts.items()}


def test_other_requests_are_none_of_its(middleware):
    assert middleware.process_request(Request(PAGE)) is None


def test_the_request_is_for_the_same_row():
    response = plain()
    page_meta(response)["verdict"] = "some"
    request = rendering_request(Rendering(response, bool))
    assert page_meta(request) == {name: value for name, value in page_meta(response).items() if name != "verdict"}
    assert is_answered(response.replace(request=request))
    assert not is_answered(response)


def test_a_gain_is_answered_with_the_made_page_and_kept(middleware, store):
    heard = []
    middleware.crawler.signals.connect(lambda **values: heard.append(values["url"]), signal=page_rendered, weak=False)
    response = answer(middleware, asked())
    assert (response.text, response.flags, response.headers.get("ETag")) == ("<html>made</html>", ["rendered"], None)
    assert heard == [PAGE]
    assert counts(middleware) == {"asked": 1, "gained": 1}


def test_what_gains_nothing_is_answered_with_the_plain_page_five_times(middleware, store):
    answers = [answer(middleware, asked(is_gain=False)) for _ in range(8)]
    assert {response.headers["ETag"] for response in answers} == {b"x"}
    assert counts(middleware) == {"asked": 5, "wasted": 5}
    assert answer(middleware, asked(is_forced=True)).flags == ["rendered"]


def test_failures_are_raised_and_counted(middleware):
    middleware.browser.error = BrowserError("browser_timeout", "too long")
    for _ in range(5):
        with pytest.raises(BrowserError):
            answer(middleware, asked())
    assert answer(middleware, asked()).flags == []
    assert counts(middleware) == {"asked": 5, "failed/browser_timeout": 5}


def test_without_a_browser_pages_are_counted_and_named_once(middleware, caplog):
    middleware.lacking = "a Chromium"
    assert [answer(middleware, asked()).flags for _ in range(3)] == [[], [], []]
    middleware.spider_closed()
    (line,) = caplog.messages
    assert line.startswith("3 pages")
    assert "install Chromium (Debian: chromium)" in line


def test_the_browser_is_closed_with_the_engine(middleware):
    asyncio.run(middleware.engine_stopped())
    assert middleware.browser.is_closed


def test_a_part_that_takes_too_long_is_given_up(middleware):
    part = Request(PAGE, meta={PART: True})
    assert middleware.process_exception(part, DownloadTimeoutError()).status == rendering.UNANSWERED
    assert middleware.process_exception(part, IgnoreRequest()) is None
    assert middleware.process_exception(Request(PAGE), DownloadTimeoutError()) is None


def test_half_a_letter_of_a_script_does_no_harm():
    assert made_response(plain(), "خبر\ud800").text == "خبر?"
