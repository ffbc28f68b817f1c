"""The board that Prometheus reads: many crawls in one process, bounded labels, nothing counted twice."""

from datetime import UTC, datetime, timedelta
from urllib.request import urlopen

import pytest

from newsbot.extensions.board import Board, board_text, earlier_counters, serve
from newsbot.extensions.metrics import shared_board

pytest.importorskip("prometheus_client", reason="prometheus-client is not installed")
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
STATS = {
    "newsbot/article/new": 3,
    "newsbot/article/dropped/no_body": 2,
    "newsbot/page/status/article/200": 3,
    "newsbot/page/status/listing/200": 1,
    "newsbot/page/status/article/299": 1,
    "newsbot/page/status/article/777": 1,
    "newsbot/page/failed/timeout": 4,
    "downloader/response_bytes": 1000,
}


def samples(text):
    from prometheus_client.parser import text_string_to_metric_families

    found = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    names = [(sample.name, *sorted(sample.labels.items())) for sample in found]
    assert len(names) == len(set(names)), "each time series once"
    return {name: sample.value for name, sample in zip(names, found, strict=True)}


def text_of(board):
    from prometheus_client import generate_latest

    from newsbot.extensions.board import registry

    return generate_latest(registry(board)).decode()


def test_crawls_of_one_process_share_the_board_and_finished_ones_stay_on_it():
    board, running = Board(), dict(STATS)
    board.begin("marfa", lambda: running, {}, NOW)
    board.begin("aleppo_today", lambda: {"newsbot/article/new": 1}, {}, NOW)
    told = samples(text_of(board))
    assert told["newsbot_articles_total", ("kind", "new"), ("outlet", "marfa")] == 3
    assert told["newsbot_articles_total", ("kind", "new"), ("outlet", "aleppo_today")] == 1
    assert told["newsbot_run_active", ("outlet", "marfa")] == 1
    running["newsbot/article/new"] = 5
    board.end("marfa", "finished", NOW + timedelta(minutes=5))
    board.begin("marfa", lambda: {"newsbot/article/new": 2}, {}, NOW + timedelta(hours=1))
    told = samples(text_of(board))
    assert told["newsbot_articles_total", ("kind", "new"), ("outlet", "marfa")] == 7
    assert told["newsbot_runs_total", ("outlet", "marfa"), ("reason", "finished")] == 1
    assert (
        told["newsbot_last_success_timestamp_seconds", ("outlet", "marfa")] == (NOW + timedelta(minutes=5)).timestamp()
    )


def test_labels_are_words_of_ours_and_known_statuses():
    board = Board()
    board.begin("marfa", lambda: STATS, {}, NOW)
    board.end("marfa", "an unheard-of reason", NOW)
    told = samples(text_of(board))
    assert told["newsbot_pages_total", ("outlet", "marfa"), ("status", "200")] == 4
    assert told["newsbot_pages_total", ("outlet", "marfa"), ("status", "other")] == 2
    assert told["newsbot_articles_total", ("kind", "dropped"), ("outlet", "marfa")] == 2
    assert told["newsbot_download_failures_total", ("outlet", "marfa"), ("trouble", "timeout")] == 4
    assert told["newsbot_runs_total", ("outlet", "marfa"), ("reason", "other")] == 1
    assert ("newsbot_last_success_timestamp_seconds", ("outlet", "marfa")) not in told


def test_what_the_store_says():
    board, stats = Board(), {}
    part = board.begin("marfa", lambda: stats, {}, NOW)
    part.see(waiting=10, findings=["silence", "field_coverage", "field_coverage"], newest=NOW)
    stats |= {"newsbot/frontier/done": 4, "newsbot/frontier/new": 7}
    told = samples(text_of(board))
    assert told["newsbot_queue_urls", ("outlet", "marfa")] == 13
    assert told["newsbot_findings", ("outlet", "marfa"), ("rule", "field_coverage")] == 2
    assert told["newsbot_last_article_timestamp_seconds", ("outlet", "marfa")] == NOW.timestamp()
    board.end("marfa", "finished", NOW)
    assert samples(text_of(board))["newsbot_queue_urls", ("outlet", "marfa")] == 13


def test_a_file_goes_on_from_the_one_before(tmp_path):
    path = tmp_path / "newsbot_marfa.prom"
    for _ in range(3):
        board = Board()
        board.begin("marfa", lambda: STATS, earlier_counters(path), NOW)
        board.end("marfa", "finished", NOW)
        path.write_text(board_text(board, "marfa"), encoding="utf-8")
    told = samples(path.read_text(encoding="utf-8"))
    assert told["newsbot_articles_total", ("kind", "new"), ("outlet", "marfa")] == 9
    assert told["newsbot_received_bytes_total", ("outlet", "marfa")] == 3000
    assert told["newsbot_runs_total", ("outlet", "marfa"), ("reason", "finished")] == 3


@pytest.mark.parametrize("content", ["", "no metrics at all {", "newsbot_runs_total{outlet=", "\x00"])
def test_a_file_that_is_none_begins_anew(tmp_path, content):
    path = tmp_path / "newsbot_marfa.prom"
    path.write_text(content, encoding="utf-8")
    assert earlier_counters(path) == {}
    assert earlier_counters(tmp_path / "missing.prom") == {}


def test_the_process_has_one_board_for_an_address():
    assert shared_board("127.0.0.1", 0) is shared_board("127.0.0.1", 0)


def test_it_is_served_with_the_process_own_figures():
    board = Board()
    board.begin('"outlet"\n\\ عربي', lambda: STATS, {}, NOW)
    port = serve(board, "127.0.0.1", 0)
    with urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        told = samples(answer.read().decode())
    assert told["newsbot_articles_total", ("kind", "new"), ("outlet", '"outlet"\n\\ عربي')] == 3
    assert told["process_resident_memory_bytes",] > 0
