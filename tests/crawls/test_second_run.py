"""A run that comes back to an unchanged site asks for next to nothing and publishes nothing."""

import json
import sqlite3

import pytest
from command_line import crawl_stub
from demo_outlet import LONG_AGO, DemoCrawls
from scripted_site import Answer, article_page, front_page, news_site, serving

from newsbot.demo.server import DemoServer

pytestmark = pytest.mark.crawl

ARTICLES = 2000


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Three runs on the same site: the first, one right after it, and one when every article is due."""
    found = []
    with DemoServer("--articles", str(ARTICLES), "--page-bytes", "6000", "--slow", "0.1") as site:
        crawls = DemoCrawls(site, tmp_path_factory.mktemp("again"))
        for number in (1, 2, 3):
            if number == 3:
                crawls.rows("UPDATE urls SET due_at = ? WHERE kind = 'article' AND state = 'done'", LONG_AGO)
            messages = crawls.run()
            feeds = {feed.name: feed.read_bytes() for feed in crawls.feeds()}
            report = crawls.report(number)
            found.append({"stats": site.control("stats"), "feeds": feeds, "report": report, "messages": messages})
            site.control("reset")
    return found


def test_no_article_is_asked_for_inside_its_revisit_age(runs):
    _, second, _ = runs
    assert second["stats"]["articles"] == {}
    assert not second["stats"]["kinds"].keys() & {"article", "print", "short"}


def test_discovery_costs_at_most_three_in_a_hundred_of_the_first_run(runs):
    first, second, _ = runs
    share = second["stats"]["requests"] / first["stats"]["requests"]
    print(f"{second['stats']['requests']} of {first['stats']['requests']} requests: {share:.2%}")  # noqa: T201 - the figure
    assert share <= 0.03


def test_beyond_its_age_every_article_is_unchanged_by_its_validators_or_its_bytes(runs):
    third = runs[2]
    kinds, pages = third["stats"]["kinds"], third["report"]["pages"]["by_kind_and_status"]["article"]
    assert kinds["article"] + kinds["print"] >= ARTICLES
    assert third["stats"]["articles"] == {}, "a page was sent whole that its validators would have spared"
    assert pages["304"] >= ARTICLES - 1
    frontier = third["report"]["frontier"]
    assert frontier.get("done", 0) <= sum(third["stats"]["kinds"][kind] for kind in kinds.keys() - {"article", "print"})
    assert frontier["unchanged"] >= kinds["article"] + kinds["print"]
    assert "failed" not in frontier


def test_nothing_is_published_and_no_file_appears(runs):
    first, second, third = runs
    assert len(first["feeds"]) == 1
    assert second["feeds"] == third["feeds"] == first["feeds"]
    for run in (second, third):
        articles = run["report"]["articles"]
        assert (articles["new"], articles["changed"], articles["gone"], articles["duplicate"]) == (0, 0, 0, 0)
        assert (run["report"]["exit_code"], run["report"]["trouble"]) == (0, None)
        assert "nothing new" in run["messages"]


def test_a_site_without_validators_is_known_by_its_bytes(tmp_path):
    with serving(news_site(6)) as site:
        crawl_stub(site.url, tmp_path, "-s", "DOWNLOAD_DELAY=0")
        make_due(tmp_path)
        site.asked.clear()
        again = crawl_stub(site.url, tmp_path, "-s", "DOWNLOAD_DELAY=0")
    assert again.returncode == 0, again.stderr
    assert len(site.times("/article/")) == 6
    report = json.loads((tmp_path / "data/reports/stub/2.json").read_text(encoding="utf-8"))
    assert report["articles"]["unchanged"] == 6, report
    assert report["frontier"]["unchanged"] == 7
    assert len(list((tmp_path / "data/feeds/stub").iterdir())) == 1


def test_a_new_article_on_the_front_page_costs_itself_only(tmp_path):
    script = news_site(6)
    with serving(script) as site:
        crawl_stub(site.url, tmp_path, "-s", "DOWNLOAD_DELAY=0")
        script |= {"/": [front_page(7)], "/article/7": [article_page(7, 7)]}
        site.asked.clear()
        again = crawl_stub(site.url, tmp_path, "-s", "DOWNLOAD_DELAY=0")
    assert "1 new, 0 changed" in again.stderr
    assert sorted(site.paths()) == ["/", "/article/7", "/robots.txt"]


def test_an_article_of_a_page_that_failed_is_got_by_a_later_run(tmp_path):
    script = news_site(3) | {"/article/2": [Answer("busy", 500)]}
    with serving(script) as site:
        crawl_stub(site.url, tmp_path, "-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_TIMES=0")
        script["/article/2"] = [article_page(2, 3)]
        soon = crawl_stub(site.url, tmp_path, "-s", "DOWNLOAD_DELAY=0")
        assert "nothing new" in soon.stderr, "it waits before it asks again"
        make_due(tmp_path)
        later = crawl_stub(site.url, tmp_path, "-s", "DOWNLOAD_DELAY=0")
    assert "1 new, 0 changed" in later.stderr


def make_due(folder):
    with sqlite3.connect(folder / "data/newsbot.db") as connection:
        connection.execute("UPDATE urls SET due_at = ? WHERE kind = 'article'", (LONG_AGO,))
    connection.close()
