"""The Excel add-in: built from text, put in its place, and the calls that its buttons make.

`build` makes the .xlam from the files in `addin/`; `places` knows where Excel looks for it; `settings` is the
one file that tells the add-in which program to start; `install` puts everything there, takes it back and
says what is missing; `caller` reads what the add-in's launcher sends to `icsoe_xl.ribbon`.
"""
