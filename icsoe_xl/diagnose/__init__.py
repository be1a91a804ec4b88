"""A copy of a workbook that can be sent to support: the same places, the same faults, other people.

    workbook -> inspection -> sheets (which cells, with other values) -> package (a new .xlsx) -> inspection again

The copy is made anew from what the rules see; nothing of the workbook's own package goes into it. It is then
checked like any workbook, and the person is told whether the same is found in it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from icsoe_xl import actions
from icsoe_xl.errors import UnwritableFile
from icsoe_xl.findings import Finding, Report
from icsoe_xl.periods import Period
from icsoe_xl.periods.tables import minimum_wage_on, sbc_cap_on
from icsoe_xl.workbooks import open_workbook

KEPT_AT_HOME = frozenset({"K023", "R002", "R005"})
"""Rules that ask what this computer keeps (profile, ledger) of the contractor: nobody keeps anything of hers."""

_Place = tuple[str | None, int | None, int | None, str | None, str, str, bool]


class Diagnosed(NamedTuple):
    """What came of it: the report of the workbook, None in ``out`` where nothing was written.

    ``lost`` and ``added`` count the findings of each rule that the copy lacks or has more of.
    """

    report: Report
    out: Path | None = None
    lost: Mapping[str, int] = MappingProxyType({})
    added: Mapping[str, int] = MappingProxyType({})


def diagnose(
    path: str | Path,
    out: str | Path,
    options: actions.Options = actions.AS_FOUND,
    *,
    today: date | None = None,
    rng: random.Random | None = None,
) -> Diagnosed:
    """Write the copy of the workbook at ``path`` to ``out``; the workbook itself is only read.

    Without a known table (A001) there is nothing to copy. Raises UnreadableFile, UsageProblem, and
    UnwritableFile when ``out`` is there already. ``rng`` is for tests: else the system's own chance is asked.
    """
    from icsoe_xl.diagnose.disguise import Disguise, scale_of
    from icsoe_xl.diagnose.package import to_bytes
    from icsoe_xl.diagnose.sheets import disguised
    from icsoe_xl.workbooks.atomic import replace_file

    out = Path(out)
    if out.suffix.lower() != ".xlsx":
        raise UnwritableFile(
            f"{out.name}: la copia es un libro sin macros; dele un nombre que termine en .xlsx."
        )
    if out.exists():
        raise UnwritableFile(
            f"{out.name}: ya existe; indique otro nombre con --out, o bórrelo si ya no sirve."
        )
    today = today or date.today()
    book = open_workbook(path)
    found = actions.inspect(book, options, today)
    if found.report.layout is None:
        return Diagnosed(found.report)
    period = Period.parse(found.report.period)
    scale = scale_of(
        period, today, float(minimum_wage_on(period.end).value), float(sbc_cap_on(period.end).value)
    )
    copy = disguised(book, found, Disguise(scale, rng or random.SystemRandom()))
    replace_file(out, to_bytes(copy))
    sheet = None if options.sheet is None else copy.renamed.get(options.sheet, options.sheet)
    again = actions.inspect(open_workbook(out), options._replace(sheet=sheet), today)
    before = Counter(
        _place(each, copy.renamed) for each in found.report.findings if each.rule not in KEPT_AT_HOME
    )
    after = Counter(_place(each, {}) for each in again.report.findings if each.rule not in KEPT_AT_HOME)
    return Diagnosed(found.report, out, _by_rule(before - after), _by_rule(after - before))


def _place(found: Finding, renamed: dict[str, str]) -> _Place:
    """What must be the same of a finding in the copy: all but the words and the repair itself."""
    sheet = found.sheet if found.sheet is None else renamed.get(found.sheet, found.sheet)
    return (sheet, found.row, found.column, found.field, found.rule, found.severity, found.fix is None)


def _by_rule(places: Counter[_Place]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for place, count in places.items():
        counted[place[4]] += count
    return counted
