"""What is fuzzed: each target takes any bytes, and fails when the product does what it must not.

A target lets IcsoeError pass, which is how the product says no. Any other exception is a fault, and so is a
broken promise: marks that do not come back off, a sieve that differs from the slow way, a saved profile that
says something else, a template that reached what it was not given.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from fuzz import seeds

from icsoe_xl import actions, cells, contact, settings
from icsoe_xl.batch.journal import Journal
from icsoe_xl.batch.terms import Circumstances
from icsoe_xl.engine import needs, render, sandbox
from icsoe_xl.errors import IcsoeError
from icsoe_xl.filing import names as file_names
from icsoe_xl.filing.folder import _listed
from icsoe_xl.ids import columns, curp, folios, nss, registro_patronal, repse, rfc
from icsoe_xl.ledger import acuse
from icsoe_xl.newbook.context import context
from icsoe_xl.periods import Period, PeriodError, ics
from icsoe_xl.periods.returns import Return
from icsoe_xl.profiles import check, editing, exchange, names, setting
from icsoe_xl.profiles.model import Profile
from icsoe_xl.record import Record
from icsoe_xl.rules import typed
from icsoe_xl.workbooks import open_workbook, sheet_facts
from icsoe_xl.workbooks.archive import Archive
from icsoe_xl.workbooks.package import Package
from icsoe_xl.workbooks.sheet_xml import SheetXml
from icsoe_xl.workbooks.xml_parts import as_utf8, parse

TODAY = date(2026, 5, 4)
PERIOD = actions.Options(period="2026-1")


class Target(NamedTuple):
    """``run`` takes any bytes; ``seeds`` are what to begin with, ``words`` what to splice in (seeds.WORDS)."""

    run: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]
    words: str = ""


class BrokenPromise(AssertionError):
    """The product did something that it promises not to do."""


# Workbooks: the first two bytes choose a workbook and one of its parts, the rest takes that part's place.


def _part_seeds(books: Callable[[], dict[str, seeds.Parts]]) -> Callable[[], Iterable[bytes]]:
    return lambda: [
        bytes((book, part)) + data
        for book, parts in enumerate(books().values())
        for part, data in enumerate(parts.values())
        if len(data) < 20_000
    ]


def _assembled(data: bytes, books: dict[str, seeds.Parts]) -> Path:
    """A workbook file with one part replaced, where the one before was."""
    head, content = data[:2].ljust(2, b"\0"), data[2:]
    parts = list(books.values())[head[0] % len(books)]
    name = list(parts)[head[1] % len(parts)]
    path = _folder() / "libro.xlsx"
    path.write_bytes(seeds.packed({**parts, name: content}))
    return path


@cache
def _folder() -> Path:
    """A scratch folder that lasts as long as the process."""
    holder = tempfile.TemporaryDirectory(prefix="icsoe-fuzz-")
    _kept.append(holder)
    return Path(holder.name)


_kept: list[object] = []


def read_and_judge(data: bytes) -> None:
    """Reading, layouts and rules; the header of a contractor, too."""
    path = _assembled(data, seeds.workbooks())
    with suppress(IcsoeError):
        book = open_workbook(path)
        for sheet in book.sheets():
            with suppress(IcsoeError):
                book.grid(sheet.name)
                book.facts(sheet.name, [1, 2, 3])
    with suppress(IcsoeError):
        json.dumps(actions.inspect(open_workbook(path), PERIOD, TODAY).report.to_json())
    with suppress(IcsoeError):
        exchange.read(path)


def mark_and_clear(data: bytes) -> None:
    """What was marked says the same when it is read again, and clearing gives every part its bytes back."""
    path = _assembled(data, seeds.workbooks())
    before = path.read_bytes()
    try:
        inspection = actions.inspect(open_workbook(path), PERIOD, TODAY)
        said = inspection.report.to_json()
        marked = bool(inspection.report.findings and inspection.tables)
        actions.mark_file(inspection)
    except IcsoeError:
        if path.read_bytes() != before:
            raise BrokenPromise("refused, and the file is not as it was") from None
        return
    if not marked:
        return
    after = path.read_bytes()
    again = actions.inspect(open_workbook(path), PERIOD, TODAY).report.to_json()
    actions.clear(path)
    if _is_well_formed(data[2:]):  # what no program can open may be marked, and taken back, at its own risk
        if again != said:
            raise BrokenPromise("the marked workbook says something else")
        if after == before:
            raise BrokenPromise("there are findings and no marks")
        _compare(before, path.read_bytes())


def _is_well_formed(part: bytes) -> bool:
    try:
        expat.ParserCreate().Parse(part, True)
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return True


def _compare(before: bytes, after: bytes) -> None:
    one, other = Package(before), Package(after)
    if one.parts() != other.parts():
        raise BrokenPromise("not the same parts after clear")
    for part in one.parts():
        if one.read(part) != other.read(part):
            raise BrokenPromise(f"not the same bytes after clear: {part}")


@cache
def _marked() -> dict[str, seeds.Parts]:
    """The workbooks as they are with our marks and record in them."""
    made = {}
    for name, parts in seeds.workbooks().items():
        path = _folder() / "marcado.xlsx"
        path.write_bytes(seeds.packed(parts))
        actions.validate(path, options=PERIOD)
        made[name] = seeds.parts_of(path.read_bytes())
    return made


def take_back(data: bytes) -> None:
    """A marked workbook that another program, or a hand, changed: clear and fix end well or are refused."""
    path = _assembled(data, _marked())
    with suppress(IcsoeError):
        actions.clear(path)
    path = _assembled(data, _marked())
    with suppress(IcsoeError):
        actions.fix(path, PERIOD)


def record_text(data: bytes) -> None:
    """The hidden cells of our record, in any state."""
    Record.from_cells(_text(data).split("\n"))


def _record_seeds() -> list[bytes]:
    sheets = [
        data for parts in _marked().values() for name, data in parts.items() if b"icsoe_xl:registro" in data
    ]
    texts = [
        node.text for sheet in sheets for node in parse(sheet).walk() if node.text.startswith("icsoe_xl:")
    ]
    return [text.encode() for text in texts]


def zip_container(data: bytes) -> None:
    """Any bytes as a zip file: what is taken can be copied, and then holds the same."""
    with suppress(IcsoeError):
        Package(data)
    try:
        archive = Archive(data)
        contents = [(entry.name, archive.inflate(entry)) for entry in archive.entries]
    except IcsoeError:
        return
    again = Archive(archive.rebuilt({}, []))
    if [(entry.name, again.inflate(entry)) for entry in again.entries] != contents:
        raise BrokenPromise("a copied archive holds something else")


def _zip_seeds() -> list[bytes]:
    small = {name: data for name, data in seeds.workbooks()["odd"].items() if len(data) < 600}
    return [seeds.packed(small), Archive(seeds.packed(small)).rebuilt({}, [("a.xml", b"<a/>")])]


def xml_parts(data: bytes) -> None:
    """Any bytes as a small part, and as a worksheet."""
    with suppress(IcsoeError):
        list(parse(as_utf8(data)).walk())
    with suppress(IcsoeError):
        prepared, _ = sheet_facts.prepared(data)
        sheet_facts.facts(prepared, (1, 2, 3))
        sheet_facts.with_known_errors(prepared)
        rows, across, _ = sheet_facts.places_with_content(prepared)
        sheet_facts.squeezed(prepared, sorted(rows), sorted(across))
    with suppress(IcsoeError):
        sheet = SheetXml(data)
        before = sheet.data
        sheet.rewrite({row: {1: None, 3: None} for row in (1, 3, 9)}, lambda slot, _: slot.raw)
        if sheet.data != before:
            raise BrokenPromise("a sheet rewritten with its own cells is another one")


def _sheet_seeds() -> list[bytes]:
    parts = [part for parts in seeds.workbooks().values() for part in parts.items()]
    return [data for name, data in parts if name.endswith(("sheet1.xml", "styles.xml", "comments1.xml"))]


# Typed texts


def typed_text(data: bytes) -> None:
    """Whatever a cell or an option may hold."""
    text = _text(data)
    words = cells.clean(text), text
    for each in words:
        _identifiers(each)
        for ask in (typed.day, typed.written_day, typed.period, typed.yes_or_no, cells.clean):
            ask(each)
        contact.is_email(each)
        contact.is_mobile(each)
        Return.parse(each)
        file_names.safe(each)
        for number in (each[:30].strip().replace(",", "."), f"1{each[:6]}"):
            with suppress(ValueError):
                _number(float(number))
        with suppress(PeriodError):
            Period.parse(each)
        with suppress(IcsoeError):
            names.checked(each)
        with suppress(IcsoeError):
            setting.apply({}, [setting.parse(each)])
    _calendar(text)


def _identifiers(text: str) -> None:
    for kind in (nss, curp, rfc, registro_patronal, repse):
        bare = kind.compact(text)
        if (kind.explain(bare) is None) != kind.is_valid(bare):
            raise BrokenPromise(f"{kind.__name__}: explain and is_valid differ")
    folios.is_acuse(folios.compact(text))
    if (nss.explain(text) is None) == bool(columns.nss_suspects([text])):
        raise BrokenPromise("the sieve of NSS differs from the slow way")
    sound = curp.explain(text) is None and not curp.has_inconvenient_word(text) and not curp.is_generic(text)
    if sound == bool(columns.curp_suspects([text])):
        raise BrokenPromise("the sieve of CURP differs from the slow way")


def _number(value: float) -> None:
    cells.clean(value)
    columns.sbc_suspects([value], 100.0, 3000.0)


def _calendar(contractor: str) -> None:
    from icalendar import Calendar

    data = ics.calendar_file([Period(2026, 1)], [contractor], at=datetime(2026, 1, 2, tzinfo=UTC))
    if len(Calendar.from_ical(data).walk("VEVENT")) != 4:
        raise BrokenPromise("the name of a contractor changed the calendar")


def acuse_text(data: bytes) -> None:
    """The text of an acuse."""
    text = _text(data)
    folio, _ = acuse.find_folio(text), acuse.find_date(text)
    if folio is not None and folio not in text.upper():
        raise BrokenPromise("a folio that is not in the text")
    if folio is not None:
        acuse.kind_of(folio)


def acuse_pdf(data: bytes) -> None:
    """A PDF, or what calls itself one."""
    path = _folder() / "acuse.pdf"
    path.write_bytes(data)
    with suppress(IcsoeError):
        acuse.read(path)


# Files of ours that people, and other programs, can change


def profile_text(data: bytes) -> None:
    """A profile as TOML and as JSON; saving a sound one keeps what it says."""
    with suppress(IcsoeError):
        check.decode(data, "x.toml")
    text = _text(data)
    for judge in (check.check_toml, check.check_json):
        checked = judge(text, "x", None, TODAY)
        if (checked.profile is None) != bool(checked.mistakes):
            raise BrokenPromise("neither a profile nor a mistake")
        if checked.profile is None:
            continue
        exchange.as_json(checked.profile)
        fresh = check.check_toml(editing.fresh(checked.profile), "x", None, TODAY).profile
        if fresh is None or fresh.rfc != checked.profile.rfc:
            raise BrokenPromise("a saved profile says something else")
        if judge is check.check_toml:
            with suppress(IcsoeError):
                editing.merge(text, checked.profile, "x")


def own_files(data: bytes) -> None:
    """config.toml, the journal of a batch, an older manifest, in any state."""
    import os

    home = _folder() / "home"
    home.mkdir(exist_ok=True)
    os.environ["ICSOE_XL_HOME"] = str(home)
    (home / "config.toml").write_bytes(data)
    with suppress(IcsoeError):
        settings.load()
    (home / "config.toml").unlink()
    (home / "manifiesto.json").write_bytes(data)
    _listed(home / "manifiesto.json", None)
    terms: dict[str, object] = {"a": 1}
    folder = home / "lote"
    folder.mkdir(exist_ok=True)
    (folder / "registro.jsonl").write_bytes(json.dumps(terms).encode() + b"\n" + data)
    (folder / "huellas.bin").write_bytes(b"")
    now = Circumstances(TODAY.isoformat(), "")
    with suppress(IcsoeError), Journal(folder, terms, now, resume=True) as journal:
        for entry in journal.known.values():
            journal.report(entry)


_LINE = (
    '{"path": "/a.xlsx", "code": 1, "line": "", "sha256": "", "layout": null, "period": "2026-1", "rows": 3,'
    ' "errors": 1, "warnings": 0, "rules": [["T001", 1]], "people": [0, 0],'
    ' "circumstances": ["2026-05-04", ""], "report": null}\n'
)
_MANIFEST = '{"origen": {"archivo": "a.xlsx"}, "archivos": [{"archivo": "a.csv"}, {"archivo": "../b.csv"}]}'
_CONFIG = 'mark_rows = false\nprofiles_dir = "~/x"\nledger = "postgresql://u:p@h/b"\n'


# Templates


class _Victim:
    """What a template is given and may not use."""

    touched = False

    def wipe(self) -> str:
        _Victim.touched = True
        return ""


@cache
def _data() -> dict[str, object]:
    checked = check.check_toml(seeds.PROFILES[1], "x", None, TODAY)
    assert isinstance(checked.profile, Profile)
    logo = _folder() / "logo.png"
    logo.write_bytes(b"aqui sigo")
    return {**context(checked.profile, "perfil", Period(2026, 1), TODAY, logo), "victima": _Victim()}


def _render(template: Path) -> None:
    sandbox.MAX_TURNS, sandbox.MAX_SIZE = 20_000, 2_000_000  # the limits work; waiting for them finds nothing
    out = _folder() / "lleno.xlsx"
    with suppress(IcsoeError):
        needs.check(template)
    with suppress(IcsoeError):
        render(template, _data(), out)
        Package(out)
    if _Victim.touched or (_folder() / "logo.png").read_bytes() != b"aqui sigo":
        raise BrokenPromise("a template did more than read")


def template_tags(data: bytes) -> None:
    """Any text in the cells of a template, one line a cell."""
    lines = _text(data).split("\n")[:24]
    path = _folder() / "plantilla.xlsx"
    parts = dict(_blank())
    rows = [lines[start : start + 2] for start in range(0, len(lines), 2)]
    sheet = "".join(
        f'<row r="{number}">{"".join(_cell(place, number, text) for place, text in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )
    parts["xl/worksheets/sheet1.xml"] = seeds.worksheet(sheet).encode("utf-8", "replace")
    path.write_bytes(seeds.packed(parts))
    _render(path)


def _cell(place: int, row: int, text: str) -> str:
    from icsoe_xl.workbooks.xml_parts import escape_text

    return f'<c r="{"AB"[place]}{row}" t="inlineStr"><is><t xml:space="preserve">{escape_text(text)}</t></is></c>'


@cache
def _blank() -> seeds.Parts:
    return seeds.parts_of(seeds.book(_folder() / "blanco.xlsx", seeds.worksheet("")).read_bytes())


def template_parts(data: bytes) -> None:
    """A template with one part replaced."""
    _render(_assembled(data, seeds.templates()))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


TARGETS: dict[str, Target] = {
    "zip_container": Target(zip_container, _zip_seeds, "zip"),
    "xml_parts": Target(xml_parts, _sheet_seeds, "xml"),
    "read_and_judge": Target(read_and_judge, _part_seeds(seeds.workbooks), "xml"),
    "mark_and_clear": Target(mark_and_clear, _part_seeds(seeds.workbooks), "xml"),
    "take_back": Target(take_back, _part_seeds(_marked), "xml"),
    "record_text": Target(record_text, _record_seeds),
    "typed_text": Target(typed_text, lambda: [text.encode() for text in seeds.TYPED]),
    "acuse_text": Target(acuse_text, lambda: [text.encode() for text in seeds.ACUSES]),
    "acuse_pdf": Target(acuse_pdf, seeds.acuse_files, "pdf"),
    "profile_text": Target(profile_text, lambda: [text.encode() for text in seeds.PROFILES], "toml"),
    "own_files": Target(own_files, lambda: [text.encode() for text in (_LINE, _MANIFEST, _CONFIG)], "toml"),
    "template_tags": Target(
        template_tags,
        lambda: ["\n".join(seeds.TEMPLATE_CELLS.values()).encode(), b"{{ victima.wipe() }}"],
        "tags",
    ),
    "template_parts": Target(template_parts, _part_seeds(seeds.templates), "tags"),
}
"""Every target by name."""
