"""The signals that newsbot sends besides Scrapy's own; nothing but their names lives here.

``page_skipped(url, reason, depth, found_on)``: an address that a run met and left out on purpose. *reason* is one
snake_case word, *depth* an int or None, *found_on* the linking page's address or None. ``extensions.report`` counts
them and lists them in <run>.skipped.jsonl; send it with ``crawler.signals.send_catch_log``.
"""

page_skipped = object()
