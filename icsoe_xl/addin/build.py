"""Makes `icsoe_xl.xlam` from the text files of `addin/`, the same bytes every time.

pyOpenVBA puts the modules into a workbook that Office itself made; this adds the ribbon, our own properties
and fixed dates. The relationship of customUI14.xml is the one of the 2009/07 namespace: Microsoft's validator
refuses a 2006/01 ribbon under it and the reverse.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from icsoe_xl import __version__
from icsoe_xl.addin.places import ADDIN_NAME, APPLESCRIPT_NAME, SHELL_NAME
from icsoe_xl.errors import UnwritableFile, UsageProblem
from icsoe_xl.workbooks.atomic import replace_file

MODULES = ("IcsoeRibbon", "IcsoeLauncher", "IcsoeMarks")
RIBBON_NAME = "customUI14.xml"
SOURCE_NAMES = (RIBBON_NAME, *(f"{name}.bas" for name in MODULES), APPLESCRIPT_NAME, SHELL_NAME)

_HERE = Path(__file__).resolve().parent
SHIPPED = _HERE / ADDIN_NAME
"""The built add-in that a wheel carries; absent in a working copy."""

_RIBBON_PART = f"customUI/{RIBBON_NAME}"
_RIBBON_RELATIONSHIP = (
    '<Relationship Id="rIdIcsoe" '
    'Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility" '
    f'Target="{_RIBBON_PART}"/>'
)
_PROPERTIES_PART = "docProps/core.xml"
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>ICSOE</dc:title><dc:creator>icsoe_xl</dc:creator><dc:description>{description}</dc:description>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:modified>'
    "</cp:coreProperties>"
)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def sources() -> Path:
    """Return the folder of the add-in's text files: `addin/` of a working copy, else the wheel's own copy.

    Raises UsageProblem when neither is there.
    """
    for folder in (_HERE.parents[1] / "addin", _HERE / "sources"):
        if (folder / RIBBON_NAME).is_file():
            return folder
    raise UsageProblem("Faltan los archivos de texto del complemento. Instale de nuevo icsoe-xl.")


def build(out: Path) -> Path:
    """Make the add-in at `out` (a path that ends in .xlam) and return `out`.

    Raises UsageProblem when pyOpenVBA is not installed, UnwritableFile when `out` cannot be written.
    """
    package = addin_bytes()
    write_whole(out, package)
    return out


def addin_bytes() -> bytes:
    """Return the bytes of the add-in, built from `sources()`; raises as `build` does."""
    folder = sources()
    with TemporaryDirectory() as scratch:
        parts = _parts(_macro_workbook(folder, Path(scratch) / ADDIN_NAME))
        parts["_rels/.rels"] = _with_ribbon(parts["_rels/.rels"])
        parts[_PROPERTIES_PART] = _properties()
        parts[_RIBBON_PART] = (folder / RIBBON_NAME).read_bytes().replace(b"\r\n", b"\n")
        return _zipped(parts, Path(scratch) / "final.xlam")


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path` whole or not at all, making its folder; raises UnwritableFile."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableFile(f"No se puede crear la carpeta {path.parent}: {error.strerror}.") from error
    replace_file(path, data)


def module_source(path: Path) -> str:
    """Return the VBA module at `path` with the line ends that VBA demands, CRLF."""
    return re.sub(r"\r\n?|\n", "\r\n", path.read_text(encoding="utf-8"))


def _macro_workbook(folder: Path, path: Path) -> Path:
    """Make the .xlam with our modules and nothing else of ours at `path`."""
    try:
        from pyopenvba import ExcelFile
    except ImportError as error:
        raise UsageProblem(
            "Para armar el complemento hace falta pyOpenVBA: pip install pyOpenVBA. "
            "Para instalarlo no se necesita: el paquete publicado ya lo trae armado."
        ) from error
    with ExcelFile.create_new(path) as book:
        project = book.vba_project()
        project.delete_module("Module1")
        for name in MODULES:
            project.add_module(name, module_source(folder / f"{name}.bas"))
        book.save()
    return path


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def _with_ribbon(relationships: bytes) -> bytes:
    end = b"</Relationships>"
    return relationships.replace(end, _RIBBON_RELATIONSHIP.encode("ascii") + end)


def _properties() -> bytes:
    description = f"Valida y exporta los trabajadores de la ICSOE. Versión {__version__}."
    return _PROPERTIES.format(description=escape(description)).encode("utf-8")


def _zipped(parts: dict[str, bytes], path: Path) -> bytes:
    """Return the package: content types first, the others by name, fixed dates, nothing compressed.

    Compressed bytes depend on the zlib at hand; the whole add-in is some 40 kB.
    """
    names = sorted(parts, key=lambda name: (name != "[Content_Types].xml", name))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        for name in names:
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.create_system = 0  # else Windows and the others write different bytes here
            package.writestr(entry, parts[name])
    return path.read_bytes()
