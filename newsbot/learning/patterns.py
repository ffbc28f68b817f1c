"""Regular expressions for the addresses of a site's articles and listings, generalised from samples; no page is read.

Both are searched as `newsbot.pages.rules.Outlet` does: the article's in the path, where the part that matches is its
identity, the listing's in path and query. An expression is tried from the plainest form on, and taken only if it holds
on all that is known: it matches every article, gives each an identity of its own, and matches no other address. Where
none holds the answer is None: addresses are then told by their form, and nothing is lost.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile
from re import compile as pattern
from urllib.parse import urlsplit

from newsbot.learning.addresses import SiteAddresses
from newsbot.learning.segments import Form, Path, Segment, escaped, path_of
from newsbot.text.urls import url_key

LEAST_ARTICLES = 3
"""From fewer addresses nothing can be told: two numbers may share their beginning by chance."""
LEAST_LISTINGS = 3
"""Sections that share a first word; two may be any two pages."""
MOST_ALTERNATIVES = 3
"""Forms of article addresses on one site; what needs more is better told by the generic form."""
MOST_EXCLUDED = 8
"""First words that an expression names as no article's; more would be a list that nobody keeps."""
LONG_NUMBER = 4
"""Digits from which a number is an id wherever it stands: page numbers and days are shorter."""
FEW_MARKS, MANY_MARKS = 2, 3
"""Hyphens from which a segment is a headline wherever it stands: «about-us» has one."""

_ANY = "[^/]+"
_WHOLE_DAY = r"[\d_-]{8,10}"
_YEAR = pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NOT_TELLING = frozenset({_ANY, r"\d+"})


def article_pattern(addresses: SiteAddresses) -> str | None:
    """Return what is searched in the path of an article's address; None where no expression holds.

    None too where only the query tells articles apart (``/?p=12``, ``/article.php?id=1``): see `are_told_by_query`.
    """
    paths = [path_of(url) for url in addresses.articles]
    if len(paths) < LEAST_ARTICLES or are_told_by_query(addresses):
        return None
    known = _Known(addresses, paths)
    return known.solved(paths) or _of_groups(paths, known)


def are_told_by_query(addresses: SiteAddresses) -> bool:
    """Tell whether articles share a path, so that only what follows the question mark names them."""
    paths = {urlsplit(url).path for url in addresses.articles}
    return len(paths) < len(addresses.articles)


def listing_pattern(addresses: SiteAddresses) -> str | None:
    """Return what is searched in path and query of a listing's address; None where listings share no first word.

    None costs nothing: listings are then found by their place and look. A pattern that left one section out would.
    """
    listings = [path_of(url) for url in addresses.listings]
    shared = _shared([*listings, *map(path_of, addresses.articles)])
    known = [_beginning(path, shared) for path in listings]
    if not known or None in known:
        return None
    every = (*addresses.listings, *addresses.menu, *addresses.services)
    counts = Counter(_beginning(path_of(url), shared) for url in every)
    beginnings = sorted({beginning for beginning in known if beginning})
    if any(counts[beginning] < LEAST_LISTINGS for beginning in beginnings) or len(beginnings) > MOST_ALTERNATIVES:
        return None
    regex = "|".join(f"^/{beginning}" for beginning in beginnings)
    search = pattern(regex).search
    return None if any(search(path_of(url).text) for url in addresses.articles) else regex


def _shared(paths: Sequence[Path]) -> int:
    """Return how many segments all *paths* begin with: one for a site below /ar/."""
    columns = zip(*(path.segments for path in paths), strict=False)
    return sum(1 for _ in takewhile(lambda column: len({segment.raw for segment in column}) == 1, columns))


