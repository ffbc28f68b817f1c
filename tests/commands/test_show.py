"""``newsbot show`` and ``newsbot status`` on a store that real runs made."""

import json

import pytest
from command_line import crawl_stub, newsbot
from scripted_site import Answer, article_page, news_site, serving

pytestmark = pytest.mark.crawl


def test_an_article_its_history_and_its_outlet(tmp_path):
    changed = Answer(article_page(1, 2).body.replace("الأسبوع المقبل", "الشهر المقبل"))
    script = news_site(2) | {"/article/1": [article_page(1, 2), changed]}
    with serving(script) as site:
        crawl_stub(site.url, tmp_path, "-s", "DOWNLOAD_DELAY=0")
    url = f"{site.url}article/1"
    run = newsbot("show", url, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("عنوان الخبر رقم 1\n")
    (item,) = map(json.loads, newsbot("show", url, "--json", cwd=tmp_path).stdout.splitlines())
    assert item["url"] == url
    by_id = newsbot("show", item["id"], "--revisions", cwd=tmp_path)
    assert by_id.stdout == run.stdout, "one revision has no history"
    status = json.loads(newsbot("status", "--json", cwd=tmp_path).stdout)
    assert (status["outlet"], status["state"], status["articles"]) == ("stub", "finished", 2)
    table = newsbot("status", cwd=tmp_path).stdout
    assert "stub" in table
    assert "2 new" in table
    missing = newsbot("show", "http://example.org/none", cwd=tmp_path)
    assert (missing.returncode, missing.stderr.count("\n")) == (7, 1)
