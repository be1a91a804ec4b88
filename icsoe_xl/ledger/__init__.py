"""What was exported and filed: append-only, in the home or in a PostgreSQL that a firm shares.

`entries` says what an entry holds, `store` keeps them (`store.Ledger` is the Python API), `schema` has the
tables and their versions, `place` finds where they are, `acuse` reads and keeps the PDF of a filing, `board`
shows all contractors and periods, `note` writes an entry down from another command without ever stopping it,
`recording` writes an acuse down for both doors, `past` tells others what was filed, `snapshots` keeps what each
package declared.
Only `schema`, `store` and what imports them load SQLAlchemy; a ``validate`` run never meets it.

Folios, dates, counts and hashes only: no worker, NSS, CURP, name or wage is ever in the database. The snapshots,
files of the user's own home, have what was declared of the workers.
"""
