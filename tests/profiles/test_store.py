"""The folder of profiles: names, several processes at once, a process killed, files and folders that are not ours."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from icsoe_xl.errors import UnreadableFile, UnwritableFile, UsageProblem
from icsoe_xl.profiles import names, store
from icsoe_xl.profiles.mistakes import ProfileMistakes
from icsoe_xl.profiles.model import Client, Profile
from icsoe_xl.profiles.store import Store

PROFILE = Profile(rfc="EKU9003173C9", razon_social="Escuela")


@pytest.fixture
def shelf(tmp_path: Path) -> Store:
    return Store(tmp_path / "profiles")


def python(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


# --- names


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("EKU9003173C9", "EKU9003173C9"),
        (" Limpieza del Norte ", "Limpieza del Norte"),
        ("norte.toml", "norte"),
        ("S.A. de C", "S.A. de C"),
        (unicodedata.normalize("NFD", "Peña"), "Peña"),
        ("consultores", "consultores"),
        ("COM10", "COM10"),
    ],
)
def test_names_that_are_fine(typed: str, name: str) -> None:
    assert names.checked(typed) == name


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            " ",
            ".",
            "..",
            "../x",
            "..\\x",
            "/etc/passwd",
            "C:\\x",
            "a/b",
            "a\\b",
            "x:y",
            "x*",
            'x"',
            "x?",
            "x|",
        ),
        *(
            "CON",
            "con.toml",
            "nul",
            "COM1",
            "LPT9",
            "COM¹",
            "CON.x",
            "AUX .x",
            "CONIN$",
            "x\0",
            "x\ny",
            "x\u202ey",
        ),
        *("x\u200b", "\ufeffx", ".oculto", "~x", "-x", "x.", "x" * 81, "x.toml."),
    ],
)
def test_names_that_are_not(name: str, shelf: Store) -> None:
    with pytest.raises(UsageProblem) as caught:
        shelf.add(name, PROFILE)
    assert "\n" not in str(caught.value)
    assert not shelf.folder.exists() or list(shelf.folder.iterdir()) == []


def test_names_ignore_case_and_the_form_of_accents(shelf: Store) -> None:
    shelf.add("Peña", PROFILE)
    with pytest.raises(UsageProblem, match="Ya hay un perfil"):
        shelf.add("peÑa", PROFILE)
    assert shelf.load(unicodedata.normalize("NFD", "PEÑA")) == PROFILE
    (shelf.folder / "Peña.toml").rename(shelf.folder / (unicodedata.normalize("NFD", "Peña") + ".TOML"))
    assert shelf.load("peña") == PROFILE
    shelf.remove("peña")
    assert shelf.names() == []


def test_other_files_of_the_folder_are_left_alone(shelf: Store) -> None:
    shelf.add("b", PROFILE)
    shelf.add("A", PROFILE)
    for name in (".oculto.toml", "~icsoe-1.tmp", "notas.txt", "x .toml"):
        (shelf.folder / name).write_text("x", encoding="utf-8")
    (shelf.folder / "carpeta.toml").mkdir()
    assert shelf.names() == ["A", "b"]


def test_an_unknown_name_suggests_one(shelf: Store) -> None:
    assert shelf.names() == []
    with pytest.raises(UsageProblem, match="profile list"):
        shelf.load("norte")
    shelf.add("norte", PROFILE)
    with pytest.raises(UsageProblem, match=r"¿Quiso decir norte\?"):
        shelf.load("nrte")


# --- what a profile may not be replaced with


def test_a_profile_with_mistakes_replaces_nothing(shelf: Store) -> None:
    path = shelf.add("norte", PROFILE)
    before = path.read_bytes()
    with pytest.raises(ProfileMistakes):
        shelf.replace("norte", 'rfc = "x"\nrazon_social = "y"\n')
    with pytest.raises(UnreadableFile):
        shelf.replace("norte", "no es toml")
    assert path.read_bytes() == before


def test_a_change_of_somebody_else_is_not_overwritten(shelf: Store) -> None:
    shelf.add("norte", PROFILE)
    mine = shelf.read("norte")
    shelf.save("norte", PROFILE.model_copy(update={"movil": "5512345678"}))
    with pytest.raises(UnwritableFile, match="otra persona lo cambió"):
        shelf.replace("norte", mine.text, mine.digest)
    assert shelf.load("norte").movil == "5512345678"


def test_a_read_only_profile_is_respected(shelf: Store) -> None:
    path = shelf.add("norte", PROFILE)
    before = path.read_bytes()
    path.chmod(0o444)
    attempts: list[Callable[[], object]] = [
        lambda: shelf.save("norte", PROFILE.model_copy(update={"movil": "5512345678"})),
        lambda: shelf.replace("norte", 'rfc = "SIN9311169P8"\nrazon_social = "y"\n'),
        lambda: shelf.remove("norte"),
    ]
    for attempt in attempts:
        with pytest.raises(UnwritableFile, match="sólo lectura"):
            attempt()
    assert path.read_bytes() == before
    assert shelf.load("norte") == PROFILE
    path.chmod(0o644)
    shelf.remove("norte")


READER = """
import os, sys
from pathlib import Path
import filelock
from icsoe_xl.errors import UnwritableFile
from icsoe_xl.profiles.store import Store
shelf = Store(Path(sys.argv[1]), shared=True)
profile = shelf.load("norte")
if os.geteuid() == 0:  # everything is imported: the other user may not reach the library
    os.setegid(65534)
    os.seteuid(65534)
