"""Who may do what: on loopback one owner; anywhere else users with roles, and a secret, or no start."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from crossbearing.deciding import login_name
from crossbearing.errors import UsageError

Role = Literal["reader", "reviewer", "owner"]
RANK: Mapping[str, int] = {"reader": 0, "reviewer": 1, "owner": 2}
_HELP = "Set CROSSBEARING_SECRET and CROSSBEARING_USERS (docs/workbench.md), or serve on 127.0.0.1"


@dataclass(frozen=True, slots=True)
class User:
    """A person who may log in; `password` is `salt$digest`, scrypt."""

    name: str
    role: Role
    password: str


@dataclass(frozen=True)
class Settings:
    """How one workbench is served. `users` empty: loopback, one owner, no log-in."""

    hosts: tuple[str, ...]
    secret: str
    users: Mapping[str, User]
    owner: str
    https: bool = False
    """Whether a proxy in front speaks TLS: the cookie of a session then travels in nothing else."""


def settings(host: str, port: int) -> Settings:
    """The settings for a host.

    Raises:
        UsageError: the host is reachable from elsewhere and no users or no secret are set up.
    """
    local = is_loopback(host)
    path, secret = os.environ.get("CROSSBEARING_USERS"), os.environ.get("CROSSBEARING_SECRET", "")
    users = load_users(Path(path)) if path else {}
    if not local and (not users or len(secret) < 24):
        raise UsageError(
            "listens on loopback alone while no users and no secret (24 characters) are set up", where=host, do=_HELP
        )
    names = {f"{name}:{port}" for name in (host, "localhost", "127.0.0.1", "[::1]")} if local else set()
    public = tuple(filter(None, os.environ.get("CROSSBEARING_HOSTS", "" if local else host).split(",")))
    https = os.environ.get("CROSSBEARING_HTTPS", "") not in ("", "0")
    return Settings(
        tuple(sorted(names)) + public, secret or secrets.token_hex(32), users, login_name() or "owner", https
    )


def is_loopback(host: str) -> bool:
    """Whether the name or address is this machine's own and nobody else's."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def load_users(path: Path) -> Mapping[str, User]:
    """The users of a TOML file: `[NAME]` with `role` and `password` (made by `hash_password`).

    Raises:
        UsageError: the file cannot be read, or a user lacks a role or password.
    """
    try:
        rows = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot be read: {error}", where=str(path), do=_HELP) from error
    users = {}
    for name, row in rows.items():
        if not isinstance(row, dict) or row.get("role") not in RANK or "$" not in str(row.get("password", "")):
            raise UsageError(
                f"user {name!r} needs a role ({', '.join(RANK)}) and a password", where=str(path), do=_HELP
            )
        users[name] = User(name, row["role"], row["password"])
    return users


def hash_password(password: str, salt: str | None = None) -> str:
    """`salt$digest` by scrypt (RFC 7914), for the users file."""
    used = salt or secrets.token_hex(16)
    return f"{used}${hashlib.scrypt(password.encode(), salt=used.encode(), n=2**14, r=8, p=1).hex()}"


def right_password(user: User, password: str) -> bool:
    """Whether the password is the user's; takes the same time either way."""
    salt, _, _ = user.password.partition("$")
    return hmac.compare_digest(hash_password(password, salt), user.password)
