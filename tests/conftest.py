"""Fixtures for every test folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from libreoffice import Office, available


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """One private LibreOffice for the whole run; the test is skipped where there is none."""
    reason = available()
    if reason is not None:
        pytest.skip(reason)
    with Office() as running:
        yield running
