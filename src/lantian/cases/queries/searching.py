"""Which cases hold what is asked for.

A pair of characters that is rare leads to its cases; commoner ones are crossed with each other; what stands
in so many cases that this would take long is met soon when the list is read along.
"""

from collections.abc import Sequence

from django.db import connection

from lantian.cases import models, rules

MOST_READ = 20_000  # texts that are read to find what holds a term
MOST_IDS = 5_000  # cases that are looked up by their number
STEPS = (2_000, 20_000, 80_000)  # in how many cases a pair may stand to be followed; counted in these steps
MOST_GRAMS = 6
AT_ONCE = 5_000
CROSSED = 3


def looked_up(terms: Sequence[str]) -> list[int] | None:
    """The cases that hold every term; None where they are too many to be listed."""
    grams = _spread(terms)
    sizes = _sizes(grams)
    if sizes is None:
        return None
    step = next(step for step in STEPS if min(sizes.values()) <= step)
    followed = sorted((gram for gram in grams if sizes[gram] <= step), key=lambda gram: sizes[gram])
    ids: set[int] = set()
    for number, gram in enumerate(followed[:CROSSED]):
        ids = ids & _cases_of(gram) if number else _cases_of(gram)
    if len(ids) > MOST_READ:
        return None
    found = holding(sorted(ids), terms)
    return sorted(found) if len(found) <= MOST_IDS else None


def holding(ids: Sequence[int], terms: Sequence[str]) -> set[int]:
    """Those of some cases whose text holds every term."""
    table, found = connection.ops.quote_name(models.CaseText._meta.db_table), set()
    with connection.cursor() as asked:
        for start in range(0, len(ids), AT_ONCE):
            part = ids[start : start + AT_ONCE]
            marks = ", ".join(["%s"] * len(part))
            asked.execute(f"SELECT case_id, text FROM {table} WHERE case_id IN ({marks})", part)
            found |= {pk for pk, text in asked.fetchall() if all(term in text for term in terms)}
    return found


def _cases_of(gram: str) -> set[int]:
    """Every case in which a pair stands, read straight from its index: there may be many."""
    table = connection.ops.quote_name(models.CaseGram._meta.db_table)
    with connection.cursor() as asked:
        asked.execute(f"SELECT case_id FROM {table} WHERE gram = %s", [gram])
        return {row[0] for row in asked.fetchall()}


def _spread(terms: Sequence[str]) -> list[str]:
    """Some pairs of each term, the first of each before the second of any."""
    each = [sorted(rules.grams(term)) for term in terms]
    turns = [gram for turn in range(MOST_GRAMS) for grams in each for gram in grams[turn : turn + 1]]
    return list(dict.fromkeys(turns))[:MOST_GRAMS]


def _sizes(grams: Sequence[str]) -> dict[str, int] | None:
    """In how many cases each pair stands, counted until one of them is known; None where none is rare."""
    table = connection.ops.quote_name(models.CaseGram._meta.db_table)
    for step in STEPS:
        read = f"SELECT 1 FROM {table} WHERE gram = %s LIMIT {step + 1}"
        parts = [f"SELECT {n}, COUNT(*) FROM ({read}) AS g{n}" for n in range(len(grams))]
        with connection.cursor() as asked:
            asked.execute(" UNION ALL ".join(parts), list(grams))
            sizes = {grams[n]: count for n, count in asked.fetchall()}
        if min(sizes.values()) <= step:
            return sizes
    return None
