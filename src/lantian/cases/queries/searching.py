"""Which cases hold what is asked for, as a condition on the list."""

from django.db import connection

from lantian.cases import models, rules

# A pair of characters in no more cases is looked up; a commoner one is met soon when the list is read.
RARE = 2000


def condition(asked: str) -> tuple[str, list[object]]:
    """SQL and values by which the rows `s` of a list are narrowed to the cases that hold every term."""
    terms = rules.terms(asked)
    if not terms:
        return "", []
    found = _looked_up(terms)
    if found is None:
        table = connection.ops.quote_name(models.CaseText._meta.db_table)
        one = (
            f" AND EXISTS (SELECT 1 FROM {table} t WHERE t.case_id = s.case_id AND t.text LIKE %s ESCAPE '!')"
        )
        return one * len(terms), [f"%{_escaped(term)}%" for term in terms]
    if not found:
        return " AND 1 = 0", []
    return f" AND s.case_id IN ({', '.join(['%s'] * len(found))})", list(found)


def _looked_up(terms: tuple[str, ...]) -> list[int] | None:
    """The cases that hold every term; None where each pair of characters stands in too many to be listed."""
    for gram in sorted({gram for term in terms for gram in rules.grams(term)}):
        ids = list(models.CaseGram.objects.filter(gram=gram).values_list("case_id", flat=True)[: RARE + 1])
        if len(ids) <= RARE:
            texts = models.CaseText.objects.filter(case_id__in=ids).values_list("case_id", "text")
            return [case_id for case_id, text in texts if all(term in text for term in terms)]
    return None


def _escaped(term: str) -> str:
    for sign in "!%_":
        term = term.replace(sign, "!" + sign)
    return term
