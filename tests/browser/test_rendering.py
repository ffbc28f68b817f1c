"""A real Chromium reads articles that only a script writes."""

import json
import shutil
from importlib.util import find_spec

import pytest
from command_line import newsbot
from scripted_site import Answer, news_site, serving

from newsbot.middlewares.rendering import BROWSERS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.crawl,
    pytest.mark.skipif(not any(map(shutil.which, BROWSERS)), reason="no Chromium on this machine (Debian: chromium)"),
    pytest.mark.skipif(find_spec("scrapy_playwright") is None, reason="newsbot[browser] is not installed"),
]

OUTLET = """
from newsbot.spiders.base import NewsSpider

class RenderedSpider(NewsSpider):
    name = "rendered"
    allowed_domains = ["127.0.0.1"]
    start_urls = ["{url}"]
    article_pattern = r"^/article/\\d+"
    render = True
"""


def scripted(page):
    """A page whose body is written by a script, after it was loaded."""
    written = json.dumps(page.body.partition("<body>")[2].partition("</body>")[0])
    script = f"document.body.innerHTML = {written};".replace("</", "<\\/")
    return Answer(f'<html><body><img src="/picture.png"><script>{script}</script></body></html>')


def test_articles_of_a_script_are_read_and_pictures_are_not_loaded(tmp_path):
    script = news_site(3)
    script |= {path: [scripted(*answers)] for path, answers in script.items() if path.startswith("/article/")}
    with serving(script) as site:
        (tmp_path / "rendered_outlets.py").write_text(OUTLET.format(url=site.url), encoding="utf-8")
        settings = ("SPIDER_MODULES=rendered_outlets", "NEWSBOT_LOOPBACK_ALLOWED=1", "DOWNLOAD_DELAY=0")
        options = [word for setting in settings for word in ("-s", setting)]
        run = newsbot("crawl", "rendered", *options, cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert run.returncode == 0, run.stderr
    (feed,) = (tmp_path / "data/feeds/rendered").iterdir()
    items = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
    assert {item["headline"] for item in items} == {f"عنوان الخبر رقم {number}" for number in (1, 2, 3)}
    assert "/picture.png" not in site.paths()
    assert len(site.times()) == 4
