"""What a page asks of robots: noindex; robots.txt itself is obeyed by Scrapy's middleware."""

from collections.abc import Mapping

_NO = frozenset({"noindex", "none"})


def is_noindex(meta: Mapping[str, list[str]], header: bytes | None) -> bool:
    """Whether the page asks not to be kept: <meta name="robots"> or an X-Robots-Tag header without a robot's name."""
    values = [*meta.get("robots", ()), *meta.get("newsbot", ()), (header or b"").decode("latin-1")]
    words = {word.strip().lower() for value in values for word in value.split(",")}
    return bool(words & _NO)
