"""Al-Madenah News (المدينة نيوز), a Jordanian news site; rules by hand from one saved page of 2020."""

from newsbot.spiders.base import NewsSpider


class AlmadenahSpider(NewsSpider):
    """Articles stand at /article/NUMBER-words, sections at /category/NAME; pages carry no date but the printed one."""

    name = "almadenah"
    allowed_domains = ["almadenahnews.com"]
    start_urls = ["https://www.almadenahnews.com/"]
    article_pattern = r"^/article/\d+"
    listing_pattern = r"^/category/[^/?]+"
    timezone = "Asia/Amman"
    rules = {
        "headline": "//div[@id='main_article_content']//h1",
        "body": "//div[@class='main_article_body']",
        "date_published": "//div[@class='article_created']",
        "section": "//div[contains(@class, 'article-details')]//div[@class='boxTitle']/a",
        "main_image": "//div[@class='article_image']//img",
        "caption": "//div[@class='article_image']/div[@class='red']",
        "related": "//div[contains(@class, 'related-news')]",
    }
