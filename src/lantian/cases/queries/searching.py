"""Which cases hold what is asked for."""

from django.db import connection

from lantian.cases import models, rules

# What stands in no more cases is looked up; what is commoner is met soon when the list is read.
RARE = 2000
# A pair of characters in no more cases is followed to each of them; the steps by which it is counted.
STEPS = (2_000, 10_000, 50_000)
MOST_GRAMS = 8


def found(asked: str) -> tuple[list[int] | None, str, list[object]]:
    """The cases that hold every term; or, where they are many, a condition on the rows `s` of a list."""
    terms = rules.terms(asked)
    if not terms:
        return None, "", []
    ids = _looked_up(terms)
    if ids is not None:
        return ids, "", []
    table = connection.ops.quote_name(models.CaseText._meta.db_table)
    one = f" AND EXISTS (SELECT 1 FROM {table} t WHERE t.case_id = s.case_id AND t.text LIKE %s ESCAPE '!')"
    return None, one * len(terms), [_pattern(term) for term in terms]


def _looked_up(terms: tuple[str, ...]) -> list[int] | None:
    """The cases that hold every term; None where they are too many to be listed."""
    grams = sorted({gram for term in terms for gram in rules.grams(term)})[:MOST_GRAMS]
    sizes = _sizes(grams)
    if sizes is None:
        return None
    rarest, *others = sorted(grams, key=lambda gram: sizes[gram])
    if sizes[rarest] == 0:
        return []
    gram, text = (connection.ops.quote_name(one._meta.db_table) for one in (models.CaseGram, models.CaseText))
    also = f" AND EXISTS (SELECT 1 FROM {gram} o WHERE o.gram = %s AND o.case_id = g.case_id)"
    holds = " AND t.text LIKE %s ESCAPE '!'"
    sql = (
        f"SELECT g.case_id FROM {gram} g JOIN {text} t ON t.case_id = g.case_id WHERE g.gram = %s"
        f"{also * len(others[:1])}{holds * len(terms)} LIMIT {RARE + 1}"
    )
    with connection.cursor() as asked:
        asked.execute(sql, [rarest, *others[:1], *map(_pattern, terms)])
        ids = [row[0] for row in asked.fetchall()]
    return ids if len(ids) <= RARE else None


def _sizes(grams: list[str]) -> dict[str, int] | None:
    """In how many cases each pair stands, counted until one of them is known; None where none is rare."""
    table = connection.ops.quote_name(models.CaseGram._meta.db_table)
    for step in STEPS:
        part = (
            f"SELECT {{n}}, COUNT(*) FROM (SELECT 1 FROM {table} WHERE gram = %s LIMIT {step + 1}) AS g{{n}}"
        )
        with connection.cursor() as asked:
            asked.execute(" UNION ALL ".join(part.format(n=n) for n in range(len(grams))), grams)
            sizes = {grams[n]: count for n, count in asked.fetchall()}
        if min(sizes.values()) <= step:
            return sizes
    return None


def _pattern(term: str) -> str:
    for sign in "!%_":
        term = term.replace(sign, "!" + sign)
    return f"%{term}%"
