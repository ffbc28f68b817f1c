"""What a writer of some format is given and does; it knows no format and no place."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from newsbot.feeds.jsonl import FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a file is to be, beside its articles."""

    title: str
    now: datetime
    """Aware; when the export was begun."""
    fields: tuple[str, ...] = FIELDS
    """Which fields, in which order; formats with a shape of their own (feeds for readers) take no others than all."""
    with_revisions: bool = False
    """Whether an article may come more than once."""
    scratch: Path | None = None
    """Where a format that cannot be written front to back keeps its file meanwhile; None: the system's place."""

    @property
    def has_all_fields(self) -> bool:
        """Tell whether a stored line can be passed on as it is."""
        return self.fields == FIELDS


class Sink(Protocol):
    """What a writer needs of a stream."""

    def write(self, data: bytes, /) -> object:
        """Take all of *data*."""


class ArticleWriter(ABC):
    """Writes articles to the stream that it was made with; it neither closes the stream nor knows where it leads."""

    @abstractmethod
    def write(self, lines: Sequence[str]) -> None:
        """Add articles, each as the line of its feed, without line end."""

    @abstractmethod
    def finish(self) -> None:
        """Write what belongs behind the last article."""

    def abandon(self) -> None:  # noqa: B027 - most hold nothing
        """Let go of what is held outside of the stream, when the file is not to be."""


WriterMaker = Callable[[Sink, Plan], ArticleWriter]
"""Makes the writer of a format; what belongs before the first article may be written at once."""
