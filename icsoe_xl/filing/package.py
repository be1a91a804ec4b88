"""Export of a whole workbook: all that the typist and the signer need, in one folder and its ZIP."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from icsoe_xl.filing import submission
from icsoe_xl.filing.archive import zipped
from icsoe_xl.filing.block import block_of
from icsoe_xl.filing.export import MANIFEST, Exported, entry, manifest, named_files, worker_entry
from icsoe_xl.filing.folder import write_all
from icsoe_xl.filing.names import safe
from icsoe_xl.filing.pages import fingerprint, pages
from icsoe_xl.findings import Report
from icsoe_xl.ids import rfc
from icsoe_xl.model import Form, Table
from icsoe_xl.periods import Period
from icsoe_xl.workbooks import atomic
from icsoe_xl.workbooks.port import Workbook


def export_whole(book: Workbook, tables: Sequence[Table], report: Report, form: Form, out: Path) -> Exported:
    """Write the submission of a whole workbook without errors into a folder of ``out``, and its ZIP beside it.

    The folder is ``ICSOE_<RFC>_<period>``. In it: for each contract ``trabajadores_<contract>.csv`` and the
    same rows as ``.xlsx`` to paste into the official sheet, the capture sheet, the summary, the manifest. The
    same workbook gives the same bytes. Raises UnwritableFile, and UsageProblem for a template that fails.
    """
    made = named_files([table for table in tables if table.kind == "workers"], "trabajadores")
    files: dict[str, bytes] = {}
    blocks: dict[str, bytes] = {}
    entries: list[dict[str, object]] = []
    uploads: dict[str, list[submission.Upload]] = defaultdict(list)
    for one in made:
        csv, xlsx = f"{one.stem}.csv", f"{one.stem}.xlsx"
        files[csv], blocks[xlsx] = one.file.data, block_of(one.file, one.table.layout.export)
        entries += [worker_entry(one, csv, files[csv]), worker_entry(one, xlsx, blocks[xlsx])]
        upload = submission.Upload(csv, one.file.rows, sha256(one.file.data).hexdigest(), xlsx)
        uploads[(one.file.contract or "").casefold()].append(upload)
    contracts = next((table for table in tables if table.kind == "contracts"), None)
    declared = submission.read(form, contracts, Period.parse(report.period), uploads)
    texts = pages(declared)
    entries += [entry(name, data) for name, data in texts.items()]

    folder = out / safe(f"ICSOE_{rfc.compact(form.text('icsoe_rfc'))}_{report.period}")
    listed = manifest(book, form.layout.version, report, entries, huella=fingerprint(declared))
    contents = {**files, **blocks, **texts}
    archive = folder.with_name(f"{folder.name}.zip")
    whole = zipped({f"{folder.name}/{name}": data for name, data in {**contents, MANIFEST: listed}.items()})
    if out.is_dir():
        atomic.check_replaceable(archive)
    write_all(folder, contents, MANIFEST, listed)
    atomic.replace_file(archive, whole)
    rows = [(f"{one.stem}.csv", one.file.rows) for one in made]
    return Exported(folder, [*rows, *((name, 0) for name in (*blocks, *texts, MANIFEST))], archive)
