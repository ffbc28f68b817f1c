"""What a run leaves out by its date or its place on the site; it knows no page."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

from newsbot.errors import ConfigurationError
from newsbot.text.urls import absolute_url


def since_of(settings: BaseSettings) -> datetime | None:
    """The first moment of NEWSBOT_SINCE, in UTC: what was published before is left out; None: nothing is."""
    day = settings.get("NEWSBOT_SINCE")
    return datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None


class SectionScope:
    """The sections that NEWSBOT_SECTIONS names, as paths; without any, everything is inside."""

    def __init__(self, sections: tuple[str, ...], home: str) -> None:
        """*home* is the address that paths are relative to; ConfigurationError for what is no address."""
        urls = {text: absolute_url(home, text) for text in sections}
        if wrong := next((text for text, url in urls.items() if url is None), None):
            raise ConfigurationError("NEWSBOT_SECTIONS", wrong, "addresses or paths of section pages")
        self.urls = [url for url in urls.values() if url]
        """The sections' own addresses."""
        self._paths = [urlsplit(url).path.rstrip("/") for url in self.urls]

    def __bool__(self) -> bool:
        return bool(self.urls)

    def holds(self, url: str) -> bool:
        """Whether a listing belongs to one of the sections: its path is a section's, or lies below it."""
        path = urlsplit(url).path.rstrip("/")
        return not self.urls or any(path == own or path.startswith(f"{own}/") for own in self._paths)
