"""Why an address was left out, in the reader's language; it counts nothing.

The Arabic is that of the archive's reports. A reason that is not known here is told as it is.
"""

from collections.abc import Mapping

from newsbot.archive import wording

_ENGLISH: Mapping[str, str] = {
    "no_headline": "the page has no headline",
    "no_body": "the page has no text of its own",
    "garbled": "no encoding gives readable text",
    "unchanged": "the text is the stored one",
    "same_article": "another address of a stored article",
    "same_text": "the text of a stored article",
    "nearly_same_text": "nearly the text of a stored article",
    "before_since": "published before the day that was asked for",
    "noindex": "the page asks robots not to keep it",
    "not_html": "a picture, a document or another file",
    "not_a_feed": "no feed, though one was expected",
    "not_a_sitemap": "no sitemap, though one was expected",
    "soft_404": "the page itself says that it is not there",
    "challenge": "the site wants proof of a human",
    "http_404": "not there",
    "http_410": "removed for good",
    "dns": "the host's name does not resolve",
    "refused": "the server refuses the connection",
    "timeout": "no answer in time",
    "connection": "the connection broke",
    "truncated": "the answer broke off",
    "bad_compression": "the answer cannot be unpacked",
    "bad_address": "the answer leads to what is no address",
    "too_large": "larger than is allowed",
    "robots": "robots.txt forbids it",
    "offsite": "not on the outlet's site",
    "private_address": "on a private network",
    "scheme": "neither http nor https",
    "too_many_redirects": "it only leads on and on",
    "redirect_refused": "it leads to where no request is made",
    "depth": "too far from a start page",
    "too_long": "too long for an article's address",
    "session_id": "looks endless: a session's number",
    "repeating_path": "looks endless: its parts repeat",
    "deep_path": "looks endless: too many parts",
    "endless_query": "looks endless: too many parameters",
    "calendar": "looks endless: a calendar",
    "pipeline_error": "a fault of the program on this page",
    "not_archived": "the answer could not be archived",
    "not_fetched": "its turn did not come",
    "browser_timeout": "the browser took too long",
    "browser_crashed": "the browser crashed",
    "interrupted": "the end of the run cut it short",
    "no_answer": "the request ended without a page",
    "ignored": "the request ended without a page",
}
"""Families such as http_503 have a sentence of their own, below."""

_OF_THE_BROWSER: Mapping[str, str] = {
    "browser_timeout": "استغرق المتصفح وقتًا أطول من المسموح",
    "browser_crashed": "تعطّل المتصفح",
    "interrupted": "انتهت الجولة قبل أن تكتمل الصفحة",
}
"""Arabic; reasons that no snapshot has, hence none of `newsbot.archive.wording`."""


def reason_words(reason: str, language: str) -> str:
    """The sentence for a reason, families such as ``http_503`` included; *language* is ar or en."""
    if language == "ar":
        told = _OF_THE_BROWSER.get(reason) or wording.reason_words(reason)
        return f"{told} ({reason})" if told == wording.OTHER else told
    if known := _ENGLISH.get(reason):
        return known
    if reason.startswith("http_"):
        return f"refused with status {reason.removeprefix('http_')}"
    if reason.startswith("callback_"):
        return _ENGLISH["pipeline_error"]
    return reason.replace("_", " ")
