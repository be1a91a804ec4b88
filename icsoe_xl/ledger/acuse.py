"""The acuse of a filing: what its PDF says, and the copy of it that is kept.

IMSS publishes no description of its acuse, so nothing is taken from it that is not beyond doubt: a folio or a
date is read only where the text allows one answer, and what cannot be read is asked for. A scanned acuse has
no text at all; it is kept all the same.

pypdf reads the text: pure Python under BSD, no dependency of its own, released every few weeks. pdfminer.six
and pdfplumber on top of it bring cryptography and Pillow to know where on the page a word stands, which we do
not ask; pypdfium2 and PyMuPDF are compiled, and PyMuPDF's AGPL would bind our users.
"""

from __future__ import annotations

import io
import logging
import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from icsoe_xl import settings
from icsoe_xl.errors import UnreadableFile, UnwritableFile
from icsoe_xl.ids import folios
from icsoe_xl.periods.returns import Return
from icsoe_xl.workbooks import atomic

FOLDER = "acuses"
LARGEST = 20 * 1024 * 1024
"""Bytes of an acuse that we take; a scanned one has some hundreds of thousands."""

_PAGES = 5
_MONTHS = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()  # noqa: SIM905
)
_NUMBERED = re.compile(
    r"(?<![0-9])(?:(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>20[0-9]{2})"  # 15/05/2026
    r"|(?P<year_first>20[0-9]{2})-(?P<month_second>[0-9]{2})-(?P<day_last>[0-9]{2}))(?![0-9])"  # 2026-05-15
)
_NAMED = re.compile(  # 15 de mayo de 2026
    rf"(?<![0-9])(?P<day>[0-9]{{1,2}})\s+de\s+(?P<month>{'|'.join(_MONTHS)})\s+(?:de|del)\s+(?P<year>20[0-9]{{2}})",
    re.IGNORECASE,
)
_FILED = re.compile(r"fecha[^0-9]{0,40}(?:presentaci[oó]n|recepci[oó]n|env[ií]o|acuse)", re.IGNORECASE)
_WORDS_LIKE_A_FOLIO = re.compile(r"\b[A-Z]{1,3}[0-9]{9}\b")
_FOLIO_WORD = re.compile(r"folio[^0-9]{0,40}?\b([A-Z]{1,3}[0-9]{9})\b", re.IGNORECASE)
_RFC = re.compile(r"(?<![A-ZÑ&0-9])[A-ZÑ&]{3,4}[0-9]{6}[0-9A-Z]{3}(?![A-Z0-9])")
_NEAR = 80
"""Characters after the words in which the date of filing must stand."""


@dataclass(frozen=True, slots=True)
class Acuse:
    """A PDF that was read. ``folio`` and ``filed_on`` are None where the text leaves a doubt.

    ``rfcs``: every RFC that the text names, to tell an acuse of somebody else.
    """

    data: bytes
    folio: str | None
    filed_on: date | None
    rfcs: frozenset[str]

    @property
    def digest(self) -> str:
        """SHA-256 of the PDF, which is also the name of its copy."""
        return sha256(self.data).hexdigest()


def read(path: Path) -> Acuse:
    """Read an acuse. Raises UnreadableFile for what is no PDF, not for a PDF without readable text."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UnreadableFile(f"No pude leer el acuse {path}: revise la ruta y sus permisos.") from error
    if b"%PDF-" not in data[:1024]:
        raise UnreadableFile(f"{path.name} no es un PDF: baje el acuse otra vez del portal.")
    if len(data) > LARGEST:
        raise UnreadableFile(
            f"{path.name} pasa de 20 MB: un acuse es mucho menor; revise que sea el archivo."
        )
    text = _text(data)
    return Acuse(data, find_folio(text), find_date(text), frozenset(_RFC.findall(text)))


def keep(acuse: Acuse) -> Path:
    """Put a copy into the home, named by its hash; the same PDF twice is one copy. Raises UnwritableFile."""
    path = copy_path(acuse.digest)
    if not is_intact(acuse.digest):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnwritableFile(f"No pude hacer la carpeta {path.parent}: revise sus permisos.") from error
        atomic.replace_file(path, acuse.data)
    return path


def copy_path(digest: str) -> Path:
    """Where the copy of an acuse is kept in this user's home."""
    return settings.home() / FOLDER / f"{digest}.pdf"


def is_intact(digest: str) -> bool:
    """Whether the copy is there and still has its hash."""
    try:
        return sha256(copy_path(digest).read_bytes()).hexdigest() == digest
    except OSError:
        return False


def kind_of(folio: str) -> Return | None:
    """The type of return that a folio tells (N: Normal, SI: Sin información); None for the others.

    The letters of complementarias are not published. Confidence medium (``ids/data/policy.toml``).
    """
    if not folios.is_acuse(folio):
        return None
    return Return.NIL if folio.startswith("SI") else Return.NORMAL


def find_folio(text: str) -> str | None:
    """The folio of the acuse in a text: the only one there is, or the only one behind the word ``folio``."""
    known = {word for word in _WORDS_LIKE_A_FOLIO.findall(text) if folios.is_acuse(word)}
    if len(known) == 1:
        return str(known.pop())
    named = {str(word).upper() for word in _FOLIO_WORD.findall(text)}
    return next(iter(named)) if not known and len(named) == 1 else None


def find_date(text: str) -> date | None:
    """The day of filing in a text: the only date behind its label, or the only date there is."""
    labelled = {day for label in _FILED.finditer(text) for day in _dates(text[label.end() :][:_NEAR])[:1]}
    found = labelled or set(_dates(text))
    return found.pop() if len(found) == 1 else None


def _dates(text: str) -> list[date]:
    """All dates of a text that exist, in its order."""
    found = []
    for match in [*_NUMBERED.finditer(text), *_NAMED.finditer(text)]:
        groups = {name.partition("_")[0]: value for name, value in match.groupdict().items() if value}
        month = groups["month"].lower()
        number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
        try:
            found.append((match.start(), date(int(groups["year"]), number, int(groups["day"]))))
        except ValueError:
            continue  # 31/02: no date
    return [day for _, day in sorted(found)]


def _text(data: bytes) -> str:
    """Text of the first pages; empty when there is none or the PDF is encrypted or broken."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings quote the file
    try:
        pages = PdfReader(io.BytesIO(data)).pages
        return "\n".join(pages[number].extract_text() for number in range(min(len(pages), _PAGES)))
    except (
        PyPdfError,
        DependencyError,
        ValueError,
        ArithmeticError,
        AssertionError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
        OSError,
    ):
        # A damaged PDF shows itself in all these ways (so do pypdf's own issues); its copy is kept, and we ask.
        return ""
