"""Databases for tests, on SQLite or PostgreSQL as TEST_DATABASE says: for the suite itself and for each instance."""

import os
import sqlite3
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from tests import template_database
from tests.servers import postgresql


def kind() -> str:
    """Which database the suite runs on; `cms.settings.test` reads the same variable."""
    return os.environ.get("TEST_DATABASE", "sqlite")


def renew(settings: Mapping[str, Any]) -> None:
    """A fresh, migrated database where these Django settings point; nobody may be connected to it."""
    if kind() == "postgresql":
        template_database.copy_to_postgresql(settings["NAME"])
    else:
        template_database.copy_to(Path(settings["NAME"]))


class Database(Protocol):
    """A migrated database of one instance."""

    @property
    def environment(self) -> dict[str, str]:
        """What tells the instance's processes where it is."""

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """Run one statement of SQL beside the instance's processes."""

    def drop(self) -> None:
        """Give its room back."""


def fresh(data_dir: Path) -> Database:
    """The database of an instance that keeps its files in `data_dir`."""
    return PostgresqlDatabase() if kind() == "postgresql" else SqliteDatabase(data_dir / "db.sqlite3")


class SqliteDatabase:
    """The file that an instance uses when it is told nothing of its database."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.environment: dict[str, str] = {}
        template_database.copy_to(path)

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.path, timeout=20) as connection:
            return connection.execute(statement).fetchall()

    def drop(self) -> None:
        """It goes with the instance's folder."""


class PostgresqlDatabase:
    """A database in the test server."""

    def __init__(self) -> None:
        self.name = f"{postgresql.MADE}{uuid.uuid4().hex}"
        self.environment = {"DATABASE_URL": postgresql.url(self.name)}
        template_database.copy_to_postgresql(self.name)

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        return postgresql.query(self.name, statement)

    def drop(self) -> None:
        postgresql.drop(self.name)
