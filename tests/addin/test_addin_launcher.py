"""What each button starts, run from the built .xlam; and that no workbook can change it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("pyopenvba", reason="pyOpenVBA runs the add-in's VBA: pip install pyOpenVBA")

from addin_tools.excel import (
    EXCELS_FOLDER,
    HWND,
    LOG,
    PROGRAM,
    SETTINGS_PATH,
    Excel,
    Windows,
    settings_text,
    utf16_units,
)
from addin_tools.ribbon import actions
from openpyxl import Workbook

from icsoe_xl.addin import build
from icsoe_xl.addin.caller import NEED_WORKBOOK, VERBS, Call, hex_from_text, parse_call

BUTTONS = dict(
    re.findall(
        r'Public Sub (\w+)\(control As IRibbonControl\): \w+ "(\w+)"',
        build.module_source(build.sources() / "IcsoeRibbon.bas"),
    )
)
PLAIN = "Trabajadores.xlsx"
FIXED = f'"{PROGRAM}" "-I" "-m" "icsoe_xl.ribbon"'
ODD_NAMES = [
    "Nómina & calc.exe.xlsx",
    "%APPDATA% 100%.xlsx",
    "a^b ! c.xlsx",
    "it's \u201cquoted\u201d \u2018too\u2019.xlsx",
    'he said "hi" & calc.xlsx',  # no file system of Windows allows it, a server might
    "--hwnd=1 validar.xlsx",
    "$(calc) `calc` ; calc | calc > x.xlsx",
    "Plantilla ñandú ÁÉÍÓÚ.xlsx",
    "中文 Ω.xlsx",
    "📊🇲🇽 personas.xlsx",
    "lanzador.txt",
    "..\\..\\icsoe_xl.conf.xlsx",
    "x" * 218 + ".xlsx",
    "\t\r\n.xlsx",
]


def arguments(command: str) -> list[str]:
    """Split a command line of quoted words; nothing may stand outside the quotes."""
    words = re.findall(r'"([^"]*)"', command)
    assert " ".join(f'"{word}"' for word in words) == command
    return words


def test_every_button_of_the_ribbon_is_known() -> None:
    ribbon = (build.sources() / build.RIBBON_NAME).read_bytes()
    assert sorted(BUTTONS) == sorted(actions(ribbon))
    assert sorted(BUTTONS.values()) == sorted(VERBS)


@pytest.mark.parametrize(("callback", "verb"), BUTTONS.items())
def test_button_starts_exactly_this(addin: Path, callback: str, verb: str) -> None:
    excel = Excel(addin, Windows())
    excel.press(callback)
    book = f' "--wb-hex={hex_from_text(PLAIN)}"' if verb in NEED_WORKBOOK else ""
    assert excel.windows.runs == [
        {
            "command": f'{FIXED} "{verb}"{book} "--hwnd={HWND}"',
            "window": 0,
            "wait": True,
            "folder": "C:\\Program Files\\icsoe\\Scripts",
            "status_bar": "ICSOE: trabajando...",
        }
    ]
    assert excel.messages == []
    assert excel.windows.folder == EXCELS_FOLDER
    assert excel.application.status_bar is False


def test_frozen_program_is_asked_for_its_ribbon(addin: Path) -> None:
    program = "C:\\icsoe\\icsoe-xl.exe"
    windows = Windows(files={SETTINGS_PATH: settings_text("programa", program), program: ""})
    excel = Excel(addin, windows)
    excel.press("IcsoeEstado")
    assert excel.command == f'"{program}" "ribbon" "estado" "--hwnd={HWND}"'


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_workbook_name_changes_one_argument_of_digits(addin: Path, name: str) -> None:
    excel = Excel(addin, Windows(), book=name)
    excel.press("IcsoeValidar")
    words = arguments(excel.command)
    assert words[:5] == [PROGRAM, "-I", "-m", "icsoe_xl.ribbon", "validar"]
    assert re.fullmatch(r"--wb-hex=[0-9A-F]+", words[5])
    assert words[6:] == [f"--hwnd={HWND}"]
    assert parse_call(words[4:]) == Call("validar", name, HWND)


def hostile_book(folder: Path) -> Path:
    """A workbook, and files beside it, that try every way by which xlwings' launcher could be steered."""
    orders = {
        "INTERPRETER": "calc.exe", "INTERPRETER_WIN": "C:\\malo\\python.exe", "PYTHONPATH": str(folder),
        "CONDA PATH": "C:\\malo", "CONDA ENV": "malo", "programa": "C:\\malo\\malo.exe", "tipo": "programa",
        "USE UDF SERVER": "True", "SHOW CONSOLE": "True",
    }  # fmt: skip
    book = Workbook()
    book.create_sheet("captura", 0)
    for title in ("xlwings.conf", "icsoe_xl.conf", "IcsoeLauncher.conf", "_myaddin.conf"):
        sheet = book.create_sheet(title)
        for row in orders.items():
            sheet.append(row)
    book.create_sheet("main.py")["A1"] = "import os; os.system('calc')"
    path = folder / PLAIN
    book.save(path)
    for name in ("xlwings.conf", "icsoe_xl.conf", "myaddin.conf"):
        (folder / name).write_text("".join(f'"{key}","{value}"\n' for key, value in orders.items()))
    (folder / "lanzador.txt").write_text(settings_text("programa", "C:\\malo\\malo.exe"), encoding="utf-16")
    for name in (
        "icsoe_xl.py",
        "jinja2.py",
        "sitecustomize.py",
        "Trabajadores.zip",
        "pythonw.exe",
        "icsoe_xl.xlam",
    ):
        (folder / name).write_text("raise SystemExit('malo')")
    return path


