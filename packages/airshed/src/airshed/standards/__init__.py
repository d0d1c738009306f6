"""Law as frozen tables: one module per edition, a clause on every row; `registry` chooses by date."""
