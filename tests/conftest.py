"""Its folder is put on the path, so that every room of tests can use `made`."""
