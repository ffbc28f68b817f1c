"""Learns an outlet from pages that were fetched for it: labels, rules, agreement; it fetches nothing itself."""
