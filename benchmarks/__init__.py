"""How fast the site is, as ratios within one run: machines differ, and are busy with others."""
