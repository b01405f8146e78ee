"""The event log: tables of one replication, saved as Parquet and fingerprinted."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from onestop_sim.errors import UserError
from onestop_sim.eventlog.schema import OPTIONAL, SCHEMA, table_schema

HAPPENED: Final = ("dossiers", "events", "promises")
"""Tables that differ between replications; the fingerprint is taken over these."""


@dataclass(frozen=True)
class EventLog:
    """
    What was seen in one replication, and nothing but that.

    Attributes:
        tables: one frame for each table of `eventlog.schema.SCHEMA` (those that are OPTIONAL may be missing),
            columns in its order and types.

    Raises:
        ValueError: a table or column is missing, unknown, or of another type.
    """

    tables: Mapping[str, pl.DataFrame]

    def __post_init__(self) -> None:
        different = set(self.tables) ^ set(SCHEMA)
        if different - OPTIONAL:
            raise ValueError(f"tables {sorted(different - OPTIONAL)} are missing or unknown")
        for name, frame in self.tables.items():
            if dict(frame.schema) != table_schema(name):
                raise ValueError(f"table {name!r} has columns {dict(frame.schema)}, not {table_schema(name)}")

    @property
    def events(self) -> pl.DataFrame:
        """What happened, in order."""
        return self.tables["events"]

    @property
    def dossiers(self) -> pl.DataFrame:
        """The dossiers, one row each."""
        return self.tables["dossiers"]

    @property
    def promises(self) -> pl.DataFrame:
        """Every promised date."""
        return self.tables["promises"]

    def fingerprint(self) -> str:
        """
        Return a hash of the canonical column bytes of what happened.

        Equal on every platform and for any number of workers; Parquet bytes play no part in it.
        """
        digest = hashlib.blake2b(digest_size=16)
        for table in HAPPENED:
            for name, column in zip(self.tables[table].columns, self.tables[table], strict=True):
                values = column.to_numpy()
                digest.update(f"{table}.{name}:{values.dtype.str}:{len(values)}\n".encode())
                little = values.astype(values.dtype.newbyteorder("<"), copy=False)
                digest.update(np.ascontiguousarray(little).data)
        return digest.hexdigest()

    def save(self, folder: Path) -> None:
        """Write one Parquet file for each table into *folder*, which must exist."""
        for name, frame in self.tables.items():
            frame.write_parquet(folder / f"{name}.parquet", compression="zstd")

    @classmethod
    def load(cls, folder: Path) -> "EventLog":
        """
        Read a log written by `save`.

        Raises:
            UserError: ``log_corrupt`` - a file is missing, unreadable, or not a table of a log.
        """
        tables = {}
        for name in SCHEMA:
            path = folder / f"{name}.parquet"
            if name in OPTIONAL and not path.exists():
                continue
            try:
                tables[name] = pl.read_parquet(path)
            except (OSError, pl.exceptions.PolarsError) as problem:
                raise UserError("log_corrupt", file=str(path), reason=type(problem).__name__) from None
        try:
            return cls(tables)
        except ValueError as problem:
            raise UserError("log_corrupt", file=str(folder), reason=str(problem)) from None


def frame(table: str, columns: Mapping[str, object]) -> pl.DataFrame:
    """
    Build a table of the log from *columns*, cast to its schema.

    >>> frame("units", {"name": ["d"], "title": ["District"], "level": ["district"]}).shape
    (1, 3)
    """
    schema = table_schema(table)
    return pl.DataFrame({name: columns[name] for name in schema}).cast(dict(schema))  # type: ignore[arg-type]


def names_of(log: EventLog, kind: str) -> list[str]:
    """Return the names of one *kind* (``segment``, ``step``, ``line`` ...) in the order of their numbers."""
    return log.tables["names"].filter(pl.col("kind") == kind).sort("row")["name"].to_list()
