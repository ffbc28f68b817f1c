"""Pages: raw values located in one parsed page; nothing here cleans, fetches or stores."""
