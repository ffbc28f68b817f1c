"""Al-Yaum (اليوم), a Saudi daily from Dammam; rules by hand from one saved page of 2020."""

from newsbot.spiders.base import NewsSpider


class AlyaumSpider(NewsSpider):
    """Articles stand at /articles/NUMBER/section/words, in 2015 at /article/NUMBER."""

    name = "alyaum"
    allowed_domains = ["alyaum.com"]
    start_urls = ["https://www.alyaum.com/"]
    article_pattern = r"^/articles?/\d+"
    timezone = "Asia/Riyadh"
    rules = {
        "headline": ("//meta[@itemprop='headline']/@content", "//div[contains(@class, 'aksa-article-details')]//h1"),
        "body": "//article//*[contains(@class, 'aksa-articleBody')]",
        "date_published": ("json-ld:datePublished", "//*[contains(@class, 'aksa-date')]"),
        "date_modified": "json-ld:dateModified",
        "authors": "substring-before(concat(//a[contains(@class, 'aksa-byline')], ' - '), ' - ')",
        "section": ("//meta[@itemprop='articleSection']/@content", "//div[contains(@class, 'aksa-section')]/a"),
        "main_image": ("json-ld:image", "//div[@class='noajax-box-image']//img"),
        "caption": "//div[@class='noajax-box-image']//a[contains(@class, 'article-title')]",
        "related": "//div[@class='aksa-related-articles-widget']//div[contains(@class, 'aksa-row')]",
    }
