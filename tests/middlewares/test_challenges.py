"""A site that answers every page with a challenge and status 200 has refused us; one that does so once has not."""

import json

import pytest
from command_line import crawl_stub
from scripted_site import Answer, news_site, serving
from sqlalchemy import text

from newsbot.store.database import open_store

pytestmark = pytest.mark.crawl

FAST = ("-s", "DOWNLOAD_DELAY=0")
CHALLENGE = Answer(
    "<html><head><title>Just a moment...</title></head><body><p>التحقق من أنك إنسان</p>"
    "<script>window._cf_chl_opt = {}</script></body></html>"
)


def crawled(tmp_path, script):
    with serving(script) as site:
        run = crawl_stub(site.url, tmp_path, *FAST)
    report = json.loads((tmp_path / "data/reports/stub/1.json").read_text(encoding="utf-8"))
    return run, report


def test_a_site_that_shows_nothing_else_has_blocked_us(tmp_path):
    run, report = crawled(tmp_path, {"/": [CHALLENGE]})
    assert run.returncode == 5, run.stderr
    assert report["trouble"] == "forbidden"
    assert report["pages"]["by_kind_and_status"]["listing"] == {"403": 1}
    assert report["skipped"] == {"challenge": 1}
    assert [one["rule"] for one in report["findings"]] == ["blocked"]
    assert run.stderr.count("such answers count as 403") == 1


def test_one_article_behind_a_challenge_is_asked_for_again(tmp_path):
    script = news_site(3)
    script["/article/2"] = [CHALLENGE]
    run, report = crawled(tmp_path, script)
    assert run.returncode == 0, run.stderr
    assert report["articles"]["new"] == 2
    with (
        open_store(f"sqlite:///{tmp_path}/data/newsbot.db") as store,
        store.database.read() as connection,
    ):
        failed = connection.execute(text("SELECT url, state, status FROM urls WHERE state <> 'done'")).all()
    assert [(row.url.rpartition("/")[2], row.state, row.status) for row in failed] == [("2", "failed", 403)]
