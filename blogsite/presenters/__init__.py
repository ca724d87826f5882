"""Nouns as documents for programs; no queries, no decisions."""