def _beginning(path: Path, shared: int) -> str | None:
    r"""«section/[^/?]+» for /section/sport, «list\.php\?» for /list.php?cat=3, None for /sport.

    The *shared* first segments tell nothing: «ar/section/[^/?]+» for /ar/section/sport.
    """
    head = "".join(f"{segment.regex}/" for segment in path.segments[:shared])
    own = path.segments[shared:]
    if len(own) > 1:
        return rf"{head}{own[0].regex}/[^/?]+"
    return rf"{head}{own[0].regex}\?" if own and path.query else None


class _Known:
    """All that an expression has to hold on."""

    def __init__(self, addresses: SiteAddresses, paths: Sequence[Path]) -> None:
        self._texts = [path.text for path in paths]
        self._first_words = {path.segments[0].raw for path in paths if path.segments}
        forms = {path.form for path in paths}
        others = [path_of(url) for url in (*addresses.listings, *addresses.services)]
        menu = [path_of(url) for url in addresses.menu]
        # A menu's link in the very form of an article's address is a short headline.
        self._others = others + [path for path in menu if path.form not in forms or self._is_elsewhere(path)]

    def solved(self, paths: Sequence[Path]) -> str | None:
        """Return the first expression that holds for all articles."""
        return next((regex for regex in self.tried(paths) if self._holds(regex)), None)

    def tried(self, paths: Sequence[Path]) -> Iterator[str]:
        """Give the expressions that match no other address, the plainest first; first words are excluded at need."""
        for head, tail in _candidates(paths):
            regex = f"^{head}{tail}"
            search = pattern(regex).search
            wrong = {path.segments[0] for path in self._others if search(path.text)}
            if not wrong:
                yield regex
            elif len(wrong) <= MOST_EXCLUDED and not {word.raw for word in wrong} & self._first_words:
                yield f"^/(?!{'|'.join(sorted(f'{word.regex}/' for word in wrong))}){regex[2:]}"

    def _holds(self, regex: str) -> bool:
        """Tell whether *regex* gives every article an identity of its own."""
        found = [pattern(regex).search(text) for text in self._texts]
        keys = {url_key(f"https://host{match.string[: match.end()]}") for match in found if match}
        return len(keys) == len(self._texts)

    def is_held(self, regex: str) -> bool:
        """Tell whether *regex* holds for all articles and matches no other address."""
        return self._holds(regex) and not any(pattern(regex).search(path.text) for path in self._others)

    def _is_elsewhere(self, path: Path) -> bool:
        """Tell whether all articles stand below one word, and *path* does not."""
        return len(self._first_words) == 1 and path.segments[0].raw not in self._first_words


def _of_groups(paths: Sequence[Path], known: _Known) -> str | None:
    """Solve each form of addresses for itself; alternatives hold together or not at all."""
    groups: dict[object, list[Path]] = {}
    for path in paths:
        groups.setdefault(path.form, []).append(path)
    if len(groups) > MOST_ALTERNATIVES:
        return None
    parts = [next(known.tried(group), None) for group in groups.values()]
    regex = "|".join(dict.fromkeys(part for part in parts if part))
    return regex if all(parts) and regex and known.is_held(regex) else None


