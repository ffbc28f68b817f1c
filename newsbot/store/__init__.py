"""The one database of newsbot: URLs, articles, revisions, runs and feed batches; it never decides policy."""
