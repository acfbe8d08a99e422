"""Which database Upton speaks to, and with whose rights: DATABASE_URL, or the private cluster of the data folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from config.data_folder import NotStarted, data_folder, read_kept

SERVICE_ROLE = "upton_service"
CONNECT_TIMEOUT = 2  # seconds: the longest a page may wait for a database that does not answer
KEPT_OPEN = 300  # seconds a connection may be used again before it is renewed
OLDEST = 15  # PostgreSQL's oldest major version that has all Upton builds on

# Left to itself PostgreSQL plans some of the prepared questions anew each time, which takes longer than their answer.
SERVICE_SETTINGS = (
    f"-c role={SERVICE_ROLE} -c lock_timeout=10s -c idle_in_transaction_session_timeout=5min"
    " -c plan_cache_mode=force_generic_plan"
)

PASSED_ON = frozenset(
    {"application_name", "channel_binding", "gssencmode", "passfile", "target_session_attrs", "tcp_user_timeout"}
    | {"keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval"}
    | {"sslcert", "sslcrl", "sslkey", "sslmode", "sslpassword", "sslrootcert"}
)

ENCODE = "Characters such as @ : / ? # % in a user name or password must be percent-encoded, for example @ as %40."


class WrongDatabase(Exception):
    """The database that was named cannot be used; the message says why and what to do, without any password."""


def databases(environ: Mapping[str, str] = os.environ, *, as_owner: bool = False) -> dict[str, Any]:
    """Django's settings for the database.

    The owner's processes (migrating, cleaning up after tests) connect with `OWNER_DATABASE_URL`, else with the
    login of `DATABASE_URL` as it is. The service's processes take the service's role on top of the login, so that
    even a login shared with the owner has only the service's rights. Raises WrongDatabase for an address that
    cannot be understood.
    """
    name = "OWNER_DATABASE_URL" if as_owner and environ.get("OWNER_DATABASE_URL") else "DATABASE_URL"
    address = environ.get(name, "").strip()
    found = _from_address(address, name) if address else private_database(environ)
    extra = found.pop("EXTRA")
    given = extra.pop("options", "")
    settings = given if as_owner else f"{given} {SERVICE_SETTINGS}".strip()
    if settings:
        extra["options"] = settings
    return {
        "ENGINE": "django.db.backends.postgresql",
        **found,
        "CONN_MAX_AGE": KEPT_OPEN,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": CONNECT_TIMEOUT, **extra},
    }


def is_named(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether somebody named a database, so that no private one is started."""
    return bool(environ.get("DATABASE_URL", "").strip())


def private_database(environ: Mapping[str, str]) -> dict[str, Any]:
    """The private cluster's database. Before its first start this is an address where nobody answers."""
    folder = data_folder(environ)
    try:
        kept = read_kept(folder / "cluster.json")
    except NotStarted as error:
        raise WrongDatabase(str(error)) from error
    return {
        "NAME": "upton",
        "USER": "upton_owner",
        "PASSWORD": kept.get("password", ""),
        "HOST": "127.0.0.1" if "port" in kept else str(folder),
        "PORT": str(kept.get("port", "")),
        "EXTRA": {},
    }


