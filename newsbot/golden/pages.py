"""Golden pages: a page of an outlet with other words and the same structure, and what is to be read from it.

Nothing of the page's own text stays, and nothing that its reading depends on goes. Whether that holds is tested here,
by reading both; a page of which it does not hold is not written.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from re import compile as pattern
from typing import Self

from newsbot.errors import StorageError
from newsbot.golden.expected import Expected, kept_fields
from newsbot.golden.markup import pieces
from newsbot.golden.pagewriter import PageWriter
from newsbot.golden.replaced import WordTable
from newsbot.golden.slugs import Slugs
from newsbot.golden.unlike import GoldenError, check_shape
from newsbot.items import Article
from newsbot.pages.reading import read_page
from newsbot.pages.rules import Outlet
from newsbot.pages.samples import Sample
from newsbot.text.arabic import fold
from newsbot.text.encodings import page_encoding


def golden_page(sample: Sample, outlet: Outlet) -> bytes:
    """The page of *sample* in its own encoding, every text replaced, its structure kept.

    GoldenError where it cannot be made to read as *sample* does.
    """
    return _Maker.of(sample, outlet).made().body


def write_golden(folder: Path, name: str, sample: Sample, outlet: Outlet) -> Path:
    """Write *folder*/*name*.html and, beside it, *name*.json with what is to be read from it; the page's path.

    GoldenError where the page reads otherwise with its text replaced, StorageError where the folder refuses.
    """
    made = _Maker.of(sample, outlet).made()
    expected = Expected(made.url, sample.fetched_at, sample.header_encoding, kept_fields(made.article))
    path = folder / f"{name}.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.body)
        expected.write(path)
    except OSError as cause:
        raise StorageError(f"{path} cannot be written: {cause.strerror}") from cause
    return path


@dataclass(frozen=True, slots=True)
class _Made:
    """A page with its text replaced, its address and what is read from it."""

    body: bytes
    url: str
    article: Article


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the golden page of one sample, with as few of its own words as its reading needs."""

    sample: Sample
    outlet: Outlet
    encoding: str
    original: Article

    @classmethod
    def of(cls, sample: Sample, outlet: Outlet) -> Self:
        """The maker for *sample*, which it reads as *outlet* does."""
        encoding = page_encoding(sample.body, outlet=outlet.encoding, header=sample.header_encoding).name
        return cls(sample, outlet, encoding, _read(sample.body, sample.url, sample, outlet))

    def made(self) -> _Made:
        """The page in other words.

        Where it reads otherwise, a word that newsbot knows was not known here as such: it stands in a short line, and
        is found by trying.
        """
        if not self.original.headline or not self.original.article_body:
            raise GoldenError("no article is read from this page: it has no headline or no body")
        try:
            return self._tried(())
        except GoldenError as error:
            for length in _LABEL_LENGTHS:
                labels = self._labels(length)
                if self._reads_alike(labels):
                    return self._with_labels(_fewest(labels, self._reads_alike), error)
            raise

    def _with_labels(self, labels: Sequence[str], error: GoldenError) -> _Made:
        if len(labels) > _MOST_LABELS:
            raise error
        return self._tried(labels)

    def _tried(self, kept: Collection[str]) -> _Made:
        """The page made with the folded words *kept* in it; GoldenError where it reads otherwise."""
        words = WordTable(self.outlet.name, self.original.language, kept)
        writer = PageWriter(words, Slugs(words, self.sample.url, self.outlet))
        text = writer.rewritten(self._source())
        if not self.encoding.startswith("utf"):
            text = text.replace("\N{REPLACEMENT CHARACTER}", "?")
        body, url = text.encode(self.encoding, "xmlcharrefreplace"), writer.slugs.rewritten(self.sample.url)
        article = _read(body, url, self.sample, self.outlet)
        check_shape(self.original, article)
        return _Made(body, url, article)

    def _reads_alike(self, kept: Collection[str]) -> bool:
        try:
            self._tried(kept)
        except GoldenError:
            return False
        return True

    def _source(self) -> str:
        return self.sample.body.decode(self.encoding, "replace").replace("\0", " ")

    def _labels(self, length: int) -> list[str]:
        """The folded words of the page's lines and values of at most *length* words, each once."""
        sources = (piece.source for piece in pieces(self._source()) if piece.name not in {"style", "svg"})
        lines = (fold(line).split() for source in sources for line in _LINE_END.split(unescape(source)))
        return list(dict.fromkeys(word for line in lines if len(line) <= length for word in line))


_LABEL_LENGTHS = (2, 6)
"""Words of a line that may be a label; the longer ones are tried last."""
_MOST_LABELS = 8
_LINE_END = pattern(r"""[<>"'=|,\u060c;:]|\s-\s""")


def _fewest(words: Sequence[str], suffice: Callable[[Collection[str]], bool]) -> list[str]:
    """A small part of *words* that still suffices; halves are tried before single ones, so most go at once."""
    kept, size = list(words), (len(words) + 1) // 2
    while size:
        start = 0
        while start < len(kept):
            rest = kept[:start] + kept[start + size :]
            if suffice(rest):
                kept = rest
            else:
                start += size
        size //= 2
    return kept


def _read(body: bytes, url: str, sample: Sample, outlet: Outlet) -> Article:
    return read_page(body, url, header_encoding=sample.header_encoding, outlet=outlet, now=sample.fetched_at)
