"""What a person sees of a run."""

import os
import pty
import re
import subprocess

import pytest
from command_line import COMMAND, STUB_OUTLET, crawl_stub, environment
from scripted_site import news_site, serving

from newsbot.extensions.progress import isolated, progress_line, summary

STATS = {
    "newsbot/article/new": 1234,
    "newsbot/article/duplicate": 5,
    "newsbot/article/dropped/no_body": 2,
    "newsbot/article/dropped/no_headline": 1,
    "newsbot/page/status/article/200": 1200,
    "newsbot/page/status/article/304": 30,
    "newsbot/frontier/unchanged/article": 30,
    "newsbot/page/status/listing/200": 70,
    "newsbot/frontier/failed": 3,
    "newsbot/feed/path": "data/feeds/demo/x.jsonl",
    "newsbot/feed/lines": 1234,
    "newsbot/run/report": "data/reports/demo/7.json",
}


def test_the_line():
    assert progress_line("demo", STATS, 65.0) == (
        "demo: 1,300 pages, 1,234 new, 0 changed, 5 duplicate, 3 dropped, 3 failed, 20.0 pages/s, 0:01:05"
    )


def test_the_summary():
    assert summary("demo", "finished", STATS, 65.0) == [
        "demo: complete",
        "  articles  1,234 new, 0 changed, 30 unchanged, 5 duplicate",
        "  dropped   2 no_body, 1 no_headline",
        "  pages     1,300 in 0:01:05, 20.0 a second; 3 failed",
        "  feed      data/feeds/demo/x.jsonl (1,234 lines)",
        "  report    data/reports/demo/7.json",
    ]


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("finished", "complete, but the site looks dead: no articles"),
        ("shutdown", "interrupted"),
        ("max_pages", "stopped at a limit"),
        ("closespider_timeout", "stopped at a limit"),
        ("blocked", "refuses us"),
        ("storage_failure", "disk"),
        ("cancelled", "cancelled"),
    ],
)
def test_endings(reason, words):
    assert words in summary("demo", reason, {"newsbot/page/status/listing/200": 1}, 0.0)[0]


def test_a_headline_cannot_turn_the_line_around():
    assert isolated("خبر") == "\N{FIRST STRONG ISOLATE}خبر\N{POP DIRECTIONAL ISOLATE}"


def on_a_terminal(folder, url, **variables):
    """Run a crawl whose stderr is a terminal; returns what was written to it."""
    (folder / "stub_outlets.py").write_text(STUB_OUTLET.format(url=url, domain="127.0.0.1"), encoding="utf-8")
    settings = ("SPIDER_MODULES=stub_outlets", "NEWSBOT_LOOPBACK_ALLOWED=true", "DOWNLOAD_DELAY=0.1")
    options = [word for setting in settings for word in ("-s", setting)]
    ours, theirs = pty.openpty()
    run = subprocess.Popen(
        [*COMMAND, "crawl", "stub", *options],
        cwd=folder,
        env=environment(PYTHONPATH=str(folder), TERM="xterm-256color", COLUMNS="160", **variables),
        stderr=theirs,
    )
    os.close(theirs)
    written = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the terminal is closed with its last program
            break
        if not piece:
            break
        written += piece
    os.close(ours)
    assert run.wait(timeout=30) == 0
    return written.decode()


@pytest.mark.crawl
def test_on_a_terminal_the_line_lives_and_log_lines_stand_above_it(tmp_path):
    with serving(news_site(8)) as site:
        written = on_a_terminal(tmp_path, site.url)
    assert "\x1b[2K" in written, "the line is wiped and written anew"
    assert "\N{FIRST STRONG ISOLATE}عنوان الخبر رقم" in written
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", written)
    assert "stub: complete" in plain
    assert re.search(r"^\S+ \S+ \[scrapy\.core\.engine\] INFO: Closing spider", plain.replace("\r", "\n"), re.MULTILINE)


@pytest.mark.crawl
def test_no_color_is_respected(tmp_path):
    with serving(news_site(3)) as site:
        written = on_a_terminal(tmp_path, site.url, NO_COLOR="1")
    assert not re.search(r"\x1b\[[0-9;]*(3[0-7]|9[0-7]|38|48)[0-9;]*m", written)


@pytest.mark.crawl
def test_progress_can_be_silenced(tmp_path):
    with serving(news_site(2)) as site:
        run = crawl_stub(site.url, tmp_path, "-s", "DOWNLOAD_DELAY=0", NEWSBOT_PROGRESS_ENABLED="no")
    assert run.returncode == 0
    assert "articles " not in run.stderr
