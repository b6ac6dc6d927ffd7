"""The commands of the command line, a few of one sort a file; each imports what it needs when it runs."""
