"""What a computer of a cluster does for a run: say whether it is fit, and judge a workbook.

Both run on the other side, where only an installed icsoe_xl is needed. dask writes the arguments of a call
that fails into its log: what names workbooks or holds the key of the seal travels in an :class:`Errand`,
which shows nothing of itself.
"""

from __future__ import annotations

import os

from icsoe_xl import __version__, rules, settings
from icsoe_xl.batch.worker import Job, Outcome, Task, look
from icsoe_xl.workbooks import deflate

VERSIONS = (__version__, rules.VERSION)
"""What must be the same on both sides."""


class Errand:
    """A workbook to judge, how, what counts of the user's home, and the path that she gave for it."""

    __slots__ = ("given", "job", "lent", "task")

    def __init__(self, task: Task, job: Job, lent: settings.Lent, given: str) -> None:
        self.task, self.job, self.lent, self.given = task, job, lent, given


def run(errand: Errand) -> Outcome:
    """Judge the workbook as the user's own computer would."""
    deflate.get_ready()
    token = settings.LENT.set(errand.lent)
    try:
        return look(errand.task, errand.job).about(errand.given, errand.task.path)
    finally:
        settings.LENT.reset(token)


class Sample:
    """The path of a workbook that every computer must see; "" when all are at addresses."""

    __slots__ = ("path",)

    def __init__(self, path: str) -> None:
        self.path = path


def fitness(sample: Sample) -> tuple[tuple[str, str], bool]:
    """The versions of program and rules here, and whether the sample is seen."""
    return VERSIONS, not sample.path or os.path.exists(sample.path)  # noqa: PTH110
