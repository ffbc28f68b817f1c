"""What judges, compares and keeps articles, in this order: validate (100), deduplicate (300), store (900)."""
