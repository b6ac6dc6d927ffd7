"""bytes → Report, one format a file."""
