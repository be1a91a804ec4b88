"""Export of a whole workbook: all that the typist and the signer need, in one folder and its ZIP."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from icsoe_xl.errors import UsageProblem
from icsoe_xl.filing import complementaria, declared, submission
from icsoe_xl.filing.archive import zipped
from icsoe_xl.filing.block import block_of
from icsoe_xl.filing.declared import Declared
from icsoe_xl.filing.export import (
    MANIFEST,
    Exported,
    Named,
    entry,
    fingerprint_in,
    manifest,
    named_files,
    worker_entry,
)
from icsoe_xl.filing.folder import write_all
from icsoe_xl.filing.names import safe
from icsoe_xl.filing.pages import CAPTURE, fingerprint, pages
from icsoe_xl.ids import rfc
from icsoe_xl.model import Form
from icsoe_xl.periods import Period
from icsoe_xl.workbooks import atomic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.actions import Inspection


def export_whole(inspection: Inspection, out: Path, earlier: Inspection | None = None) -> Exported:
    """Write the submission of a whole workbook without errors into a folder of ``out``, and its ZIP beside it.

    The folder is ``ICSOE_<RFC>_<period>``. In it: for each contract ``trabajadores_<contract>.csv`` and the
    same rows as ``.xlsx`` to paste into the official sheet, the capture sheet, the summary, the manifest. The
    same workbook gives the same bytes, as long as the same is known to be filed. ``earlier`` is the workbook that
    a complementaria is compared with. Raises UnwritableFile, and UsageProblem for a template that fails or a
    comparison that makes no sense.
    """
    book, report, form = inspection.book, inspection.report, _form(inspection)
    made = _named(inspection)
    files: dict[str, bytes] = {}
    blocks: dict[str, bytes] = {}
    entries: list[dict[str, object]] = []
    for one in made:
        csv, xlsx = f"{one.stem}.csv", f"{one.stem}.xlsx"
        files[csv], blocks[xlsx] = one.file.data, block_of(one.file, one.table.layout.export)
        entries += [worker_entry(one, csv, files[csv]), worker_entry(one, xlsx, blocks[xlsx])]
    submitted = _submission(inspection, _uploads(made))
    declares = declared.of(submitted, _rows(made))
    changes = complementaria.of(declares, inspection.filed, _earlier(earlier))
    texts = pages(submitted, changes)
    entries += [entry(name, data) for name, data in texts.items()]

    folder = _folder(inspection, out)
    listed = manifest(book, form.layout.version, report, entries, huella=fingerprint(submitted))
    contents = {**files, **blocks, **texts}
    archive = folder.with_name(f"{folder.name}.zip")
    whole = zipped({f"{folder.name}/{name}": data for name, data in {**contents, MANIFEST: listed}.items()})
    if out.is_dir():
        atomic.check_replaceable(archive)
    write_all(folder, contents, MANIFEST, listed, outdated=archive)
    atomic.replace_file(archive, whole)
    rows = [(f"{one.stem}.csv", one.file.rows) for one in made]
    return Exported(
        folder,
        [*rows, *((name, 0) for name in (*blocks, *texts, MANIFEST))],
        archive,
        declares,
        "" if changes is None else changes.in_words,
    )


def capture_sheet(inspection: Inspection, out: Path) -> tuple[Path, bool] | None:
    """The capture sheet that an earlier export of a whole workbook left in ``out``; None when there is none.

    The second value is whether it declares what the workbook says now. Of a workbook with errors that is never so:
    it could not be exported.
    """
    folder = _folder(inspection, out)
    page = folder / CAPTURE
    if not page.is_file():
        return None
    if inspection.report.errors:
        return page, False
    declares = fingerprint(_submission(inspection, _uploads(_named(inspection))))
    return page, fingerprint_in(folder) == declares


def _folder(inspection: Inspection, out: Path) -> Path:
    contractor = rfc.compact(_form(inspection).text("icsoe_rfc"))
    return out / safe(f"ICSOE_{contractor}_{inspection.report.period}")


def _earlier(inspection: Inspection | None) -> tuple[str, Declared] | None:
    """Name and content of the workbook that was filed before. Raises UsageProblem when it cannot be that."""
    if inspection is None:
        return None
    name = Path(inspection.book.name).name
    if inspection.form is None:
        raise UsageProblem(f"{name} no es un libro completo: compare con el libro que se presentó.")
    if inspection.report.errors:
        raise UsageProblem(
            f"{name} tiene errores, y así no se pudo exportar: compare con el libro que se presentó."
        )
    return name, declared.of(_submission(inspection, {}), _rows(_named(inspection)))


def _submission(
    inspection: Inspection, uploads: Mapping[str, Sequence[submission.Upload]]
) -> submission.Submission:
    contracts = next((table for table in inspection.tables if table.kind == "contracts"), None)
    return submission.read(_form(inspection), contracts, Period.parse(inspection.report.period), uploads)


def _named(inspection: Inspection) -> list[Named]:
    return named_files([table for table in inspection.tables if table.kind == "workers"], "trabajadores")


def _uploads(made: Sequence[Named]) -> dict[str, list[submission.Upload]]:
    """The files of workers of each contract (its key, case-folded)."""
    uploads: dict[str, list[submission.Upload]] = defaultdict(list)
    for one in made:
        digest = sha256(one.file.data).hexdigest()
        upload = submission.Upload(f"{one.stem}.csv", one.file.rows, digest, f"{one.stem}.xlsx")
        uploads[(one.file.contract or "").casefold()].append(upload)
    return uploads


def _rows(made: Sequence[Named]) -> dict[str, list[list[str]]]:
    """NSS, CURP and SBC of the workers of each contract (its key, case-folded)."""
    rows: dict[str, list[list[str]]] = defaultdict(list)
    for one in made:
        rows[(one.file.contract or "").casefold()] += one.file.cells(one.table.layout.export)
    return rows


def _form(inspection: Inspection) -> Form:
    if inspection.form is None:
        raise ValueError("only a whole workbook has a form")
    return inspection.form
