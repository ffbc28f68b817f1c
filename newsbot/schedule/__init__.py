"""Unattended operation: which outlet is due when, and the crawls side by side in one process; it reads no page."""
