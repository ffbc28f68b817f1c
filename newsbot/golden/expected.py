"""What stands beside a golden page: how it is to be read and what is to come out; reads and writes that file only."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from newsbot.errors import StorageError
from newsbot.golden.unlike import VOLATILE
from newsbot.items import Article
from newsbot.pages.reading import read_page
from newsbot.pages.rules import Outlet


@dataclass(frozen=True, slots=True)
class Expected:
    """What stands beside a golden page: how it is to be read, and what is to come out."""

    url: str
    fetched_at: datetime
    header_encoding: str | None
    article: dict[str, Any]
    """The fields that are not None, without those that change with the day and the version."""

    @classmethod
    def of(cls, page: Path) -> Self:
        """What is expected of the golden *page*; StorageError where it cannot be read."""
        path = page.with_suffix(".json")
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                told["url"], datetime.fromisoformat(told["fetched_at"]), told["header_encoding"], told["article"]
            )
        except (OSError, ValueError, KeyError, TypeError) as cause:
            raise StorageError(f"{path} is no expectation of a golden page: {cause}") from cause

    def write(self, page: Path) -> None:
        """Write it beside *page*."""
        told = {**asdict(self), "fetched_at": self.fetched_at.isoformat()}
        page.with_suffix(".json").write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def read(self, page: Path, outlet: Outlet) -> dict[str, Any]:
        """What the golden *page* gives now, in the form of *article*."""
        try:
            body = page.read_bytes()
        except OSError as cause:
            raise StorageError(f"{page} cannot be read: {cause.strerror}") from cause
        now, header = self.fetched_at, self.header_encoding
        return kept_fields(read_page(body, self.url, header_encoding=header, outlet=outlet, now=now))


def kept_fields(article: Article) -> dict[str, Any]:
    """The fields of *article* that its page gives."""
    return {name: value for name, value in asdict(article).items() if value is not None and name not in VOLATILE}
