"""The Scrapy scheduler that is kept in the store: what to fetch next and what became of it; never parses a page."""
