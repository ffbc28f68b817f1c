"""A page as it was fetched, for those who learn from it or keep it; nothing here reads it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Sample:
    """One fetched page, byte for byte."""

    url: str
    """The address after redirects."""
    body: bytes
    header_encoding: str | None
    """The charset of its Content-Type header, None without one."""
    kind: Literal["article", "listing"]
    fetched_at: datetime
    """Aware; what «منذ ساعتين» counts from."""
