"""Where profiles live: one folder of TOML files, the user's own or one that a firm shares.

Reading takes no lock, since a file is always whole (`workbooks.atomic`). Whoever writes holds a lock of the
folder from reading the old text to replacing it, so that two people never undo each other's change. The
lock is of the system's own kind and ends with its process, however that ends.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

from icsoe_xl import settings
from icsoe_xl.errors import IcsoeError, UnreadableFile, UnwritableFile, UsageProblem
from icsoe_xl.profiles import check, editing, names
from icsoe_xl.profiles.check import Checked
from icsoe_xl.profiles.model import Profile
from icsoe_xl.workbooks import atomic

LOCK = ".perfiles.lock"
PATIENCE = 15.0
"""Seconds to wait for another process that is saving; a save takes some milliseconds."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A profile's file as it is: its text and what came of reading it. ``digest`` tells whether it changed."""

    name: str
    path: Path
    text: str
    checked: Checked
    digest: str


@dataclass(frozen=True, slots=True)
class Store:
    """The profiles of a folder. A ``shared`` one must exist already: a network that is down makes none."""

    folder: Path
    shared: bool = False

    @classmethod
    def of_user(cls) -> Store:
        """The folder of ``config.toml`` (``profiles_dir``), else ``profiles`` in the home."""
        shared = settings.load().profiles_dir
        return cls(settings.home() / "profiles") if shared is None else cls(shared, shared=True)

    def names(self) -> list[str]:
        """Names of the profiles there are, in alphabetical order; files of other names are not ours."""
        try:
            files = [entry for entry in self.folder.iterdir() if entry.suffix.lower() == names.SUFFIX]
        except FileNotFoundError:
            if self.shared:
                raise self._no_folder() from None
            return []
        except OSError as error:
            raise self._no_folder() from error
        return sorted((_name_of(file) for file in files if _is_ours(file)), key=names.folded)

    def path(self, name: str) -> Path:
        """The file of a profile, whatever the case of its name. Raises UsageProblem when there is none."""
        wanted = names.checked(name)
        known = self.names()
        found = next((each for each in known if names.same(each, wanted)), None)
        if found is None:
            near = get_close_matches(wanted, known, 1)
            hint = f"¿Quiso decir {near[0]}?" if near else "Vea los que hay con «icsoe-xl profile list»."
            raise UsageProblem(f"No hay un perfil {wanted}. {hint}")
        return self._file(found)

    def read(self, name: str) -> Saved:
        """A profile with all its mistakes and doubts. Raises UsageProblem and UnreadableFile."""
        path = self.path(name)
        data = read_bytes(path, check.LARGEST)
        text = check.decode(data, path.name)
        checked = check.check_toml(text, path.name, self.folder)
        return Saved(_name_of(path), path, text, checked, sha256(data).hexdigest())

    def load(self, name: str) -> Profile:
        """A profile that can be used. Raises ProfileMistakes for what it says, UnreadableFile and UsageProblem."""
        return self.read(name).checked.require()

    def add(self, name: str, profile: Profile, text: str | None = None) -> Path:
        """Save a new profile; ``text`` is its file when there is one already, comments and all.

        Raises UsageProblem when the name is taken or cannot be one, and UnwritableFile.
        """
        wanted = names.checked(name)
        with self._locked():
            if any(names.same(wanted, each) for each in self.names()):
                raise UsageProblem(
                    f"Ya hay un perfil {wanted}: elija otro nombre, o cámbielo con «profile edit»."
                )
            path = self.folder / (wanted + names.SUFFIX)
            _write(path, editing.fresh(profile) if text is None else text, crlf=False)
        return path

    def save(self, name: str, profile: Profile) -> Path:
        """Make the file of a profile say what ``profile`` says; comments and unknown keys in it stay."""
        return self.change(name, lambda _: profile)

    def change(self, name: str, update: Callable[[Saved], Profile]) -> Path:
        """Change a profile from what it says now, nobody else writing meanwhile; errors of ``update`` pass."""
        with self._locked():
            saved = self._writable(name)
            text = editing.merge(saved.text, update(saved), saved.path.name)
            if text != saved.text:
                _write(saved.path, text, crlf=_has_crlf(saved.path))
        return saved.path

    def replace(self, name: str, text: str, digest: str | None = None) -> Path:
        """Put another text in the place of a profile's. With ``digest``, only if nobody changed it since then.

        Raises ProfileMistakes when the text is no sound profile, and UnwritableFile.
        """
        with self._locked():
            path = self.path(name)
            self.check_not_protected(path)
            check.check_toml(text, path.name, self.folder).require()
            if digest is not None and sha256(read_bytes(path, check.LARGEST)).hexdigest() != digest:
                raise UnwritableFile(
                    f"{path.name}: otra persona lo cambió mientras tanto; no lo sobrescribí."
                )
            _write(path, text, crlf=_has_crlf(path))
        return path

    def remove(self, name: str) -> Path:
        """Delete a profile's file. Raises UsageProblem and UnwritableFile."""
        with self._locked():
            path = self.path(name)
            self.check_not_protected(path)
            try:
                path.unlink()
            except OSError as error:
                raise UnwritableFile(
                    f"{path.name}: no lo pude borrar; ciérrelo donde esté abierto y repita."
                ) from error
        return path

    def _writable(self, name: str) -> Saved:
        saved = self.read(name)
        self.check_not_protected(saved.path)
        return saved

    def check_not_protected(self, path: Path) -> None:
        """Raise UnwritableFile when somebody made the file of a profile read-only."""
        # The bits and not os.access: on POSIX replacing a file asks its folder only, and an administrator all may.
        if not path.stat().st_mode & 0o222:
            raise UnwritableFile(
                f"{path.name}: el perfil es de sólo lectura y se respeta; quítele esa propiedad o guarde otro."
            )

    def _file(self, name: str) -> Path:
        """The entry of the folder whose name this is (its accents may be stored apart, its suffix in capitals)."""
        return next(
            entry
            for entry in self.folder.iterdir()
            if entry.suffix.lower() == names.SUFFIX and _name_of(entry) == name
        )

    def _no_folder(self) -> UnreadableFile:
        where = "; revise profiles_dir en config.toml, y que la red esté conectada" if self.shared else ""
        return UnreadableFile(f"No pude leer la carpeta de perfiles {self.folder}{where}.")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        lock = FileLock(self.folder / LOCK, timeout=PATIENCE, mode=0o666)
        try:
            if not self.shared:
                self.folder.mkdir(parents=True, exist_ok=True)
            elif not self.folder.is_dir():
                raise self._no_folder()
            lock.acquire()
        except Timeout as error:
            raise UnwritableFile(
                f"Otra persona está guardando perfiles en {self.folder}; espere un momento y repita (nada cambió)."
            ) from error
        except (OSError, NotImplementedError) as error:
            raise UnwritableFile(
                f"No pude escribir en la carpeta de perfiles {self.folder}: revise sus permisos y el espacio en disco."
            ) from error
        try:
            yield
        finally:
            lock.release()


def read_bytes(path: Path, most: int) -> bytes:
    """A file of at most ``most`` bytes (one more is read, to tell). Raises UnreadableFile."""
    try:
        if not path.is_file():  # a folder, or a pipe that would keep us waiting
            raise FileNotFoundError
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError as error:
        raise UnreadableFile(f"No encuentro el archivo {path}: revise la ruta.") from error
    except OSError as error:
        raise UnreadableFile(
            f"{path.name}: no lo pude leer; revise que tenga permiso y no esté abierto."
        ) from error


def _write(path: Path, text: str, *, crlf: bool) -> None:
    data = text.replace("\n", "\r\n") if crlf else text
    atomic.replace_file(path, data.encode("utf-8"))


def _has_crlf(path: Path) -> bool:
    return b"\r\n" in read_bytes(path, check.LARGEST)


def _is_ours(path: Path) -> bool:
    """A conflict copy or a note may have any name; what could not be a profile's name is left alone."""
    try:
        return names.same(names.checked(path.stem), path.stem) and path.is_file()
    except IcsoeError:
        return False


def _name_of(path: Path) -> str:
    return unicodedata.normalize("NFC", path.stem)
