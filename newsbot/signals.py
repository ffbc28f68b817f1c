"""The signals that newsbot sends besides Scrapy's own; nothing but their names lives here.

``page_skipped(url, reason, depth, found_on)``: an address that a run met and left out on purpose. *reason* is one
snake_case word, *depth* an int or None, *found_on* the linking page's address or None. ``extensions.report`` counts
them and lists them in <run>.skipped.jsonl; send it with ``crawler.signals.send_catch_log``.

``exchange_recorded(exchange, request)``: a request was answered; *exchange* is what went over the wire, *request* the
one that Scrapy downloaded. Sent by ``middlewares.recording``, before anybody sees the response.

``frontier_flushing()``: the frontier is about to commit; what must be on the disk before a page counts as done is to
be brought there now.

``page_rendered(url, body, content_type, at)``: a browser made a page; *body* is its serialised DOM, *at* an aware
datetime.

``run_counted(reason, counts, ended_at)``: a run is over and its counts are final; they are written down when everybody
has heard it. *reason* is Scrapy's finish reason, *counts* `extensions.figures.run_figures`. Sent by
``extensions.report``.
"""

page_skipped = object()
run_counted = object()
page_rendered = object()
exchange_recorded = object()
frontier_flushing = object()
