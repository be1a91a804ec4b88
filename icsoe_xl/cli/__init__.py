"""The command line: parse, call a verb, show what it says, return the exit code of the contract.

Each command lives in a module of its own that is imported when it is asked for.
"""

from icsoe_xl.cli.door import entry, main

__all__ = ["entry", "main"]
