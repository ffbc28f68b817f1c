"""A site kept whole: WARC records of what went over the wire, and their WACZ; it never fetches or parses pages."""
