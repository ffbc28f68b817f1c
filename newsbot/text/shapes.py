"""The shape of an address: what it has in common with the addresses of pages made alike; never its identity."""

from re import compile as pattern
from urllib.parse import parse_qsl, unquote, urlsplit

from newsbot.text.numbers import western_digits

ANY, NUMBER = "*", "#"
_DIGITS = pattern(r"\d+")
# A headline in an address: of some length, of four words or more, or in Arabic.
_SLUG = pattern(r".{25,}|[^-_]+(?:[-_][^-_]+){3,}|.*[^\x00-\x7f].*")
# «5f3a9c2e», «aw123b»: letters and figures in turns are a key.
_KEY = pattern(r"(?=(?:.*\d[^\d.]){2})[\w-]{6,}")
_ENDING = pattern(r"\.[a-z]{2,5}$")


def address_shape(url: str, *, is_listing: bool = False) -> str:
    """Return host and path of *url* with ``#`` for its figures and ``*`` for headlines and keys; no port, no scheme.

    The last part of a listing's path is ``*`` too: sections of one site are made alike. Values of the query are ``#``
    where they are figures, else ``*``. An address that cannot be read is its own shape.

    >>> address_shape("https://www.example.com/2026/11/22/some-long-headline-of-news.html?id=5")
    'example.com/#/#/#/*.html?id=#'
    >>> address_shape("http://example.com:8000/section/sport?page=2", is_listing=True)
    'example.com/section/*?page=#'
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return url
    segments = [_segment(segment) for segment in unquote(parts.path).strip("/").split("/")]
    if is_listing and segments[-1] not in {"", NUMBER}:
        segments[-1] = ANY
    pairs = sorted(parse_qsl(parts.query, keep_blank_values=True))
    query = "&".join(f"{name}={NUMBER if western_digits(value).isdecimal() else ANY}" for name, value in pairs)
    return f"{host}/{'/'.join(segments)}{f'?{query}' if query else ''}"


def _segment(segment: str) -> str:
    text = western_digits(segment).lower()
    ending = _ENDING.search(text)
    stem, tail = (text[: ending.start()], ending[0]) if ending else (text, "")
    if stem.isdecimal():
        return NUMBER + tail
    if _SLUG.fullmatch(stem) or _KEY.fullmatch(stem):
        return ANY + tail
    return _DIGITS.sub(NUMBER, stem) + tail
