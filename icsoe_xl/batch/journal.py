"""What each workbook said, on disk as soon as it is known: for the summary, and for the next run.

``registro.jsonl`` has a line a workbook, the last one of a path counts; ``personas.bin`` holds, sealed,
their people. A run that is killed leaves whole lines and at most half a last one, which is passed over.
"""

from __future__ import annotations

import json
import os
import secrets
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, TypedDict, cast

from icsoe_xl import settings
from icsoe_xl.batch.terms import Circumstances
from icsoe_xl.batch.urls import is_url
from icsoe_xl.batch.worker import Outcome
from icsoe_xl.errors import UnwritableFile

FOLDER = ".icsoe_lote"
_LINES, _PEOPLE = "registro.jsonl", "personas.bin"
_KEY_BYTES = 32


class Entry(NamedTuple):
    """A workbook as the summary needs it; its findings stay on disk, at ``line_at``.

    ``people`` are offset and length of its sealed people. ``checked`` is False when an earlier verdict counts.
    """

    code: int
    line: str
    sha256: str
    layout: str | None
    period: str
    rows: int
    errors: int
    warnings: int
    rules: tuple[tuple[str, int], ...]
    people: tuple[int, int]
    line_at: int
    checked: bool


class _Line(TypedDict):
    path: str
    code: int
    line: str
    sha256: str
    layout: str | None
    period: str
    rows: int
    errors: int
    warnings: int
    rules: list[tuple[str, int]]
    circumstances: Circumstances
    people: tuple[int, int]


class _LineWithReport(_Line):
    report: dict[str, object] | None


def own_key() -> bytes:
    """The secret that seals the people, made the first time; a new one each time if it cannot be kept."""
    path = settings.home() / "lote.key"
    try:
        key = path.read_bytes()
        if len(key) == _KEY_BYTES:
            return key
    except OSError:
        pass  # there is none yet
    key = secrets.token_bytes(_KEY_BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(key)
    except OSError:
        return key  # the next run will have another one, and so look at every workbook again
    return key


def key_name(key: bytes) -> str:
    """A word that tells a key from another one without telling the key."""
    return blake2b(b"icsoe_xl lote", digest_size=8, key=key).hexdigest()


class Journal:
    """The journal in ``folder`` (made if need be). Raises UnwritableFile when it cannot be written."""

    def __init__(
        self, folder: Path, terms: dict[str, object], circumstances: Circumstances, *, resume: bool
    ) -> None:
        """``terms`` are what every verdict depends on; ``resume`` keeps the lines written under the same ones.

        ``circumstances`` are those of this run: a line written under others is kept where they do not matter.
        """
        self._folder = folder
        self._circumstances = circumstances
        self.known: dict[str, Entry] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            kept = resume and self._load(terms)
            self._people = (folder / _PEOPLE).open("r+b" if kept else "w+b")
            self._lines = (folder / _LINES).open("r+b" if kept else "w+b")
            self._people.seek(0, os.SEEK_END)
            self._lines.seek(self._end if kept else 0)
            self._lines.truncate()
            if not kept:
                self._lines.write(json.dumps(terms).encode() + b"\n")
        except OSError as problem:
            raise _unwritable(folder) from problem

    _end = 0

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lines.close()
        self._people.close()

    def add(self, path: str, outcome: Outcome) -> Entry:
        """Write down what came of a workbook."""
        try:
            offset = self._people.seek(0, os.SEEK_END)
            self._people.write(outcome.people)
            self._people.flush()
            line_at = self._lines.seek(0, os.SEEK_END)
            line: _Line = {
                "path": _identity(path),
                "code": outcome.code,
                "line": outcome.line,
                "sha256": outcome.sha256,
                "layout": outcome.layout,
                "period": outcome.period,
                "rows": outcome.rows,
                "errors": outcome.errors,
                "warnings": outcome.warnings,
                "rules": list(outcome.rules),
                "circumstances": self._circumstances,
                "people": (offset, len(outcome.people)),
            }
            # The report is JSON already; reading it to write it again would cost more than all the rest.
            told = f'{json.dumps(line)[:-1]}, "report": {outcome.report or "null"}}}\n'
            self._lines.write(told.encode())
            self._lines.flush()
        except OSError as problem:
            raise _unwritable(self._folder) from problem
        return _entry(line, line_at, checked=True)

    def known_sha256(self, path: str) -> str:
        """SHA-256 at which an earlier verdict on this file counts, "" without one."""
        entry = self.known.get(_identity(path))
        return "" if entry is None else entry.sha256

    def earlier(self, path: str) -> Entry:
        """The earlier verdict on a file of which :meth:`known_sha256` gave a SHA-256."""
        return self.known[_identity(path)]

    def report(self, entry: Entry) -> dict[str, object] | None:
        """The contract's object of a workbook, None when it could not be read."""
        self._lines.seek(entry.line_at)
        return cast("_LineWithReport", json.loads(self._lines.readline())).get("report")

    def people(self, offset: int, length: int) -> bytes:
        """A piece of the sealed people."""
        self._people.seek(offset)
        return self._people.read(length)

    def _load(self, terms: dict[str, object]) -> bool:
        """Take up the lines of an earlier run; False when there are none under the same terms."""
        try:
            size = (self._folder / _PEOPLE).stat().st_size
            with (self._folder / _LINES).open("rb") as file:
                first = file.readline()
                if json.loads(first) != json.loads(json.dumps(terms)):
                    return False
                self._end = len(first)
                for raw in file:
                    if not raw.endswith(b"\n"):
                        break
                    line = cast("_Line", json.loads(raw))
                    entry = _entry(line, self._end, checked=False)
                    then = Circumstances(*line["circumstances"])
                    if sum(line["people"]) <= size and self._circumstances.uphold(
                        entry.layout, entry.rules, then
                    ):
                        self.known[line["path"]] = entry
                    else:
                        self.known.pop(line["path"], None)
                    self._end += len(raw)
        except FileNotFoundError:
            return False
        except (ValueError, KeyError, TypeError, RecursionError):
            self.known.clear()  # somebody else's hand was in it: look at everything again
            return False
        return True


def _entry(line: _Line, line_at: int, *, checked: bool) -> Entry:
    offset, length = line["people"]
    return Entry(
        line["code"],
        line["line"],
        line["sha256"],
        line["layout"],
        line["period"],
        line["rows"],
        line["errors"],
        line["warnings"],
        tuple((rule, many) for rule, many in line["rules"]),
        (offset, length),
        line_at,
        checked,
    )


def _identity(path: str) -> str:
    return path if is_url(path) else os.path.normcase(os.path.abspath(path))  # noqa: PTH100


def _unwritable(folder: Path) -> UnwritableFile:
    return UnwritableFile(
        f"{folder}: no se puede escribir ahí el avance; revise el permiso y el espacio, o elija otra con --out"
    )
