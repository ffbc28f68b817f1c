"""Pure functions over text, addresses and dates: no Scrapy, no input or output, no clock."""