def _candidates(paths: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Give (what leads to the identity's last segment, that segment), the shortest identity and plainest form first."""
    for form in (Form.NUMBER, Form.NUMBER_FIRST, Form.NUMBER_LAST):
        for is_from_end in (False, True):
            indexes = [_index(path, form, is_from_end=is_from_end) for path in paths]
            if None not in indexes:
                yield from _ways(paths, [index for index in indexes if index is not None], form)
    if all(path.segments for path in paths):
        yield from _ways(paths, [len(path.segments) - 1 for path in paths], Form.WORDS)


def _index(path: Path, form: Form, *, is_from_end: bool) -> int | None:
    found = [index for index, segment in enumerate(path.segments) if segment.form is form]
    return None if not found else found[-1 if is_from_end else 0]


def _ways(paths: Sequence[Path], indexes: Sequence[int], form: Form) -> Iterator[tuple[str, str]]:
    last = [path.segments[index] for path, index in zip(paths, indexes, strict=True)]
    head, is_telling = _head(paths, indexes)
    tails = _word_tails if form is Form.WORDS else _number_tails
    yield from ((head, tail) for tail in tails(last, is_telling))


def _head(paths: Sequence[Path], indexes: Sequence[int]) -> tuple[str, bool]:
    """Return an expression for what stands before segment *index* of each path, and whether it alone tells articles.

    A word that all share does, and so does a day.
    """
    low, high = min(indexes), max(indexes)
    parts = [_general([path.segments[place] for path in paths]) for place in range(low)]
    any_depth = ""
    if low != high:
        fixed = next((place for place, part in enumerate(parts) if part in _NOT_TELLING), low)
        any_depth = f"(?:/{_ANY}){{{low - fixed},{high - fixed}}}"
        parts = parts[:fixed]
    return f"{''.join(f'/{part}' for part in parts)}{any_depth}/", not set(parts) <= _NOT_TELLING


def _general(column: Sequence[Segment]) -> str:
    forms = {segment.form for segment in column}
    if forms == {Form.YEAR}:
        return r"\d{4}"
    if forms == {Form.DAY}:
        return r"\d{1,2}" if all(len(segment.text) < 3 for segment in column) else _WHOLE_DAY  # noqa: PLR2004 - a day
    if forms == {Form.NUMBER}:
        # One year's articles share it, and next year's will not.
        return r"\d{4}" if all(_YEAR.fullmatch(segment.text) for segment in column) else r"\d+"
    return _without_years(column[0].regex) if len({segment.text for segment in column}) == 1 else _ANY


def _without_years(regex: str) -> str:
    return _YEAR.sub(r"\\d{4}", regex) if "%" not in regex else regex


def _number_tails(last: Sequence[Segment], is_telling: bool) -> Iterator[str]:  # noqa: FBT001 - as _word_tails
    """Give expressions for a segment with a number in it; without a telling word before, a number has to be long."""
    shortest = min(len(segment.number) for segment in last)
    counts = [f"{{{least},}}" for least in sorted({LONG_NUMBER, shortest}) if LONG_NUMBER <= least <= shortest]
    numbers = [rf"\d{count}" for count in (["+", *counts] if is_telling else counts)]
    form = last[0].form
    if form is Form.NUMBER:
        yield from numbers if is_telling else (*numbers, r"\d+(?=[/.]|$)")
    elif form is Form.NUMBER_FIRST:
        marks = "|".join(escaped(mark) for mark in sorted({segment.mark for segment in last}))
        yield from (*(numbers if is_telling else ()), *(rf"{number}(?={marks})" for number in numbers or [r"\d+"]))
    else:
        yield from _after_words(last, numbers or [r"\d+"])


def _after_words(last: Sequence[Segment], numbers: Sequence[str]) -> Iterator[str]:
    words = {segment.words for segment in last}
    if len(words) == 1:
        yield from (f"{_without_years(escaped(next(iter(words))))}{number}" for number in numbers)
    elif len(marks := {segment.mark for segment in last}) == 1 and "" not in marks:
        yield from (f"{_ANY}{escaped(next(iter(marks)))}{number}" for number in numbers)


def _word_tails(last: Sequence[Segment], is_telling: bool) -> Iterator[str]:  # noqa: FBT001 - one of two alike
    """Give expressions for a segment of words; without a telling word before, it needs hyphens or an extension."""
    if is_telling:
        yield _ANY
    mark = "_" if all("_" in segment.text for segment in last) else "-"
    least = min(segment.text.count(mark) for segment in last)
    for count in (MANY_MARKS, FEW_MARKS):
        if least >= count:
            yield f"(?:[^/{mark}]*{mark}){{{count},}}{_ANY}"
    if len(extensions := {segment.extension for segment in last}) == 1 and "" not in extensions:
        yield rf"{_ANY}{escaped(next(iter(extensions)))}"
