"""A loop that stands still is seen, by a thread or, where the interpreter itself stands still, by its own watch."""

import subprocess
import sys
from threading import Event
from time import monotonic, sleep

from newsbot.schedule.watchdog import Watchdog

STANDS_STILL = """
import os, re, sys, time
from newsbot.schedule import watchdog
watchdog.LOOK_EVERY_SECONDS, watchdog.GRACE_SECONDS = 0.1, 1.0
begun = time.monotonic()
watchdog.Watchdog(lambda: begun, lambda: 0.5, lambda: os._exit(42)).start()
{how}
"""


def test_it_barks_once_when_nothing_moves():
    barked = Event()
    begun = monotonic()
    watchdog = Watchdog(lambda: begun, lambda: 1.2, barked.set)
    watchdog.start()
    assert not barked.wait(1.0)
    assert barked.wait(5)
    watchdog.join(5)
    watchdog.stop()


def test_it_is_quiet_while_something_moves():
    barked = Event()
    watchdog = Watchdog(monotonic, lambda: 0.5, barked.set)
    watchdog.start()
    sleep(1.5)
    watchdog.stop()
    watchdog.join(5)
    assert not barked.is_set()


def stand_still(how):
    program = STANDS_STILL.format(how=how)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)


def test_a_thread_that_sleeps_is_seen_by_the_other():
    run = stand_still("time.sleep(30)")
    assert run.returncode == 42
    assert "nothing has moved" in run.stderr
    assert "Thread 0x" in run.stderr


def test_an_expression_that_never_ends_and_lets_no_thread_run_ends_the_process():
    run = stand_still("time.sleep(0.3); re.match('(a+)+$', 'a' * 60 + 'b')")
    assert run.returncode == 1
    assert "Timeout" in run.stderr
