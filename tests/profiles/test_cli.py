"""``icsoe-xl profile`` as a person uses it: what is printed, where, and the exit codes of the contract."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from icsoe_xl.cli import main

ADD = [
    "profile",
    "add",
    "norte",
    "--rfc",
    "EKU9003173C9",
    "--razon-social",
    "Escuela",
    "--correo",
    "a@empresa.mx",
]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr("sys.stdin", open(os.devnull, encoding="utf-8"))  # noqa: SIM115 - for the whole test
    return tmp_path / "home"


class Said:
    """What a command printed and returned."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def call(*arguments: str) -> Said:
        capsys.readouterr()
        try:
            code = main(arguments)
        except SystemExit as leave:
            code = int(leave.code or 0)
        return Said(code, *capsys.readouterr())

    return call


def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """An editor that does one thing to the file: ``text`` is what it holds."""
    script = tmp_path / "editor.py"
    script.write_text(
        f"import sys, pathlib\nfile = pathlib.Path(sys.argv[1])\ntext = file.read_text(encoding='utf-8')\n{code}\n"
        "file.write_text(text, encoding='utf-8')\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("EDITOR", f'"{sys.executable}" "{script}"')


def test_nothing_yet(run) -> None:
    said = run("profile", "list")
    assert (said.code, said.err) == (0, "")
    assert "icsoe-xl profile add" in said.out
    assert json.loads(run("profile", "list", "--json").out) == []


def test_add_show_list_remove(run, home: Path) -> None:
    said = run(*ADD, "--servicio", "F1=Limpieza", "--cliente", "SIN9311169P8=Sindicato", "--set", "cp=06600")
    assert said.code == 0
    assert str(home / "profiles" / "norte.toml") in said.out
    assert said.err.splitlines()[0].startswith("Aviso: norte.toml, línea ")

    said = run("profile", "show", "NORTE")
    assert said.code == 0
    for words in (
        "EKU9003173C9 (persona moral)",
        "1. F1 Limpieza",
        "1. SIN9311169P8 Sindicato",
        "C.P. 06600",
    ):
        assert words in said.out
    assert "REPSE" in said.err

    shown = json.loads(run("profile", "show", "norte", "--json").out)
    assert shown["name"] == "norte"
    assert shown["profile"]["clientes"] == [{"rfc": "SIN9311169P8", "nombre": "Sindicato"}]
    assert {finding["severity"] for finding in shown["findings"]} == {"warning"}

    (row,) = json.loads(run("profile", "list", "--json").out)
    assert (row["name"], row["rfc"], row["errors"]) == ("norte", "EKU9003173C9", 0)
    assert "Escuela" in run("profile", "list").out

    assert run("profile", "remove", "norte").code == 2
    assert run("profile", "remove", "norte", "--yes").code == 0
    assert run("profile", "show", "norte").code == 2


def test_add_refuses(run, home: Path) -> None:
    assert run("profile", "add", "--rfc", "EKU9003173C9").code == 2
    said = run("profile", "add", "--rfc", "EKU", "--razon-social", "x", "--movil", "55", "--cliente", "A=B")
    assert (said.code, said.out) == (1, "")
    assert sorted(line.split(": ")[0] for line in said.err.splitlines()) == [
        "perfil nuevo, --cliente, clientes[1].rfc",
        "perfil nuevo, --movil, movil",
        "perfil nuevo, --rfc, rfc",
    ]
    said = run(*ADD, "--set", "contraseña=hunter2")
    assert (said.code, "hunter2" in said.err, "e.firma" in said.err) == (2, False, True)
    assert run(*ADD[:2], "CON", *ADD[3:]).code == 2
    assert run(*ADD, "--servicio", "sin igual").code == 2
    assert not (home / "profiles").exists()
    assert run(*ADD).code == 0
    assert run(*ADD).code == 2


def test_edit_with_set(run, home: Path) -> None:
    run(*ADD)
    path = home / "profiles" / "norte.toml"
    path.write_text(path.read_text(encoding="utf-8") + "# mía\n[otra]\nx = 1\n", encoding="utf-8")
    said = run("profile", "edit", "norte", "--set", "movil=55 1234 5678", "--set", "servicios[1].folio=F9")
    assert said.code == 0
    text = path.read_text(encoding="utf-8")
    assert 'movil = "5512345678"  # 10 dígitos\n' in text
    assert "# mía\n[otra]\nx = 1\n" in text

    before = path.read_bytes()
    said = run("profile", "edit", "norte", "--set", "correo=nadie", "--set", "rfc=", "--set", "cp=1")
    assert said.code == 1
    assert [line.split(": ")[0] for line in sorted(said.err.splitlines())] == [
        "norte.toml, --set correo, correo",
        "norte.toml, --set cp, cp",
        "norte.toml, --set rfc, rfc",
    ]
    assert run("profile", "edit", "norte", "--set", "correos=x").code == 2
    assert run("profile", "edit", "nortte", "--set", "correo=a@empresa.mx").code == 2
    assert path.read_bytes() == before
    path.chmod(0o444)
    assert run("profile", "edit", "norte", "--set", "movil=5511111111").code == 4
    assert path.read_bytes() == before


def test_edit_in_the_editor(run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(*ADD)
    editor(tmp_path, monkeypatch, "text = text.replace('\"Escuela\"', '\"Otra\"  # cambiado')")
    said = run("profile", "edit", "norte")
    assert (said.code, "quedó en" in said.out) == (0, True)
    text = (home / "profiles" / "norte.toml").read_text(encoding="utf-8")
    assert '"Otra"  # cambiado' in text
    assert list((home / "borradores").iterdir()) == []
    editor(tmp_path, monkeypatch, "")
    assert "igual" in run("profile", "edit", "norte").out


def test_a_slip_in_the_editor_loses_neither_file_nor_text(
    run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*ADD)
    path = home / "profiles" / "norte.toml"
    before = path.read_bytes()
    editor(tmp_path, monkeypatch, "text = '# mucho trabajo\\n' + text.replace('EKU9003173C9', 'EKU')")
    said = run("profile", "edit", "norte")
    assert said.code == 1
    first, second = said.err.splitlines()
    assert first.startswith("norte.toml, línea ")
    draft = home / "borradores" / "norte.toml"
    assert f'profile import "{draft}" --name "norte" --force' in second
    assert path.read_bytes() == before

    # A second attempt has a draft of its own; the text of the first is still there.
    editor(tmp_path, monkeypatch, "text = 'no es toml'")
    assert run("profile", "edit", "norte").code == 3
    assert draft.read_text(encoding="utf-8").startswith("# mucho trabajo")
    draft.write_text(draft.read_text(encoding="utf-8").replace('"EKU"', '"EKU9003173C9"'), encoding="utf-8")
    assert run("profile", "import", str(draft), "--name", "norte", "--force").code == 0
    assert path.read_text(encoding="utf-8").startswith("# mucho trabajo")


def test_somebody_else_saves_while_the_editor_is_open(
    run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*ADD)
    path = home / "profiles" / "norte.toml"
    editor(
        tmp_path,
        monkeypatch,
        f"other = pathlib.Path({str(path)!r})\n"
        "other.write_text(other.read_text(encoding='utf-8') + '# de otra persona\\n', encoding='utf-8')\n"
        "text += '# mío\\n'",
    )
    said = run("profile", "edit", "norte")
    assert (said.code, len(said.err.splitlines())) == (4, 1)
    assert path.read_text(encoding="utf-8").endswith("# de otra persona\n")
    assert (home / "borradores" / "norte.toml").read_text(encoding="utf-8").endswith("# mío\n")


def test_no_editor(run, monkeypatch: pytest.MonkeyPatch) -> None:
    run(*ADD)
    monkeypatch.setenv("EDITOR", "no-existe-este-editor")
    said = run("profile", "edit", "norte")
    assert (said.code, len(said.err.splitlines())) == (2, 1)


def test_profiles_with_mistakes_are_shown_with_them(run, home: Path) -> None:
    run(*ADD)
    folder = home / "profiles"
    (folder / "malo.toml").write_text('rfc = "X"\nrazon_social = ""\n', encoding="utf-8")
    (folder / "roto.toml").write_text("rfc = \n", encoding="utf-8")
    (folder / "latin.toml").write_bytes('razon_social = "Peña"'.encode("cp1252"))
    said = run("profile", "list")
    assert said.code == 0
    assert "2 errores" in said.out
    assert said.out.count("no se puede leer") == 2
    said = run("profile", "show", "malo")
    assert (said.code, len(said.err.splitlines())) == (1, 2)
    said = run("profile", "show", "roto")
    assert (said.code, said.err.startswith("roto.toml, línea 1, rfc: ")) == (3, True)
    assert run("profile", "show", "latin").code == 3
    assert json.loads(run("profile", "show", "malo", "--json").out)["findings"][0]["line"] == 1
    assert run("profile", "export", "malo", "--json").code == 1


def test_import_and_export(run, home: Path, tmp_path: Path) -> None:
    run(*ADD)
    assert run("profile", "export", "norte", "--out", str(tmp_path / "x.json")).code == 0
    assert run("profile", "export", "norte", "--out", str(tmp_path / "x.json")).code == 4
    assert run("profile", "export", "norte", "--out", str(tmp_path / "x.doc")).code == 2
    assert run("profile", "export", "norte").out == (home / "profiles" / "norte.toml").read_text(
        encoding="utf-8"
    )
    assert json.loads(run("profile", "export", "norte", "--json").out)["rfc"] == "EKU9003173C9"
    assert run("profile", "import", str(tmp_path / "x.json")).code == 0
    assert (home / "profiles" / "x.toml").is_file()
    assert run("profile", "import", str(tmp_path / "x.json")).code == 2
    assert run("profile", "import", str(tmp_path / "x.json"), "--force").code == 0
    assert run("profile", "import", str(tmp_path / "x.json"), "--name", "../x").code == 2
    assert run("profile", "import", str(tmp_path / "nada.json")).code == 3
    (tmp_path / "y.toml").write_text('rfc = "X"\n', encoding="utf-8")
    said = run("profile", "import", str(tmp_path / "y.toml"))
    assert said.code == 1
    assert all(line.startswith("y.toml, línea 1, ") for line in said.err.splitlines())


def test_import_of_a_workbook(run, home: Path, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [("RFC", "EKU9003173C9"), ("Razón social", "Escuela"), ("Correo", "a@empresa.mx")]:
        sheet.append(row)
    book.save(tmp_path / "libro.xlsx")
    said = run("profile", "import", str(tmp_path / "libro.xlsx"))
    assert said.code == 0
    assert "rfc: celda 'Sheet'!B1" in said.out
    assert (home / "profiles" / "EKU9003173C9.toml").is_file()
    run(
        "profile", "edit", "EKU9003173C9", "--set", "movil=5512345678", "--set", "razon_social=Escuela Kemper"
    )
    assert run("profile", "import", str(tmp_path / "libro.xlsx")).code == 2
    assert run("profile", "import", str(tmp_path / "libro.xlsx"), "--force").code == 0
    shown = json.loads(run("profile", "show", "EKU9003173C9", "--json").out)["profile"]
    assert (shown["razon_social"], shown["movil"]) == ("Escuela", "5512345678")


def test_a_shared_folder_that_is_away(run, home: Path, tmp_path: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text(f"profiles_dir = '{tmp_path / 'red'}'\n", encoding="utf-8")
    for arguments in (["profile", "list"], ["profile", "show", "norte"]):
        said = run(*arguments)
        assert (said.code, len(said.err.splitlines())) == (3, 1)
    assert run(*ADD).code in (3, 4)


def test_help_is_spanish(run) -> None:
    for action in ("list", "show", "add", "edit", "remove", "import", "export"):
        said = run("profile", action, "--help")
        assert said.code == 0
        assert "opciones" in said.out
        assert "options" not in said.out
    assert run("profile").code == 2


ANSWERS = [
    "EKU",  # too short: asked again
    "eku-900317-3c9",
    "",  # a name is needed: asked again
    "Escuela",
    "a@empresa.mx",
    "55 1234 5678",
    "",
    "E52-40157-10-0",
    "",
    "AR12345/2024",
    "15/06/2024",
    "no",
    "06600",
    "",
    "Hamburgo",
    "12",
    "",
    "Juárez",
    "",
    "F1",
    "Limpieza",
    "",
    "",
    "SIN9311169P8",
    "Sindicato",
    "b@empresa.mx",
    "",
    "",
]


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")
def test_the_questions_in_a_terminal(home: Path) -> None:
    import pty

    keyboard, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "icsoe_xl", "profile", "add"],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
    )
    os.close(terminal)
    os.write(keyboard, "".join(f"{answer}\n" for answer in ANSWERS).encode())
    out, err = process.communicate(timeout=120)
    os.close(keyboard)
    assert process.returncode == 0, err.decode()
    assert "Un RFC tiene 12 caracteres" in err.decode()
    assert "RFC del contratista: " in out.decode()
    text = (home / "profiles" / "EKU9003173C9.toml").read_text(encoding="utf-8")
    for line in (
        'movil = "5512345678"',
        "fecha = 2024-06-15",
        "domicilio_fiscal = false",
        'colonia = "Juárez"',
    ):
        assert f"\n{line}" in text
    assert '[[clientes]]\nrfc = "SIN9311169P8"\nnombre = "Sindicato"\ncorreo = "b@empresa.mx"\n' in text


def test_a_validation_never_loads_what_profiles_need(tmp_path: Path) -> None:
    code = (
        "import sys; from icsoe_xl.cli import main\n"
        "main(['validate', '--check', sys.argv[1]])\n"
        "print(*{'pydantic', 'tomlkit', 'filelock', 'email_validator'} & set(sys.modules), file=sys.stderr)"
    )
    book = Workbook()
    book.save(tmp_path / "x.xlsx")
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "x.xlsx")],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.stderr.splitlines()[-1] == ""
