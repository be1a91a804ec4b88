"""Filling a workbook's header from a saved profile: what each cell should hold, where it is, what would change."""
