import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from newsbot.middlewares.chromium import BROWSERS


def pytest_collection_modifyitems(items):
    lacking = None
    if not any(map(shutil.which, BROWSERS)):
        lacking = "no Chromium on this machine (Debian: chromium)"
    elif find_spec("scrapy_playwright") is None:
        lacking = "newsbot[browser] is not installed"
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.crawl)
            if lacking:
                item.add_marker(pytest.mark.skip(reason=lacking))
