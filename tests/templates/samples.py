"""Pages of a made-up site as samples to learn from, fetched in process."""

from collections.abc import Iterable

from newsbot.pages.samples import Sample
from templates.site import Site


def article_samples(site: Site, urls: Iterable[str]) -> list[Sample]:
    """The articles at *urls*."""
    return [_sample(site, url, is_article=True) for url in urls]


def listing_samples(site: Site) -> list[Sample]:
    """Front page and sections."""
    return [_sample(site, url, is_article=False) for url in site.listing_urls()]


def _sample(site: Site, url: str, *, is_article: bool) -> Sample:
    answer = site.answer(url)
    return Sample(url, answer.body, answer.charset, "article" if is_article else "listing", site.now)
