"""Why an article is left out of the feed: one class a reason; the report writes its name in snake_case."""

from scrapy.exceptions import DropItem


class NewsbotDrop(DropItem):
    """The root of the reasons."""


class NoHeadline(NewsbotDrop):
    """The page has no headline: it is no article, or its layout is not understood."""


class NoBody(NewsbotDrop):
    """The page has no text of its own."""


class Garbled(NewsbotDrop):
    """The text cannot be read in any encoding that was tried."""


class BeforeSince(NewsbotDrop):
    """Published before NEWSBOT_SINCE."""


class Unchanged(NewsbotDrop):
    """The article is in the store with this text."""


class SameArticle(NewsbotDrop):
    """Another address of an article that is in the store."""


class SameText(NewsbotDrop):
    """A copy of an article that is in the store: kept there, and left out of the feed."""


class NearlySameText(NewsbotDrop):
    """Nearly a copy; left out where NEWSBOT_DUPLICATES_LEFT_OUT says so."""
