"""Ledgers 台账: pages that say which records, which columns, and which totals; and their tables."""
