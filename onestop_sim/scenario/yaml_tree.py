"""
YAML as it was written: values with their file and line, read without trusting the file.

The tree is built from the events of the parser, one by one, so that a file that is too deep, too
large, full of aliases or carries a tag is refused before anything is made of it. Scalars follow the
core schema of YAML 1.2, except that nothing becomes a date (2023-02-30 must arrive where dates are
checked), numbers with a leading zero stay text (they are codes), and every key is text.
"""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from onestop_sim.errors import UserError

MAX_BYTES: Final = 2_000_000
"""Largest file that is read."""
MAX_DEPTH: Final = 40
"""Deepest nesting of mappings and lists, aliases expanded."""
MAX_ALIASES: Final = 200
"""Most aliases in a file."""
MAX_NODES: Final = 100_000
"""Most values in a file, aliases expanded."""

Scalar = str | int | float | bool | None

_INT = re.compile(r"[-+]?(0|[1-9][0-9_]*)")
_BASED_INT = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9_]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_NULL = {"", "~", "null", "Null", "NULL"}
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_MERGE = "<<"


@dataclass(frozen=True, slots=True)
class Written:
    """
    One value of a YAML file and where it stands.

    Attributes:
        value: a scalar, a list of written values, or a mapping from names to written values.
        file:  the file it was written in.
        line:  line of its key, or of itself in a list, from 1.
    """

    value: "Scalar | list[Written] | dict[str, Written]"
    file: Path
    line: int

    def plain(self) -> Any:
        """Return the value alone: dicts, lists and scalars."""
        if isinstance(self.value, dict):
            return {name: inner.plain() for name, inner in self.value.items()}
        if isinstance(self.value, list):
            return [inner.plain() for inner in self.value]
        return self.value


def read_tree(path: Path) -> Written:
    """
    Read one YAML file into a tree; an empty file is an empty mapping.

    Raises:
        UserError: ``file_missing``, ``file_unreadable``, ``yaml_too_large``, ``yaml_too_deep``,
            ``yaml_too_many_aliases``, ``yaml_tag``, ``yaml_duplicate_key``, ``yaml_alias``,
            ``yaml_key``, ``yaml_number``, ``yaml_many_documents``, ``yaml_not_a_mapping``,
            ``yaml_tab``, ``yaml_colon`` or ``yaml_syntax``; all name the file, most the line.
    """
    text = _text_of(path)
    parser = YAML(typ="rt")
    try:
        return _Builder(path, parser.parse(text)).document()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        where = {"file": str(path), "line": line, "column": column}
        problem = str(error.problem)
        if r"'\t'" in problem:
            raise UserError("yaml_tab", **where) from None
        if "mapping values" in problem:
            raise UserError("yaml_colon", **where) from None
        raise UserError("yaml_syntax", **where, problem=problem) from None
    except YAMLError as error:  # a character that YAML forbids
        position = getattr(error, "position", 0)
        raise UserError(
            "yaml_syntax",
            file=str(path),
            line=text.count("\n", 0, position) + 1,
            column=position - text.rfind("\n", 0, position),
            problem=str(getattr(error, "reason", type(error).__name__)),
        ) from None


def scalar_of(text: str) -> Scalar:
    """
    Return what an unquoted scalar means; a number too large to be one is returned as an infinity.

    >>> [scalar_of(text) for text in ("12", "1_000", "1e3", "on", "true", "~", "012", "2023-02-30", "1:30")]
    [12, 1000, 1000.0, 'on', True, None, '012', '2023-02-30', '1:30']
    """
    if text in _NULL:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    if _INT.fullmatch(text):
        return int(text) if len(text) <= 18 else math.inf
    if _BASED_INT.fullmatch(text):
        return int(text, 0) if len(text) <= 18 else math.inf
    if _FLOAT.fullmatch(text):
        return float(text)
    return math.inf if _NOT_FINITE.fullmatch(text) else text


