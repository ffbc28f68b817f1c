"""The reading room: the stored articles as pages for people; it reads the store and never writes, crawls or judges."""
