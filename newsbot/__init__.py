"""newsbot turns Arabic news sites into clean, deduplicated, durable feeds."""

__version__ = "0.1.0"
