"""Sputnik Arabic (سبوتنيك عربي), the Arabic service of a Russian agency; rules by hand from one saved page of 2020."""

from newsbot.spiders.base import NewsSpider


class SputnikArabicSpider(NewsSpider):
    """Articles stood at /section/YYYYMMDDNUMBER-words/ until 2021, since then at /YYYYMMDD/words-NUMBER.html; GMT."""

    name = "sputnik_arabic"
    allowed_domains = ["sputnikarabic.ae", "arabic.sputniknews.com"]
    start_urls = ["https://sputnikarabic.ae/"]
    article_pattern = r"^/(?:[a-z_]+/20\d{12,}|20\d{6}/[^/]+-\d{6,}\.html)"
    listing_pattern = r"^/(?:[a-z_]+|archive|tags/[^/]+|trend/[^/]+)/$"
    timezone = "UTC"
    feeds = ("https://sputnikarabic.ae/export/rss2/archive/index.xml",)
    rules = {
        "headline": "//h1[@itemprop='headline']",
        "body": (
            "//div[@itemprop='description']/p | //div[@itemprop='articleBody']/*[not(contains(@class, 'b-inject'))]"
        ),
        "date_published": ("//meta[@itemprop='datePublished']/@content", "//time[@itemprop='dateCreated']/@datetime"),
        "date_modified": ("//meta[@itemprop='dateModified']/@content", "//time[@itemprop='dateModified']/@datetime"),
        "section": "//*[@itemprop='articleSection']",
        "keywords": "//*[contains(@class, 'b-article__refs-tags')]/a",
        "main_image": "//img[@itemprop='associatedMedia']",
        "credit": "//div[@class='b-article__header-copy']",
        "related": "//div[@class='b-article__refs-list'][dl]",
    }
