"""What every page of the reading room works with; made once, by whoever opens the room."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from starlette.requests import Request

from newsbot.store.database import Store

DOWNLOADS_AT_ONCE = 4
"""Each reads as fast as the disk gives; more of them would leave the pages waiting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A store that is read, and how it is shown."""

    store: Store
    """Opened for reading only."""
    download_store: Store | None = None
    """The same store without the limit of time that pages have: reading half a million articles takes longer. None: as
    the pages."""
    clock: Callable[[], datetime]
    """The present moment, aware."""
    reports_dir: Path
    """Where the crawls' reports are: NEWSBOT_DATA_DIR/reports."""
    language: str = "ar"
    """Of the interface, for who has not chosen: ar, en, or auto for what the browser asks for."""
    zone: tzinfo | None = None
    """The zone of the times and days that are shown; None: the system's own."""
    with_images: bool = False
    """Whether pages show pictures, which browsers then fetch from the outlets' servers."""
    downloads: Any = field(default_factory=lambda: BoundedSemaphore(DOWNLOADS_AT_ONCE))
    """One permit for each download that may be under way."""


def room_of(request: Request) -> Room:
    """The room that *request* came to."""
    room: Room = request.app.state.room
    return room
