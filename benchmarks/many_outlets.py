"""Spiders for the sites of `many_sites`: an outlet for each, and ``all_sites``, which crawls them all as one outlet."""

import os
from typing import Any

from many_sites import address, outlet_name

from newsbot.spiders.demo import DemoSpider

_SITES, _PORT = map(int, os.environ["MANY_SITES"].split())


def _declared(name: str, numbers: range) -> type[DemoSpider]:
    hosts = [address(number) for number in numbers]

    def begin(self: DemoSpider, **arguments: Any) -> None:
        DemoSpider.__init__(self, url=f"http://{hosts[0]}:{_PORT}/", **arguments)
        self.start_urls = [f"http://{host}:{_PORT}/" for host in hosts]

    values = {"name": name, "allowed_domains": hosts, "__init__": begin, "__module__": __name__}
    return type(name, (DemoSpider,), values)


globals().update(
    {outlet_name(number): _declared(outlet_name(number), range(number, number + 1)) for number in range(_SITES)}
)
all_sites = _declared("all_sites", range(_SITES))
