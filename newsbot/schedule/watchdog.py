"""A thread that sees when the loop stands still, in a page's parsing perhaps, which nothing in the loop could see.

What it may do is little: the store and the log belong to the thread that hangs. It tells on stderr where every thread
is and replaces the process, or ends it. Where the thread that hangs does not even let another one run, as a regular
expression does not, the process ends with exit code 1 a little later.
"""

import faulthandler
import sys
import threading
from collections.abc import Callable
from time import monotonic

LOOK_EVERY_SECONDS = 1.0
GRACE_SECONDS = 10.0
"""So much longer the interpreter's own watch waits, which needs no thread of Python's to run."""


class Watchdog(threading.Thread):
    """Calls *bark* when *beat* has not moved for so many seconds, which *patience* gives."""

    def __init__(self, beat: Callable[[], float], patience: Callable[[], float], bark: Callable[[], object]) -> None:
        super().__init__(name="watchdog", daemon=True)
        self._beat, self._patience, self._bark = beat, patience, bark
        self._is_over = threading.Event()

    def stop(self) -> None:
        """Look no more."""
        self._is_over.set()
        faulthandler.cancel_dump_traceback_later()

    def run(self) -> None:
        """Look every second."""
        while not self._is_over.wait(LOOK_EVERY_SECONDS):
            still = monotonic() - self._beat()
            if still > self._patience():
                sys.stderr.write(f"newsbot: nothing has moved for {still:.0f} seconds; this is where it stands:\n")
                sys.stderr.flush()
                faulthandler.dump_traceback()
                self._bark()
                return
            faulthandler.dump_traceback_later(self._patience() + GRACE_SECONDS, exit=True)
