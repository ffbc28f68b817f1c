"""The first thing that a person runs."""

import json
import socket

import pytest
from command_line import newsbot

from newsbot.commands.demo import PORT, feed_lines, free_port
from newsbot.demo.server import HOST

pytestmark = pytest.mark.crawl


def test_the_demo_ends_with_a_feed_that_a_person_can_read(tmp_path):
    run = newsbot("demo", "--articles", "60", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    (feed,) = (tmp_path / "data/feeds/demo").glob("*.jsonl")
    items = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
    assert len(items) > 50
    assert f"The feed: data/feeds/demo/{feed.name}" in run.stdout
    assert items[0]["headline"] in run.stdout
    assert run.stdout.endswith("newsbot serve\n")
    assert "new" in run.stderr
    assert "Traceback" not in run.stderr


def test_it_shows_its_feed_whatever_the_feeds_of_this_machine_are(tmp_path):
    elsewhere = {"NEWSBOT_FEED_FORMAT": "csv", "NEWSBOT_FEED_DESTINATION": str(tmp_path / "elsewhere")}
    run = newsbot("demo", "--articles", "30", cwd=tmp_path, **elsewhere)
    assert run.returncode == 0, run.stderr
    assert "The feed: data/feeds/demo/" in run.stdout
    assert not (tmp_path / "elsewhere").exists()


def test_a_taken_port_is_passed_by():
    with socket.socket() as holder:
        try:
            holder.bind((HOST, PORT))
        except OSError:
            pytest.skip(f"port {PORT} is in use")
        holder.listen()
        assert free_port() == 0
    assert free_port() in {PORT, 0}


def test_without_a_feed_it_says_so():
    assert feed_lines(None) == ["No feed was published."]
