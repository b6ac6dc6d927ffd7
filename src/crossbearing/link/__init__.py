"""Claims of many reports → events; pure functions."""
