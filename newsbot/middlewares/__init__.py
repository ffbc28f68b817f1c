"""What stands between a request and its response: addresses, politeness, browser, encoding; none of them parses."""
