"""What watches a crawl as a whole: progress, run report, feed publishing, log; none of them sees a page's content."""
