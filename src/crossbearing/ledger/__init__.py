"""The ledger: append-only, SQLite by default, PostgreSQL by URL."""
