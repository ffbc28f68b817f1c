"""How fast a snapshot goes, and when it may end."""

from newsbot.extensions.pace import Pace
from newsbot.extensions.progress import snapshot_line

STATS = {
    "newsbot/frontier/new": 400, "newsbot/frontier/done": 120, "newsbot/frontier/gone": 3, "newsbot/frontier/failed": 2,
    "newsbot/frontier/skipped": 5, "newsbot/article/new": 80, "newsbot/warc/bytes": 12_345_678,
}  # fmt: skip


def test_at_the_start_no_time_is_guessed():
    pace = Pace()
    assert (pace.rate, pace.left(100)) == (0.0, "--")
    pace.note(4.0, 400)
    assert pace.left(100) == "--"
    pace.note(6.0, 2)
    assert Pace().left(0) == "--"


def test_the_rate_is_that_of_the_last_minute():
    pace = Pace()
    for second in range(0, 301, 5):
        pace.note(second, second * 10 if second <= 200 else 2000 + (second - 200) * 2)
    assert round(pace.rate) == 2
    assert pace.left(3600 * 2) == "1:00:00"


def test_when_nothing_moves_no_end_is_told():
    pace = Pace()
    for second in range(0, 200, 5):
        pace.note(second, 50)
    assert pace.left(10) == "--"


def test_few_samples_are_kept():
    pace = Pace()
    for number in range(100_000):
        pace.note(number / 4, number)
    assert len(pace._samples) < 300  # noqa: SLF001 - what it may not grow by


def test_the_line_tells_found_done_bytes_rate_and_time_left():
    pace = Pace()
    assert snapshot_line("demo", STATS, 10.0, 50, pace) == (
        "demo: 130 of 450 addresses, 80 new, 2 failed, 12.3 MB, 13.0 a second, 0:00:10, 0:00:25 left"
    )
    assert snapshot_line("demo", {}, 0.0, 0, Pace()).endswith("0.0 a second, 0:00:00, -- left")