print(shelf.load("norte").rfc)
for attempt in (lambda: shelf.add("sur", profile), lambda: shelf.remove("norte")):
    try:
        attempt()
    except UnwritableFile as problem:
        print("permisos" in str(problem))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="folder permissions are POSIX's here")
def test_a_read_only_folder_can_be_read_and_says_so_when_written() -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        shelf = Store(Path(place) / "profiles")
        shelf.add("norte", PROFILE)
        (shelf.folder / store.LOCK).unlink()
        shelf.folder.chmod(0o555)
        try:
            output, _ = python(READER, str(shelf.folder)).communicate()
        finally:
            shelf.folder.chmod(0o755)
        assert output.split() == ["EKU9003173C9", "True", "True"]
        assert shelf.names() == ["norte"]


def test_a_shared_folder_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, firm = tmp_path / "home", tmp_path / "despacho"
    home.mkdir()
    (home / "config.toml").write_text(f"profiles_dir = '{firm}'\n", encoding="utf-8")
    monkeypatch.setenv("ICSOE_XL_HOME", str(home))
    shelf = Store.of_user()
    for attempt in (shelf.names, lambda: shelf.load("norte")):
        with pytest.raises(UnreadableFile, match="profiles_dir"):
            attempt()
    with pytest.raises((UnreadableFile, UnwritableFile)):
        shelf.add("norte", PROFILE)
    assert not firm.exists()
    firm.mkdir()
    Store.of_user().add("norte", PROFILE)
    assert (firm / "norte.toml").is_file()
    assert not (home / "profiles").exists()


def test_without_configuration_the_home_holds_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "home"))
    assert Store.of_user().names() == []
    Store.of_user().add("norte", PROFILE)
    assert (tmp_path / "home" / "profiles" / "norte.toml").is_file()


# --- several processes


EDITOR = """
import sys
from pathlib import Path
from icsoe_xl.profiles.model import Client, Profile
from icsoe_xl.profiles.store import Store
shelf, who = Store(Path(sys.argv[1])), sys.argv[2]
for number in range(25):
    client = Client(rfc=f"{who}{number:02d}0101AB1", nombre=f"{who} {number}")
    shelf.change("comun", lambda saved: saved.checked.require().model_copy(
        update={"clientes": (*saved.checked.require().clientes, client)}))
    shelf.add(f"{who}-{number}", Profile(rfc="EKU9003173C9", razon_social=who))
"""


