"""Claims → events; pure functions."""
