"""A small Arabic news outlet, «مرفأ الصباح», served on loopback for the demo, the tests and the benchmarks.

Nothing in it is real news, and nothing outside this folder depends on how it is made: start it with
``newsbot.demo.server.DemoServer`` (or ``python -m newsbot.demo``), read what it says with ``truth`` and what a crawl is
to find with ``expected``. Where the trouble is stands in ``newsbot.demo.places``, the markup in ``newsbot.demo.pages``.
"""

from newsbot.demo.expectation import expected, truth

__all__ = ["expected", "truth"]