def test_two_processes_at_once_lose_nothing(shelf: Store) -> None:
    shelf.add("comun", PROFILE)
    workers = [python(EDITOR, str(shelf.folder), who) for who in ("AAA", "BBB")]
    assert [worker.wait() for worker in workers] == [0, 0]
    clients = [client.nombre for client in shelf.load("comun").clientes]
    assert len(clients) == 50
    for who in ("AAA", "BBB"):
        assert [name for name in clients if name.startswith(who)] == [
            f"{who} {number}" for number in range(25)
        ]
    assert len(shelf.names()) == 51


SAME_NAME = """
import sys
from pathlib import Path
from icsoe_xl.errors import UsageProblem
from icsoe_xl.profiles.model import Profile
from icsoe_xl.profiles.store import Store
won = 0
for number in range(20):
    try:
        Store(Path(sys.argv[1])).add(f"p{number}", Profile(rfc="EKU9003173C9", razon_social=sys.argv[2]))
        won += 1
    except UsageProblem:
        pass
print(won)
"""


def test_a_name_is_given_once(shelf: Store) -> None:
    workers = [python(SAME_NAME, str(shelf.folder), who) for who in ("uno", "dos")]
    assert sum(int(worker.communicate()[0]) for worker in workers) == 20
    assert len(shelf.names()) == 20


SAVER = """
import itertools, sys
from pathlib import Path
from icsoe_xl.profiles.model import Client, Profile
from icsoe_xl.profiles.store import Store
shelf = Store(Path(sys.argv[1]))
clients = tuple(Client(rfc="SIN9311169P8", nombre=f"cliente {number}") for number in range(40))
print("listo", flush=True)
for number in itertools.count():
    shelf.save("norte", Profile(rfc="EKU9003173C9", razon_social=f"vez {number}", clientes=clients[: number % 40]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's")
def test_a_killed_process_leaves_a_whole_file_and_no_lock(shelf: Store) -> None:
    path = shelf.add("norte", PROFILE)
    for _ in range(6):
        worker = python(SAVER, str(shelf.folder))
        assert worker.stdout is not None
        worker.stdout.readline()
        # Read all the while: a reader never meets half a file either.
        for _ in range(30):
            assert tomllib.loads(path.read_text(encoding="utf-8"))["rfc"] == "EKU9003173C9"
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
        profile = shelf.load("norte")
        if profile.razon_social.startswith("vez "):
            assert len(profile.clientes) == int(profile.razon_social.split()[1]) % 40
        shelf.save("norte", PROFILE)  # the lock died with its process
    assert shelf.names() == ["norte"]


def test_a_lock_that_is_held_is_waited_for_and_then_said(
    shelf: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.add("norte", PROFILE)
    holder = python(
        "import sys; from filelock import FileLock\n"
        "with FileLock(sys.argv[1]): print('listo', flush=True); sys.stdin.read()",
        str(shelf.folder / store.LOCK),
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    monkeypatch.setattr(store, "PATIENCE", 0.2)
    try:
        with pytest.raises(UnwritableFile, match="Otra persona está guardando"):
            shelf.add("sur", PROFILE)
        assert shelf.load("norte") == PROFILE
    finally:
        holder.kill()
        holder.communicate()
    shelf.add("sur", PROFILE)


def test_a_client_keeps_its_place(shelf: Store) -> None:
    uno, dos = Client(rfc="SIN9311169P8", nombre="uno"), Client(rfc="CCM650122I06", nombre="dos")
    shelf.add("norte", PROFILE.model_copy(update={"clientes": (uno, dos)}))
    shelf.save("norte", PROFILE.model_copy(update={"clientes": (dos, uno)}))
    assert [client.nombre for client in shelf.load("norte").clientes] == ["dos", "uno"]
