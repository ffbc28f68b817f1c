"""Finds the spider of an outlet by its name, which is its module's too; it makes no spider and crawls nothing."""

from collections.abc import Sequence
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import Self

from scrapy import Request, Spider
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.spider import iter_spider_classes


class OutletLoader:
    """Scrapy's spider loader, but loading one spider imports one module, and all only for lists and other names.

    To import the library's hundred modules took a tenth of a second CPU of every command. So an outlet whose module is
    broken stops no other outlet's crawl.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self._settings = settings
        self._packages: list[str] = settings.getlist("SPIDER_MODULES")

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Read SPIDER_MODULES."""
        return cls(settings)

    def load(self, spider_name: str) -> type[Spider]:
        """Return the spider called so; raises KeyError where there is none."""
        return self._of_module(spider_name) or self._all.load(spider_name)

    def list(self) -> Sequence[str]:
        """Return the names of all spiders."""
        return self._all.list()

    def find_by_request(self, request: Request) -> Sequence[str]:
        """Return the names of the spiders whose domains *request* belongs to."""
        return self._all.find_by_request(request)

    @cached_property
    def _all(self) -> SpiderLoader:
        return SpiderLoader(self._settings)

    def _of_module(self, name: str) -> type[Spider] | None:
        for package in self._packages:
            if _has_module(package, name):
                spiders = iter_spider_classes(import_module(f"{package}.{name}"))
                if found := next((spider for spider in spiders if spider.name == name), None):
                    return found
        return None


def _has_module(package: str, name: str) -> bool:
    try:
        return name.isidentifier() and find_spec(f"{package}.{name}") is not None
    except ModuleNotFoundError:
        return False  # one module holds several spiders, or *package* is missing, which the loader of all tells
