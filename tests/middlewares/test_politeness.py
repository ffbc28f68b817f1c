"""How fast a host is asked, seen from the host's side, with the real crawl command."""

import json
from itertools import pairwise

import pytest
from command_line import crawl_stub
from scripted_site import Answer, article_page, front_page, news_site, serving

pytestmark = pytest.mark.crawl

# Without any delay Scrapy 2.19 takes several requests from the queue before it counts the first one as under way.
FAST = ("-s", "DOWNLOAD_DELAY=0.05")


def gaps(times):
    return [later - earlier for earlier, later in pairwise(times)]


def report(folder):
    return json.loads((folder / "data/reports/stub/1.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("directive", ["Crawl-delay: 0.5", "Request-rate: 2/1s"])
def test_robots_txt_spaces_the_requests_exactly(tmp_path, directive):
    script = news_site(4) | {"/robots.txt": [Answer(f"User-agent: *\n{directive}\n")]}
    with serving(script) as site:
        run = crawl_stub(site.url, tmp_path, *FAST, "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8")
    assert run.returncode == 0, run.stderr
    assert len(site.times()) == 5
    assert min(gaps(site.times())) > 0.45
    assert max(gaps(site.times())) < 1.5


def test_what_robots_txt_says_to_newsbot_by_name_comes_first(tmp_path):
    robots = "User-agent: newsbot\nDisallow: /article/2\n\nUser-agent: *\nDisallow: /\n"
    with serving(news_site(3) | {"/robots.txt": [Answer(robots)]}) as site:
        run = crawl_stub(site.url, tmp_path, *FAST)
    assert run.returncode == 0, run.stderr
    assert sorted(site.paths()) == ["/", "/article/1", "/article/3", "/robots.txt"]
    assert report(tmp_path)["skipped"] == {"robots": 1}
    (line,) = (tmp_path / "data/reports/stub/1.skipped.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {
        "url": f"{site.url}article/2",
        "reason": "robots",
        "depth": 1,
        "found_on": site.url,
    }


def test_a_crawl_delay_beyond_the_cap_is_cut_with_a_warning(tmp_path):
    script = news_site(2) | {"/robots.txt": [Answer("User-agent: *\nCrawl-delay: 3600\n")]}
    with serving(script) as site:
        run = crawl_stub(site.url, tmp_path, *FAST, "-s", "NEWSBOT_CRAWL_DELAY_CAP_SECONDS=1")
    assert run.returncode == 0, run.stderr
    assert "NEWSBOT_CRAWL_DELAY_CAP_SECONDS" in run.stderr
    assert min(gaps(site.times())) > 0.9


def test_retry_after_pauses_the_host_and_the_page_is_had_in_the_end(tmp_path):
    script = news_site(3)
    script["/article/2"] = [Answer("later", 429, {"Retry-After": "2"}), article_page(2, 3)]
    with serving(script) as site:
        run = crawl_stub(site.url, tmp_path, *FAST)
    assert run.returncode == 0, run.stderr
    refused = site.times("/article/2")[0]
    assert min(at for at in site.times() if at > refused) - refused > 1.9
    assert len(site.times("/article/2")) == 2
    assert report(tmp_path)["articles"]["new"] == 3
    assert report(tmp_path)["backoff"]["count"] == 1


def test_503_without_retry_after_slows_the_host_down(tmp_path):
    script = news_site(2)
    script["/article/1"] = [Answer("busy", 503), article_page(1, 2)]
    with serving(script) as site:
        run = crawl_stub(site.url, tmp_path, *FAST)
    assert run.returncode == 0, run.stderr
    refused = site.times("/article/1")[0]
    assert min(at for at in site.times() if at > refused) - refused > 0.9


def test_a_time_out_counts_as_being_asked_to_slow_down(tmp_path):
    script = news_site(2)
    script["/article/1"] = [Answer("slow", seconds=8), article_page(1, 2)]
    with serving(script) as site:
        run = crawl_stub(site.url, tmp_path, *FAST, "-s", "DOWNLOAD_TIMEOUT=1")
    assert run.returncode == 0, run.stderr
    assert report(tmp_path)["pages"]["failed"] == {"timeout": 1}
    assert report(tmp_path)["backoff"]["count"] == 1
    assert "Traceback" not in run.stderr


def test_a_site_that_only_refuses_ends_the_run_as_blocked(tmp_path):
    script = {"/": [front_page(9)], "/robots.txt": [Answer("")]}
    script |= {f"/article/{number}": [Answer("no", 403)] for number in range(1, 10)}
    with serving(script) as site:
        run = crawl_stub(site.url, tmp_path, *FAST, "-s", "NEWSBOT_BLOCKED_AFTER=5")
    assert run.returncode == 5, run.stderr
    assert 5 <= len(site.times("/article/")) <= 7
    assert report(tmp_path)["state"] == "blocked"


def test_a_contact_is_named_to_the_site(tmp_path):
    with serving(news_site(1)) as site:
        crawl_stub(site.url, tmp_path, *FAST, NEWSBOT_CONTACT="https://example.org/bot")
    agents = {headers["User-Agent"] for _, _, headers in site.asked}
    assert len(agents) == 1
    assert agents.pop().endswith("(+https://example.org/bot)")


def test_a_run_against_strangers_without_a_contact_is_warned_of(tmp_path):
    with serving(news_site(1)) as site:
        run = crawl_stub(site.url, tmp_path, *FAST, "-s", "NEWSBOT_LOOPBACK_ALLOWED=false")
    assert "NEWSBOT_CONTACT" in run.stderr
