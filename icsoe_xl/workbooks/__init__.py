"""Homes of a workbook: only here are calamine, zip packages, openpyxl and xlwings known."""
