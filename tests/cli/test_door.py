"""The command line as a person or a program meets it: words, JSON, exit codes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from icsoe_xl import __version__, demo
from icsoe_xl.cli import main
from icsoe_xl.cli.door import COMMANDS
from icsoe_xl.rules import CATALOGUE

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))  # for the processes that a test starts
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.fixture
def faulty() -> Path:
    demo.write_workbook(Path("faltas.xlsx"), demo.faulty_rows())
    return Path("faltas.xlsx")


@pytest.fixture
def sound() -> Path:
    demo.write_workbook(Path("limpio.xlsx"), list(demo.people()))
    return Path("limpio.xlsx")


def one_line(text: str) -> str:
    """The only line of a stderr."""
    lines = text.splitlines()
    assert len(lines) == 1
    return lines[0]


def test_validate_marks_and_says_where_to_look(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = faulty.read_bytes()
    assert main(["validate", "faltas.xlsx"]) == 1
    said = capsys.readouterr().out
    assert "13 trabajadores, 9 errores y 7 avisos" in said
    assert "Error     T004        1  El dígito verificador del NSS no corresponde (captura!A5)" in said
    assert "la hoja Hallazgos" in said
    assert faulty.read_bytes() != before


def test_check_touches_nothing(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = faulty.read_bytes()
    assert main(["validate", "--check", "faltas.xlsx"]) == 1
    assert faulty.read_bytes() == before
    assert "quedaron marcadas" not in capsys.readouterr().out


def test_a_clean_workbook_is_not_touched(sound: Path) -> None:
    before, stamp = sound.read_bytes(), sound.stat().st_mtime_ns
    assert main(["validate", "limpio.xlsx"]) == 0
    assert (sound.read_bytes(), sound.stat().st_mtime_ns) == (before, stamp)


def test_out_leaves_the_original(faulty: Path, sound: Path) -> None:
    before = faulty.read_bytes()
    assert main(["validate", "faltas.xlsx", "--out", "marcado.xlsx"]) == 1
    assert faulty.read_bytes() == before
    assert Path("marcado.xlsx").exists()
    assert main(["validate", "limpio.xlsx", "--out", "copia.xlsx"]) == 0
    assert Path("copia.xlsx").read_bytes() == sound.read_bytes()


def test_json_is_alone_on_stdout(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--json", "faltas.xlsx"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["file", "layout", "period", "rows", "errors", "warnings", "findings"]
    assert (found["file"], found["layout"], found["rows"]) == ("faltas.xlsx", "imss-captura", 13)
    assert list(found["findings"][0]) == [
        "sheet",
        "cell",
        "row",
        "field",
        "rule",
        "severity",
        "message",
        "fix",
    ]
    places = [(finding["row"], finding["cell"], finding["rule"]) for finding in found["findings"]]
    assert places == sorted(places)
    wage = next(finding for finding in found["findings"] if finding["rule"] == "T025")
    assert wage["fix"] == 1450.75


def test_several_files_give_a_list_and_the_highest_code(
    faulty: Path, sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("roto.xlsx").write_bytes(b"PK\x03\x04 no es un libro")
    assert main(["validate", "--check", "--json", "limpio.xlsx", "faltas.xlsx"]) == 1
    assert [found["errors"] for found in json.loads(capsys.readouterr().out)] == [0, 9]
    assert main(["validate", "--check", "--json", "limpio.xlsx", "roto.xlsx", "faltas.xlsx"]) == 3
    listed = json.loads(capsys.readouterr().out)
    assert [found["layout"] for found in listed] == ["imss-captura", None, "imss-captura"]
    assert listed[1]["error"].startswith("roto.xlsx: ")


def test_a_workbook_without_the_sheet_does_not_stop_the_others(
    faulty: Path, sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from openpyxl import load_workbook

    book = load_workbook("limpio.xlsx")
    book["captura"].title = "Obra"
    book.save("otro.xlsx")
    assert main(["validate", "--check", "--json", "--sheet", "captura", "otro.xlsx", "faltas.xlsx"]) == 2
    told = capsys.readouterr()
    assert one_line(told.err).startswith("otro.xlsx: No hay ninguna hoja «captura»")
    assert [found["errors"] for found in json.loads(told.out)] == [1, 9]
    assert main(["validate", "--check", "--period", "2026-9", "limpio.xlsx", "faltas.xlsx"]) == 2
    assert "2026-1" in one_line(capsys.readouterr().err)  # said once, not for each book


def test_a_pattern_is_opened_here_and_lock_files_are_no_books(
    faulty: Path, sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("~$faltas.xlsx").write_bytes(b"\5Ana")
    assert main(["validate", "--check", "--json", "*.xlsx"]) == 1
    assert [found["file"] for found in json.loads(capsys.readouterr().out)] == ["faltas.xlsx", "limpio.xlsx"]


def test_no_layout_is_in_the_json_and_code_3(capsys: pytest.CaptureFixture[str]) -> None:
    demo.write_workbook(Path("otro.xlsx"), [])
    from openpyxl import load_workbook

    book = load_workbook("otro.xlsx")
    book["captura"].delete_rows(1)
    book.save("otro.xlsx")
    assert main(["validate", "--json", "otro.xlsx"]) == 3
    told = capsys.readouterr()
    found = json.loads(told.out)
    assert [finding["rule"] for finding in found["findings"]] == ["A001"]
    assert found["layout"] is None
    assert one_line(told.err).startswith("otro.xlsx: No encontré una tabla")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["validate", "no-existe.xlsx"], 3, "no existe"),
        (["validate", "."], 3, "es una carpeta"),
        (["validate", "limpio.xlsx", "--period", "2026-9"], 2, "2026-1"),
        (["validate", "limpio.xlsx", "--layout", "sat"], 2, "imss-captura"),
        (["validate", "limpio.xlsx", "--sheet", "Hoja9"], 2, "«captura»"),
        (["validate", "limpio.xlsx", "limpio.xlsx", "--out", "x.xlsx"], 2, "un solo libro"),
        (["validate", "faltas.xlsx", "--out", "no/hay/x.xlsx"], 4, "la carpeta no existe"),
        (["validate", "faltas.xlsx", "--out", "x.xlsm"], 4, "x.xlsx"),
        (["clear", "no-existe.xlsx"], 3, "no existe"),
        (["fix", "no-existe.xlsx"], 3, "no existe"),
        (["export", "no-existe.xlsx", "--out", "x"], 3, "no existe"),
        (["export", "faltas.xlsx", "--out", "x"], 1, "No exporté"),
        (["validate"], 2, "falta indicar"),
        (["export", "limpio.xlsx"], 2, "falta indicar"),
        (["validar"], 2, "no es válido"),
        ([], 2, "falta indicar"),
        (["rule", "T999"], 2, "No hay una regla T999"),
    ],
)
def test_what_goes_wrong_is_one_line_and_its_code(
    faulty: Path, sound: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    assert main(words) == code
    assert said in one_line(capsys.readouterr().err)


def test_a_workbook_open_in_excel_is_judged_but_not_touched(
    faulty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("~$faltas.xlsx").write_bytes(b"\5Ana")
    before = faulty.read_bytes()
    assert main(["validate", "faltas.xlsx"]) == 4
    told = capsys.readouterr()
    assert "9 errores" in told.out
    assert "está abierto en Excel" in one_line(told.err)
    assert faulty.read_bytes() == before
    assert main(["validate", "--check", "faltas.xlsx"]) == 1


def test_fix_then_clear_then_export(faulty: Path, sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", "faltas.xlsx"]) == 1
    assert "corregí 7 celdas" in capsys.readouterr().out
    assert main(["clear", "faltas.xlsx"]) == 0
    assert "sin nuestras marcas" in capsys.readouterr().out
    assert main(["clear", "faltas.xlsx"]) == 0
    assert "no tenía marcas" in capsys.readouterr().out
    assert main(["export", "limpio.xlsx", "--out", "salida"]) == 0
    assert sorted(path.name for path in Path("salida").iterdir()) == ["limpio.csv", "manifiesto.json"]


def test_clear_of_a_book_with_nothing_but_hallazgos(capsys: pytest.CaptureFixture[str]) -> None:
    from openpyxl import load_workbook

    demo.write_workbook(Path("vacio.xlsx"), [])
    assert main(["validate", "vacio.xlsx"]) == 1
    assert "En vacio.xlsx la lista está en la hoja Hallazgos." in capsys.readouterr().out
    assert main(["clear", "vacio.xlsx"]) == 0
    assert "quité la hoja Hallazgos" in capsys.readouterr().out
    assert load_workbook("vacio.xlsx").sheetnames == ["captura"]


def test_export_refused_writes_nothing(faulty: Path) -> None:
    assert main(["export", "faltas.xlsx", "--out", "salida"]) == 1
    assert not Path("salida").exists()


def test_mark_rows_can_be_turned_off(faulty: Path, home: Path) -> None:
    from openpyxl import load_workbook

    home.mkdir()
    (home / "config.toml").write_text("mark_rows = false\n", encoding="utf-8")
    assert main(["validate", "faltas.xlsx"]) == 1
    page = load_workbook("faltas.xlsx")["captura"]
    assert page["A5"].fill.fgColor.rgb == "FFFFC7CE"
    assert page["B5"].fill.fill_type is None


def test_a_broken_configuration_is_named(
    faulty: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.mkdir()
    (home / "config.toml").write_text("mark_rows = tal vez\n", encoding="utf-8")
    before = faulty.read_bytes()
    assert main(["validate", "faltas.xlsx"]) == 2
    assert "config.toml" in capsys.readouterr().err
    assert faulty.read_bytes() == before


@pytest.mark.parametrize("code", CATALOGUE)
def test_rule_explains_every_code(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", code.lower()]) == 0
    said = capsys.readouterr().out
    for word in (code, "Qué pasa", "Qué hacer", "Por qué", "Fuente", "Mal", "Bien"):
        assert word in said
    assert main(["rule", code, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["code"] == code


def test_rule_lists_them_all_and_takes_short_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule"]) == 0
    assert [line[:4] for line in capsys.readouterr().out.splitlines()] == list(CATALOGUE)
    assert main(["rule", "t4"]) == 0
    assert capsys.readouterr().out.startswith("T004")


def test_demo_ends_well_twice(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert main(["demo", "ejemplo"]) == 0
        said = capsys.readouterr().out
        assert "Corregí sólo lo seguro: 7 celdas" in said
        assert "Con el libro corregido sí: todo en orden" in said
    assert Path("ejemplo/exportado/2_corregido.csv").exists()


@pytest.mark.parametrize("verb", [None, *COMMANDS])
def test_help_is_in_spanish(verb: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "--help"] if verb else ["--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("uso: icsoe-xl")
    for english in ("usage", "options:", "show this help", "positional"):
        assert english not in said


def test_a_fault_of_ours_is_one_line_without_values(
    faulty: Path, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from icsoe_xl import actions

    def broken(*_: object, **__: object) -> None:
        raise ValueError("02159292172 LOPA920814MDFPRN07")

    monkeypatch.setattr(actions, "inspect", broken)
    before = faulty.read_bytes()
    assert main(["validate", "faltas.xlsx"]) == 3
    line = one_line(capsys.readouterr().err)
    log = (home / "logs" / "incidentes.log").read_text(encoding="utf-8")
    assert "referencia" in line
    assert "LOPA" not in line + log
    assert "02159292172" not in line + log
    assert faulty.read_bytes() == before


def test_the_program_runs_as_a_module_and_a_closed_pipe_is_no_fault(faulty: Path) -> None:
    command = [sys.executable, "-m", "icsoe_xl"]
    done = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"icsoe_xl {__version__}"
    if shutil.which("head"):
        line = f'"{sys.executable}" -m icsoe_xl rule | head -n 1'
        piped = subprocess.run(line, shell=True, capture_output=True, text=True, check=True)
        assert piped.stdout.startswith("A001")
        assert piped.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_stdout_and_no_stdout_at_all(faulty: Path) -> None:
    program = f'"{sys.executable}" -m icsoe_xl validate --check'
    full = subprocess.run(
        f"{program} --json faltas.xlsx > /dev/full", shell=True, capture_output=True, text=True
    )
    assert full.returncode == 4
    assert "no hay espacio" in one_line(full.stderr)
    silent = subprocess.run(f"{program} faltas.xlsx >&- 2>&-", shell=True, check=False)
    assert silent.returncode == 1
    unheard = subprocess.run(f"{program} no-existe.xlsx 2>&-", shell=True, capture_output=True, text=True)
    assert (unheard.returncode, unheard.stdout) == (3, "")


def test_validate_loads_nothing_heavy(faulty: Path) -> None:
    heavy = [
        "pydantic",
        "jinja2",
        "openpyxl",
        "xlwings",
        "numpy",
        "rich",
        "lxml",
        "pandas",
        "holidays",
        "icalendar",
    ]
    probe = (
        "import sys; from icsoe_xl.cli import main; main(['validate', 'faltas.xlsx']); "
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, encoding="utf-8")
    assert done.stderr.strip() == "[]"