def connection(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The keywords with which psycopg opens the database of Django's settings."""
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {word: settings[key] for word, key in named.items() if settings[key]} | dict(settings["OPTIONS"])


def require_usable(settings: Mapping[str, Any]) -> str:
    """Connect once and return the database's identity, which another database never has.

    Raises WrongDatabase when nobody answers, the login is refused, or the server is too old or not in UTF-8.
    """
    import psycopg  # here, because settings are often read where no database is opened

    try:
        with psycopg.connect(**connection(settings)) as open_connection:
            version = open_connection.info.server_version // 10000
            row = open_connection.execute(
                "SELECT pg_encoding_to_char(encoding), oid::text, (SELECT system_identifier FROM pg_control_system())"
                " FROM pg_database WHERE datname = current_database()"
            ).fetchone()
    except psycopg.Error as error:
        raise WrongDatabase(explain(error, settings)) from error
    if version < OLDEST:
        raise WrongDatabase(f"The database runs PostgreSQL {version}; Upton needs PostgreSQL {OLDEST} or newer.")
    encoding, oid, system = row or ("", "", "")
    if encoding != "UTF8":
        raise WrongDatabase(f"The database is kept in {encoding}. Make one with: createdb --encoding=UTF8 NAME.")
    return f"{system}-{oid}"


def explain(error: Exception, settings: Mapping[str, Any]) -> str:
    """The sentence for a database that could not be opened, from the words of PostgreSQL's own message."""
    words = str(error)
    where = f"{settings['HOST'] or 'this machine'}" + (f", port {settings['PORT']}" if settings["PORT"] else "")
    if "password authentication failed" in words or "no password supplied" in words:
        return f"The database at {where} refused the user or password of DATABASE_URL. Correct them and start again."
    if f'role "{SERVICE_ROLE}"' in words:
        return f"The database at {where} has no role {SERVICE_ROLE} yet that this login may take. Run: upton migrate."
    if "does not exist" in words:
        return f"The database at {where} has no database or user of the name in DATABASE_URL. Create it, or correct it."
    if "translate host name" in words or "resolve host" in words or "Name or service not known" in words:
        return f"No machine called {settings['HOST']} can be found. Correct the host in DATABASE_URL."
    if "SSL" in words:
        return f"The database at {where} and Upton do not agree on encryption. Correct ?sslmode= in DATABASE_URL."
    if "too many" in words or "remaining connection slots" in words:
        return f"The database at {where} has no connection left. Raise its max_connections, or stop other users of it."
    if "timeout" in words or "refused" in words or "No such file" in words or "closed the connection" in words:
        return f"No database answers at {where}. Start it there, or correct DATABASE_URL, and start again."
    return f"The database at {where} cannot be used: {words.strip().splitlines()[-1]}"


def _from_address(address: str, name: str) -> dict[str, Any]:
    parts = _split(address, name)
    extra: dict[str, str] = {}
    host, port = _unquoted(parts.hostname or "", name), _port(parts, name)
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        if key == "host":
            host = value
        elif key == "port":
            port = value
        elif key == "options" or key in PASSED_ON:
            extra[key] = value
        elif key != "connect_timeout":
            raise WrongDatabase(f"{name} has a setting that Upton does not know: {key!r}. Take it out.")
    database = _unquoted(parts.path.removeprefix("/"), name)
    if not database or "/" in database:
        raise WrongDatabase(f"{name} names no database. Write it as {_form()}. {ENCODE}")
    if not port.isdigit() and port:
        raise WrongDatabase(f"{name} has a port that is no number. Write it as {_form()}. {ENCODE}")
    user, password = _unquoted(parts.username or "", name), _unquoted(parts.password or "", name)
    return {"NAME": database, "USER": user, "PASSWORD": password, "HOST": host, "PORT": port, "EXTRA": extra}


def _split(address: str, name: str) -> SplitResult:
    try:
        parts = urlsplit(address)
    except ValueError:
        raise WrongDatabase(f"{name} cannot be understood. Write it as {_form()}. {ENCODE}") from None
    if parts.scheme not in ("postgres", "postgresql"):
        raise WrongDatabase(f"{name} does not name a PostgreSQL database. Write it as {_form()}.")
    if parts.fragment or "@" in parts.path or parts.netloc.count("@") > 1:
        raise WrongDatabase(f"{name} cannot be understood. Write it as {_form()}. {ENCODE}")
    return parts


def _port(parts: SplitResult, name: str) -> str:
    try:
        return str(parts.port or "")
    except ValueError:
        # The standard library's message repeats what it took for the port, which may be half of a password.
        raise WrongDatabase(f"{name} has a port that is no number. Write it as {_form()}. {ENCODE}") from None


def _unquoted(text: str, name: str) -> str:
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise WrongDatabase(f"{name} holds a percent-encoded character that is not UTF-8. {ENCODE}") from None


def _form() -> str:
    return "postgres://USER:PASSWORD@HOST:5432/DATABASE"