def _text_of(path: Path) -> str:
    """Return the text of a file in Unicode's composed form, so that a name has one spelling."""
    if path.is_dir():
        raise UserError("file_unreadable", file=str(path), reason="directory")
    if not path.exists():
        raise UserError("file_missing", file=str(path))
    if not path.is_file():
        raise UserError("file_unreadable", file=str(path), reason="not_a_file")
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            n_bytes = path.stat().st_size
            raise UserError("yaml_too_large", file=str(path), n_bytes=n_bytes, limit_bytes=MAX_BYTES)
        return unicodedata.normalize("NFC", content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UserError("file_unreadable", file=str(path), reason="not_utf8") from None
    except OSError as error:
        raise UserError("file_unreadable", file=str(path), reason=type(error).__name__) from None


@dataclass(frozen=True, slots=True)
class _Measured:
    """A written value with its size and height, aliases expanded."""

    written: Written
    n_nodes: int
    height: int


class _Builder:
    """Turns the events of one file into a tree, and stops at the first thing that no scenario needs."""

    def __init__(self, path: Path, events: Iterator[Any]) -> None:
        self.path = path
        self.events = events
        self.anchors: dict[str, _Measured | None] = {}
        self.n_aliases = 0
        self.n_nodes = 0

    def document(self) -> Written:
        """Return the only document of the file, which is a mapping."""
        root: Written | None = None
        for event in self.events:
            kind = type(event).__name__
            if kind in {"StreamStartEvent", "DocumentStartEvent", "DocumentEndEvent", "StreamEndEvent"}:
                continue
            if root is not None:
                raise self.refusal("yaml_many_documents", event)
            root = self.node(event, depth=0).written
        if root is None or root.value is None:
            return Written({}, self.path, 1)
        if not isinstance(root.value, dict):
            raise UserError("yaml_not_a_mapping", file=str(self.path), line=root.line)
        return root

    def refusal(self, key: str, event: Any, **values: Any) -> UserError:
        """Return the error about something at an event."""
        return UserError(key, file=str(self.path), line=event.start_mark.line + 1, **values)

    def node(self, event: Any, depth: int) -> _Measured:
        """Return the value that begins with an event, reading on to its end."""
        kind = type(event).__name__
        if kind == "AliasEvent":
            return self.alias(event, depth)
        if event.tag is not None:
            raise self.refusal("yaml_tag", event, given=str(event.tag))
        self.count(event, 1)
        if event.anchor is not None:
            self.anchors[event.anchor] = None  # open: an alias to it now would have no end
        if kind == "ScalarEvent":
            made = _Measured(Written(self.scalar(event), self.path, event.start_mark.line + 1), 1, 0)
        else:
            if depth >= MAX_DEPTH:
                raise self.refusal("yaml_too_deep", event, limit=MAX_DEPTH)
            made = self.mapping(event, depth) if kind == "MappingStartEvent" else self.sequence(event, depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = made
        return made

    def count(self, event: Any, n_nodes: int) -> None:
        """Count values, aliases expanded."""
        self.n_nodes += n_nodes
        if self.n_nodes > MAX_NODES:
            if self.n_aliases:
                raise self.refusal("yaml_too_many_aliases", event, limit=MAX_NODES, given=self.n_nodes)
            raise self.refusal("yaml_too_large", event, n_nodes=self.n_nodes, limit_nodes=MAX_NODES)

    def alias(self, event: Any, depth: int) -> _Measured:
        """Return the value that an alias stands for."""
        self.n_aliases += 1
        if self.n_aliases > MAX_ALIASES:
            raise self.refusal("yaml_too_many_aliases", event, limit=MAX_ALIASES, given=self.n_aliases)
        meant = self.anchors.get(event.anchor)
        if meant is None:  # never anchored, or inside itself
            raise self.refusal("yaml_alias", event, given=event.anchor, known=sorted(self.anchors))
        self.count(event, meant.n_nodes)
        if depth + meant.height > MAX_DEPTH:
            raise self.refusal("yaml_too_deep", event, limit=MAX_DEPTH)
        return meant

    def scalar(self, event: Any) -> Scalar:
        """Return what a scalar means: text when quoted or a block."""
        if event.style is not None:
            return str(event.value)
        value = scalar_of(event.value)
        if isinstance(value, float) and not math.isfinite(value):
            raise self.refusal("yaml_number", event, given=event.value[:40])
        return value

    def sequence(self, event: Any, depth: int) -> _Measured:
        """Return a list, up to its end event."""
        items = []
        for inner in self.events:
            if type(inner).__name__ == "SequenceEndEvent":
                break
            items.append(self.node(inner, depth + 1))
        return self.measured(event, [item.written for item in items], items)

    def mapping(self, event: Any, depth: int) -> _Measured:
        """Return a mapping, up to its end event; what `<<` merges in comes after what is written."""
        entries: dict[str, Written] = {}
        merged: list[Written] = []
        parts: list[_Measured] = []
        for key in self.events:
            if type(key).__name__ == "MappingEndEvent":
                break
            name = self.name_of(key)
            part = self.node(next(self.events), depth + 1)
            parts.append(part)
            line = key.start_mark.line + 1
            if name == _MERGE and key.style is None:
                inner = part.written.value
                merged += inner if isinstance(inner, list) else [part.written]
            elif name in entries:
                raise self.refusal("yaml_duplicate_key", key, given=name, first_line=entries[name].line)
            else:
                entries[name] = replace(part.written, line=line)
        for source in merged:
            if not isinstance(source.value, dict):
                raise self.refusal("yaml_key", event, given=_MERGE)
            entries = {**source.value, **entries}
        return self.measured(event, entries, parts)

    def name_of(self, event: Any) -> str:
        """Return a key: any scalar, as text."""
        if type(event).__name__ != "ScalarEvent":
            raise self.refusal("yaml_key", event, given="")
        if event.tag is not None:
            raise self.refusal("yaml_tag", event, given=str(event.tag))
        if event.anchor is not None:
            self.anchors[event.anchor] = _Measured(
                Written(str(event.value), self.path, event.start_mark.line + 1), 1, 0
            )
        self.count(event, 1)
        return str(event.value)

    def measured(
        self, event: Any, value: list[Written] | dict[str, Written], parts: list[_Measured]
    ) -> _Measured:
        """Return a list or mapping with the size and the height of its parts."""
        n_nodes = 1 + sum(part.n_nodes for part in parts)
        height = 1 + max((part.height for part in parts), default=0)
        return _Measured(Written(value, self.path, event.start_mark.line + 1), n_nodes, height)
