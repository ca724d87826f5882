"""Crafts that would be true for a shoe shop: no noun of ours, no Flask, no database."""
