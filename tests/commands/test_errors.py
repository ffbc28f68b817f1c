"""Whatever a person can get wrong: one line that names it, an exit code of its own, and nothing half-written."""

import pytest
from command_line import crawl_stub, newsbot
from scripted_site import news_site, serving

pytestmark = pytest.mark.crawl


@pytest.mark.parametrize(
    ("arguments", "variables", "code", "words"),
    [
        (["crawl", "nope"], {}, 7, ["nope", "newsbot list", "generic"]),
        (["crawl", "anapres"], {}, 7, ["did you mean anapress?"]),
        (["crawl", "demo", "-a", "max_pages=0"], {}, 7, ["max_pages", "'0'"]),
        (["crawl", "demo", "-a", "depth=deep"], {}, 7, ["depth", "'deep'"]),
        (["crawl", "demo", "-a", "maxpages=3"], {}, 7, ["maxpages", "max_pages"]),
        (["crawl", "demo"], {}, 7, ["-a url"]),
        (["crawl", "demo", "-s", "DOWNLOAD_DELAY=soon"], {}, 7, ["DOWNLOAD_DELAY", "'soon'"]),
        (["crawl", "demo", "-s", "NEWSBOT_BLOCKED_AFTER=0"], {}, 7, ["NEWSBOT_BLOCKED_AFTER", "'0'", "from 1"]),
        (["crawl", "demo", "-s", "NEWSBOT_DATADIR=x"], {}, 7, ["NEWSBOT_DATADIR", "NEWSBOT_DATA_DIR"]),
        (["crawl", "demo", "-L", "LOUD"], {}, 7, ["LOG_LEVEL", "LOUD"]),
        (["crawl", "demo"], {"NEWSBOT_CONTACT": "me"}, 7, ["NEWSBOT_CONTACT", "'me'"]),
        (["list"], {"NEWSBOT_CONTACT": "me"}, 7, ["NEWSBOT_CONTACT", "'me'"]),
        (["crawl", "demo"], {"NEWSBOT_STORE_URL": "mysql://x"}, 7, ["NEWSBOT_STORE_URL"]),
        (["crawl", "anapress"], {"NEWSBOT_DATA_DIR": "/proc/newsbot"}, 8, ["NEWSBOT_DATA_DIR", "/proc/newsbot"]),
        (["crawl", "anapress", "-O", "/proc/newsbot/x.jsonl"], {}, 8, ["output file", "/proc/newsbot"]),
        (["demo", "--articles", "few"], {}, 7, ["--articles", "'few'"]),
        (["status"], {}, 8, ["newsbot.db"]),
        (["show", "x"], {}, 8, ["newsbot.db"]),
        (["crwl"], {}, 2, ["crwl", "did you mean crawl?"]),
        (["extract", "--outlet", "nope", "x.html"], {}, 7, ["--outlet", "nope"]),
        (["extract", "--batch", "missing.jsonl"], {}, 7, ["--batch", "missing.jsonl"]),
    ],
)
def test_one_line_and_a_code(tmp_path, arguments, variables, code, words):
    run = newsbot(*arguments, cwd=tmp_path, **variables)
    assert run.returncode == code, run.stderr
    lines = [line for line in run.stderr.splitlines() if " INFO: " not in line and " WARNING: " not in line]
    assert len(lines) == 1, run.stderr
    assert lines[0].startswith("newsbot: ")
    assert all(word in lines[0] for word in words), lines[0]
    assert run.stdout == ""
    assert not list(tmp_path.rglob("*.jsonl"))
    assert not list(tmp_path.rglob("*.json"))


@pytest.mark.parametrize("arguments", [["crawl"], ["crawl", "a", "b"], ["crawl", "demo", "--bogus"], ["extract"]])
def test_wrong_usage_prints_the_usage(tmp_path, arguments):
    run = newsbot(*arguments, cwd=tmp_path)
    assert run.returncode == 2
    assert f"newsbot {arguments[0]}" in run.stderr
    assert "Traceback" not in run.stderr
    assert not list(tmp_path.iterdir())


def test_a_data_folder_that_is_a_file(tmp_path):
    (tmp_path / "data").write_text("mine", encoding="utf-8")
    run = newsbot("crawl", "anapress", cwd=tmp_path)
    assert run.returncode == 8, run.stderr
    assert "NEWSBOT_DATA_DIR" in run.stderr
    assert (tmp_path / "data").read_text(encoding="utf-8") == "mine"


def test_a_store_that_is_no_database(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/newsbot.db").write_text("this is no database, " * 100, encoding="utf-8")
    with serving(news_site(1)) as site:
        run = crawl_stub(site.url, tmp_path)
    assert run.returncode == 8, run.stderr
    assert "newsbot.db" in run.stderr
    assert "Traceback" not in run.stderr
    assert site.asked == []


def test_an_output_file_is_not_truncated_by_an_unknown_outlet(tmp_path):
    (tmp_path / "mine.jsonl").write_text("mine\n", encoding="utf-8")
    assert newsbot("crawl", "nope", "-O", "mine.jsonl", cwd=tmp_path).returncode == 7
    assert (tmp_path / "mine.jsonl").read_text(encoding="utf-8") == "mine\n"


def test_a_site_that_is_not_there(tmp_path):
    run = crawl_stub("http://127.0.0.1:1/", tmp_path, "-s", "DOWNLOAD_DELAY=0")
    assert run.returncode == 5, run.stderr
    assert "the site looks dead: refused" in run.stderr
    assert "Traceback" not in run.stderr