def test_hostile_workbook_and_folder_change_nothing(addin: Path, tmp_path: Path) -> None:
    plain = Excel(addin, Windows())
    plain.press("IcsoeValidar")

    hostile = Excel(addin, Windows(), book=None)
    book = hostile.model.open_workbook(hostile_book(tmp_path))
    hostile.no_book = False
    assert hostile.application.active_book is book
    hostile.press("IcsoeValidar")

    assert hostile.windows.runs == plain.windows.runs
    assert set(hostile.windows.asked) == {SETTINGS_PATH, PROGRAM}
    assert hostile.messages == []


def test_protected_view_is_never_mistaken_for_the_other_book(addin: Path) -> None:
    excel = Excel(addin, Windows())
    excel.protected_view = excel.application  # any object: there is such a window
    excel.press("IcsoeValidar")
    assert excel.windows.runs == []
    assert "Vista protegida" in excel.messages[0]
    assert "Habilitar edición" in excel.messages[0]


def test_without_a_workbook_it_says_so(addin: Path) -> None:
    excel = Excel(addin, Windows(), book=None)
    excel.press("IcsoeValidar")
    assert excel.windows.runs == []
    assert excel.messages == [
        "No hay ningún libro abierto. Abra el libro de sus trabajadores y vuelva a intentarlo."
    ]
    excel.press("IcsoeAcerca")
    assert arguments(excel.command)[4:] == ["acerca", f"--hwnd={HWND}"]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({PROGRAM: ""}, "falta el archivo que dice dónde está el programa"),
        ({SETTINGS_PATH: settings_text()}, "No encuentro el programa"),
        ({SETTINGS_PATH: settings_text(header="icsoe_xl lanzador 2"), PROGRAM: ""}, "versiones distintas"),
        ({SETTINGS_PATH: settings_text(header="icsoe_xl lanzador 12"), PROGRAM: ""}, "versiones distintas"),
        ({SETTINGS_PATH: "", PROGRAM: ""}, "versiones distintas"),
        ({SETTINGS_PATH: "icsoe_xl lanzador 1\r\n", PROGRAM: "", "": ""}, "No encuentro el programa"),
        *(
            ({SETTINGS_PATH: settings_text(program=program), program: ""}, "No encuentro el programa")
            for program in ("python", "pythonw.exe", "\\x.exe", "C:x.exe", "C:\\100%TEMP%\\x.exe", ".\\x.exe")
        ),
    ],
)
def test_broken_installation_is_explained(addin: Path, files: dict[str, str], words: str) -> None:
    excel = Excel(addin, Windows(files=files))
    excel.press("IcsoeValidar")
    assert excel.windows.runs == []
    (message,) = excel.messages
    assert words in message
    assert "icsoe-xl addin install" in message


def test_program_on_a_server_is_started(addin: Path) -> None:
    program = "\\\\servidor\\programas\\icsoe\\pythonw.exe"
    excel = Excel(addin, Windows(files={SETTINGS_PATH: settings_text(program=program), program: ""}))
    excel.press("IcsoeAcerca")
    assert arguments(excel.command)[0] == program


