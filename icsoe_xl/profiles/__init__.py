"""Saved contractors: one TOML file each, made to be read and edited by a person.

`model` says what a profile holds, `check` reads a file and says every mistake with its line, `store` keeps
the files (one folder, perhaps shared by a firm), `editing` changes a file and leaves the rest of it as the
person wrote it, `exchange` reads and writes other kinds of file. pydantic, tomlkit and filelock are loaded
by these modules only: a ``validate`` run never meets them.
"""
