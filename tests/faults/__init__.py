"""Workbooks with planted faults, and exactly what a check must say of each.

    from faults import faulty_book
    book = faulty_book(tmp_path / "obra.xlsx")
    book.expected  # every (sheet, cell, rule, severity, fix), nothing else may be reported
    book.workers   # rows that count as workers

What is expected is written from the rules of the public contract and never asked of the package. It holds
for `PERIOD`, 2026-1: it ends on 30 April 2026, with an UMA of 117.31 and a minimum wage of 315.04.
"""

from faults.book import PERIOD, Book, Expected, faulty_book

__all__ = ["PERIOD", "Book", "Expected", "faulty_book"]