@pytest.mark.parametrize("code", [1, 3, -1073741515])
def test_exit_code_is_told_with_the_log(addin: Path, code: int) -> None:
    excel = Excel(addin, Windows(exit_code=code))
    excel.press("IcsoeValidar")
    (message,) = excel.messages
    assert f"(código {code})" in message
    assert "icsoe-xl addin install" in message
    assert message.endswith(LOG)
    assert excel.windows.folder == EXCELS_FOLDER
    assert excel.application.status_bar is False


def test_a_refusal_of_windows_is_told_and_everything_given_back(addin: Path) -> None:
    excel = Excel(addin, Windows(refusal="Acceso denegado"))
    excel.press("IcsoeValidar")
    (message,) = excel.messages
    assert "Acceso denegado (-2147024891)" in message
    assert excel.windows.folder == EXCELS_FOLDER
    assert excel.application.status_bar is False
    excel.windows.refusal = None
    excel.press("IcsoeValidar")  # the first failure does not leave the launcher busy for ever
    assert len(excel.windows.runs) == 1


def test_second_press_while_running_starts_nothing(addin: Path) -> None:
    excel = Excel(addin, Windows())
    excel.windows.during = lambda: excel.press("IcsoeCorregir")
    excel.press("IcsoeValidar")
    assert len(excel.windows.runs) == 1
    assert excel.messages == []


@pytest.mark.parametrize("verb", ['validar" & calc "', "validar x", "", "VALIDAR", "-c"])
def test_launcher_refuses_a_verb_that_is_no_word(addin: Path, verb: str) -> None:
    excel = Excel(addin, Windows())
    excel.model.run("RunAnywhere", verb)
    assert excel.windows.runs == []
    assert "orden desconocida" in excel.messages[0]


class TestMac:
    """On macOS the launcher only asks our AppleScript; a stub module stands for AppleScriptTask."""

    def excel(self, addin: Path, monkeypatch: pytest.MonkeyPatch, reply: str, book: str = PLAIN) -> Excel:
        from pyopenvba.interpreter import _preprocess

        monkeypatch.setitem(_preprocess.DEFAULT_CONSTANTS, "Mac", True)
        excel = Excel(addin, Windows(), book)
        excel.model.add_module(
            "Public Function AppleScriptTask(file As String, handler As String, request As String)\r\n"
            '  Debug.Print file & "|" & handler & "|" & request\r\n'
            f"  {reply}\r\nEnd Function\r\n",
            name="Mac",
        )
        return excel

    @pytest.mark.parametrize(("callback", "verb"), BUTTONS.items())
    def test_button_asks_exactly_this(
        self, addin: Path, monkeypatch: pytest.MonkeyPatch, callback: str, verb: str
    ) -> None:
        name = "Nómina & 'x' $(calc) 📊.xlsx"
        excel = self.excel(addin, monkeypatch, 'AppleScriptTask = "ok"', name)
        excel.press(callback)
        book = f" --wb-hex={hex_from_text(name)}" if verb in NEED_WORKBOOK else ""
        assert excel.model.console == [f"icsoe_xl.applescript|icsoeStart|{verb}{book}"]
        assert excel.messages == []

    @pytest.mark.parametrize(
        ("reply", "words"),
        [
            ('AppleScriptTask = "sin-ajustes"', "falta el archivo que dice"),
            ('AppleScriptTask = "otros-ajustes"', "versiones distintas"),
            ('AppleScriptTask = "sin-programa"', "No encuentro el programa"),
            ("Err.Raise 5", "no pudo usar icsoe_xl.applescript"),
            ('AppleScriptTask = ""', "respuesta que no conoce"),
        ],
    )
    def test_reply_is_explained(
        self, addin: Path, monkeypatch: pytest.MonkeyPatch, reply: str, words: str
    ) -> None:
        excel = self.excel(addin, monkeypatch, reply)
        excel.press("IcsoeValidar")
        (message,) = excel.messages
        assert words in message
        assert "icsoe-xl addin install" in message


def test_utf16_units_are_what_vba_sees() -> None:
    assert [hex(ord(unit)) for unit in utf16_units("é📊")] == ["0xe9", "0xd83d", "0xdcca"]
