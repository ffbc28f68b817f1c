"""Assabah (الصباح), a Tunisian daily; rules by hand from one saved page of its former site, of 2019."""

from newsbot.spiders.base import NewsSpider


class AssabahTnSpider(NewsSpider):
    """Articles stand at /ar/section/sub-section/NUMBER-words, on the former site at /article/NUMBER/words."""

    name = "assabah_tn"
    allowed_domains = ["assabahnews.tn", "assabah.com.tn"]
    start_urls = ["https://www.assabahnews.tn/ar/"]
    article_pattern = r"^/(?:article/\d+|ar/(?:[^/]+/)+?\d{4,}-)"
    listing_pattern = r"^/(?:sections/[^/?]+|ar(?:/[^/.?]+){0,2}/?$)"
    timezone = "Africa/Tunis"
    rules = {
        "headline": "//article//h1[@id='page-title']",
        "description": "//article//div[contains(@class, 'field-name-field-op-subtitle')]",
        "body": "//article//*[contains(@property, 'schema:articleBody')]",
        "date_published": "//article//*[@property='dc:date']/@content",
        "main_image": "//article//*[contains(@rel, 'schema:associatedMedia')]//img",
        "short_url": "//link[@rel='shortlink']/@href",
    }
