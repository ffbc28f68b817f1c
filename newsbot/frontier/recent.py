"""The addresses met last, to pass over a menu's links without asking the store; never more than it may hold."""

from collections import OrderedDict

RECENT_KEYS = 20_000
"""About 4 MB."""


class RecentKeys:
    """A set that forgets what was met longest ago."""

    def __init__(self, limit: int = RECENT_KEYS) -> None:
        self._limit = limit
        self._keys: OrderedDict[str, None] = OrderedDict()

    def __contains__(self, key: str) -> bool:
        is_known = key in self._keys
        if is_known:
            self._keys.move_to_end(key)
        return is_known

    def add(self, key: str) -> None:
        """Remember *key*."""
        self._keys[key] = None
        if len(self._keys) > self._limit:
            self._keys.popitem(last=False)
