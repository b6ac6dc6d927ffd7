"""`python -m crossbearing.web.password`: asks for a password and prints its hash, for the users file."""

from __future__ import annotations

import getpass
import sys

from crossbearing.web.settings import hash_password

LEAST = 10


def main() -> int:
    """Ask twice (or read one line where nobody sits at a terminal), and print `salt$digest`."""
    if sys.stdin.isatty():
        given = getpass.getpass("Password: ")
        if getpass.getpass("Again: ") != given:
            sys.stderr.write("the two differ\n")
            return 1
    else:
        given = sys.stdin.readline().rstrip("\n")
    if len(given) < LEAST:
        sys.stderr.write(f"give {LEAST} characters or more\n")
        return 1
    sys.stdout.write(hash_password(given) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
