"""A disk that refuses the report or the feed ends the run with one line and its code."""

import json

import pytest
from command_line import crawl_stub
from scripted_site import Answer, news_site, serving

pytestmark = pytest.mark.crawl

FAST = ("-s", "DOWNLOAD_DELAY=0")


@pytest.mark.parametrize("place", ["reports", "feeds"])
def test_a_folder_that_cannot_be_made(tmp_path, place):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / place).write_text("in the way", encoding="utf-8")
    with serving(news_site(3)) as site:
        run = crawl_stub(site.url, tmp_path, *FAST)
    assert run.returncode == 8, run.stderr
    assert f"data/{place}/stub" in run.stderr.splitlines()[-1]
    assert run.stderr.splitlines()[-1].startswith("newsbot: ")
    assert "Traceback" not in run.stderr


def test_the_feed_that_could_not_be_published_comes_with_the_next_run(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/feeds").write_text("in the way", encoding="utf-8")
    with serving(news_site(3)) as site:
        assert crawl_stub(site.url, tmp_path, *FAST).returncode == 8
        (tmp_path / "data/feeds").unlink()
        assert crawl_stub(site.url, tmp_path, *FAST).returncode == 0
    (feed,) = (tmp_path / "data/feeds/stub").iterdir()
    assert len(feed.read_text(encoding="utf-8").splitlines()) == 3


def test_what_is_left_out_is_counted_and_listed(tmp_path):
    script = news_site(4)
    script["/article/2"] = [Answer("<html><body></body></html>")]
    script["/article/3"] = [Answer(b"\x89PNG\r\n\x1a\n", headers={"Content-Type": "image/png"})]
    script["/article/4"] = [Answer(script["/article/1"][0].body.encode("windows-1256"))]
    with serving(script) as site:
        run = crawl_stub(site.url, tmp_path, *FAST)
    assert run.returncode == 0, run.stderr
    report = json.loads((tmp_path / "data/reports/stub/1.json").read_text(encoding="utf-8"))
    lines = (tmp_path / "data/reports/stub/1.skipped.jsonl").read_text(encoding="utf-8").splitlines()
    reasons = {line["url"].rpartition("/")[2]: line["reason"] for line in map(json.loads, lines)}
    assert reasons["2"] in {"no_headline", "no_body"}
    assert reasons["4"] == "same_text"
    assert report["encodings"] == {"utf-8": 3, "windows-1256": 1}
    assert report["articles"]["duplicate"] == 1
    assert sum(report["articles"]["dropped"].values()) == 1
