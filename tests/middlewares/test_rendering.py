"""The browser is an outlet's choice: what it sets up, and what it says when something is missing."""

import stat
from types import SimpleNamespace

import pytest
from scrapy.exceptions import NotConfigured
from scrapy.http import Request
from scrapy.settings import Settings

from newsbot.errors import ConfigurationError
from newsbot.frontier.requests import page_request
from newsbot.middlewares import rendering
from newsbot.middlewares.rendering import RenderingAddon, RenderingMiddleware, is_needless, launch_options

RENDERED = SimpleNamespace(spidercls=SimpleNamespace(render=True))
PLAIN = SimpleNamespace(spidercls=SimpleNamespace(render=False))


@pytest.fixture
def browser(tmp_path):
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def test_other_outlets_pay_nothing():
    for part in (RenderingAddon, RenderingMiddleware):
        with pytest.raises(NotConfigured):
            part.from_crawler(PLAIN)


def test_only_articles_go_to_the_browser():
    made = RenderingMiddleware.from_crawler(RENDERED)
    article, listing = (page_request("http://example.org/", kind) for kind in ("article", "listing"))
    robots = Request("http://example.org/robots.txt")
    for request in (article, listing, robots):
        made.process_request(request)
    assert [request.meta.get("playwright") for request in (article, listing, robots)] == [True, None, None]


def test_the_system_chromium_is_found_by_itself(browser, monkeypatch):
    monkeypatch.setenv("PATH", str(browser.parent))
    settings = Settings({"NEWSBOT_BROWSER_PATH": None})
    RenderingAddon.from_crawler(RENDERED).update_settings(settings)
    assert settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS")["executable_path"] == str(browser)
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    assert handlers["http"] == handlers["https"] == rendering.HANDLER
    assert "playwright.async_api.TimeoutError" in settings.getlist("RETRY_EXCEPTIONS")


def test_a_named_program_goes_before(browser):
    assert launch_options(str(browser))["executable_path"] == str(browser)


@pytest.mark.parametrize("path", [None, "/no/such/browser"])
def test_without_a_chromium_one_line_says_what_to_install(path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ConfigurationError, match=r"NEWSBOT_BROWSER_PATH.*install"):
        launch_options(path)


def test_without_the_package_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setattr(rendering, "find_spec", lambda _: None)
    with pytest.raises(ConfigurationError, match="scrapy-playwright"):
        RenderingAddon.from_crawler(RENDERED).update_settings(Settings())


@pytest.mark.parametrize(
    ("url", "kind", "is_navigation", "answer"),
    [
        ("http://example.org/a/1", "document", True, False),
        ("http://other.org/", "document", True, False),
        ("http://example.org/app.js", "script", False, False),
        ("http://example.org/data.json", "fetch", False, False),
        ("http://example.org/p.jpg", "image", False, True),
        ("http://tracker.net/x.js", "script", False, True),
    ],
)
def test_what_a_page_may_load(url, kind, is_navigation, answer):
    request = SimpleNamespace(
        url=url,
        resource_type=kind,
        frame=SimpleNamespace(url="http://example.org/a/1"),
        is_navigation_request=lambda: is_navigation,
    )
    assert is_needless(request) is answer
