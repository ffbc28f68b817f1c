"""Young Journalists Club (باشگاه خبرنگاران جوان), an Iranian agency, in Persian; rules by hand from one saved page."""

from newsbot.spiders.base import NewsSpider


class YjcSpider(NewsSpider):
    """Articles stand at /fa/news/NUMBER/words, their mobile form at /fa/amp/news/NUMBER; dates are Jalali."""

    name = "yjc"
    allowed_domains = ["yjc.ir"]
    start_urls = ["https://www.yjc.ir/"]
    article_pattern = r"^/fa/news/\d+"
    timezone = "Asia/Tehran"
    feeds = ("https://www.yjc.ir/fa/rss/allnews",)
    rules = {
        "headline": "//div[contains(@class, 'news_body_con')]//h1",
        "description": "//div[contains(@class, 'news_body_con')]/div[@class='subtitle']",
        "body": "//div[contains(@class, 'news_body_con')]/div[@class='body']",
        "date_published": ("json-ld:datePublished", "//div[contains(@class, 'news_pdate_c')]"),
        "date_modified": "json-ld:dateModified",
        "subheads": "//div[contains(@class, 'news_body_con')]/div[@class='body']/p[strong][string(strong)=string(.)]",
        "section": "//div[contains(@class, 'news_path')]/a[last()]",
        "keywords": "//div[@class='tag_items']/a",
        "main_image": "//div[contains(@class, 'news_body_con')]/div[@class='body']//img",
        "short_url": "//span[@class='news_home_link']/a/@href",
    }
