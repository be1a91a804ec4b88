"""Reaching a dask.distributed cluster: is anybody there, who, and are they fit for our work.

Every question has an end: dask itself waits for ever for somebody who accepts a connection and says nothing.
"""

from __future__ import annotations

import queue
import threading
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast

from icsoe_xl.batch import errand
from icsoe_xl.errors import UsageProblem

if TYPE_CHECKING:
    from distributed import Client

_Answer = TypeVar("_Answer")

_REACH = 5.0
"""Seconds to reach the scheduler, and then its first process."""
_ANSWER = 30.0
"""Seconds for an answer of the scheduler or, the program being loaded for it, of a process."""


def connect(address: str) -> Client:
    """A client of the scheduler at ``address`` that has processes and is fit. UsageProblem when that cannot be."""
    try:
        from distributed import Client
    except ImportError as problem:
        raise UsageProblem(
            'Para --cluster falta dask.distributed; instálelo con pip install "icsoe-xl[cluster]".'
        ) from problem

    def reach() -> Client:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # versions of packages that differ and are of no consequence here
            return Client(address, timeout=_REACH, set_as_default=False)

    try:
        client = _within(_REACH + 1, reach)
    except Exception as problem:  # whatever listens there may answer anything, even lengths beyond all memory
        raise UsageProblem(
            f"No pude conectarme al clúster {address}: revise la dirección (como tcp://equipo:8786), que el "
            "planificador esté encendido y, si es tls://, sus certificados."
        ) from problem
    try:
        client.wait_for_workers(1, timeout=_REACH)
    except (OSError, TimeoutError) as problem:
        client.close(timeout=1)
        raise UsageProblem(
            f"El clúster {address} no tiene procesos que revisen: inicie alguno con dask worker {address}."
        ) from problem
    unfit = _scheduler_unfit(client)
    if unfit:
        client.close(timeout=1)
        raise UsageProblem(f"El clúster {address} no sirve así: {unfit}.")
    return client


def present(client: Client) -> dict[str, int] | None:
    """Address and threads of the processes, None when the scheduler does not answer now."""
    try:
        return dict(_within(_ANSWER, client.nthreads))
    except (OSError, ValueError, RuntimeError):  # a broken connection, in the words of dask's layers
        return None


def unfit(client: Client, addresses: Sequence[str], sample: errand.Sample) -> dict[str, str] | None:
    """What is wrong with each process, "" when nothing is; None when they could not be asked now."""
    try:
        ask = partial(client.run, errand.fitness, sample, workers=list(addresses), on_error="return")
        told = _within(_ANSWER, ask)
    except (OSError, ValueError, RuntimeError):  # no answer, or one of them went meanwhile
        return None
    return {address: _why_unfit(told.get(address), "algún proceso") for address in addresses}


def _scheduler_unfit(client: Client) -> str:
    """What is wrong with the scheduler: it unpacks what it hands on, so it needs the program too."""
    try:
        ask = partial(client.run_on_scheduler, errand.fitness, errand.Sample(""))
        return _why_unfit(_within(_ANSWER, ask), "el planificador")
    except Exception as problem:  # what the import raised over there
        return _why_unfit(problem, "el planificador")


def _why_unfit(answer: object, who: str) -> str:
    """What is wrong with whoever gave that answer, "" when nothing is."""
    if answer is None:
        return f"{who} no responde; reinícielo"
    if not isinstance(answer, tuple):  # dask tells in its own ways that something could not be imported
        return f"{who} no tiene icsoe_xl, o tiene otra versión; instale en todo el clúster el mismo que aquí"
    (program, rules), seen = answer
    if (program, rules) != errand.VERSIONS:
        ours = " con reglas ".join(errand.VERSIONS)
        return f"{who} tiene icsoe_xl {program} con reglas {rules}, y aquí es {ours}; iguálelos"
    if not seen:
        return (
            f"{who} no ve los libros donde están; póngalos en una carpeta que todos vean con la misma "
            "ruta, o dé direcciones (s3://...)"
        )
    return ""


def _within(seconds: float, ask: Callable[[], _Answer]) -> _Answer:
    """What ``ask`` returns or raises; TimeoutError when it takes too long."""
    answers: queue.SimpleQueue[tuple[_Answer | None, Exception | None]] = queue.SimpleQueue()

    def put_answer() -> None:
        try:
            answers.put((ask(), None))
        except Exception as problem:  # raised again below, where somebody waits for it
            answers.put((None, problem))

    threading.Thread(target=put_answer, daemon=True).start()
    try:
        answer, problem = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    if problem is not None:
        raise problem
    return cast("_Answer", answer)
