"""What the store knows of an article: values only, as the pipelines and commands see them."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRecord:
    """An article as its last revision has it."""

    id: str
    outlet: str
    """The outlet that met it first."""
    url: str
    canonical_url: str | None = None
    headline: str | None = None
    section: str | None = None
    language: str | None = None
    date_published: datetime | None = None
    """Aware; None where the page gives no whole date."""
    content_hash: str | None = None
    """Identity of headline and body together: a change of it is a new revision."""
    text_hash: str | None = None
    """Identity of the body alone: equal for copies under another headline; None for texts too short to compare."""
    revision: int = 1
    duplicate_of: str | None = None
    story: str | None = None
    state: str = "live"
    """live or gone"""
    first_seen_at: datetime
    seen_at: datetime
    gone_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One text of an article, as it is published."""

    article_id: str
    outlet: str
    """Whose feed it goes to."""
    revision: int
    content_hash: str | None
    item: str
    """The line of the feed: `newsbot.feeds.jsonl.line`."""
    changed_fields: tuple[str, ...] = ()
    stored_at: datetime
    run_id: int | None = None
    is_publishable: bool = True
    """False for what is kept but left out of the feed, such as a copied text."""
    batch_id: int | None = None
    """The feed batch it belongs to; the store's own, never set by the caller."""


@dataclass(frozen=True, slots=True)
class NearCandidate:
    """An article that shares bands with another, hence perhaps its text."""

    id: str
    signature: tuple[int, ...]
    shared_bands: int


def read_item(line: str) -> dict[str, Any]:
    """Return the item of a stored line; an empty one where another program has stored a line that is no object."""
    item = json.loads(line)
    return item if isinstance(item, dict) else {}
