"""The steps of an enforcement in their order, its amounts, and why a step is refused."""

from collections.abc import Sequence
from datetime import date, timedelta

from lantian.kernel.refusals import Refused, gettext_noop

STEPS = ("evidence", "filing", "decision", "fine", "execution")
DAILY = "daily"
HEADS_STEPS = frozenset({"decision", "fine", DAILY})  # decided by the head of the body
POWERS = ("housing", "ecology", "local", "county", "market", "police")


class NotViolation(Refused):
    sentence = gettext_noop("{number} was not filed as a violation; nothing is transferred.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class NoPower(Refused):
    sentence = gettext_noop(
        "No unit of this district is on record for this power. The administrator names it."
    )


class TransferredAlready(Refused):
    sentence = gettext_noop("{number} is transferred by this clause already: {enforcement}.")

    def __init__(self, number: str, *, enforcement: str) -> None:
        super().__init__(number=number, enforcement=enforcement)


class PartyMissing(Refused):
    sentence = gettext_noop("Name who is proceeded against.")


class NotTheBody(Refused):
    sentence = gettext_noop("{body} holds the power to do this; nobody else takes a step of {enforcement}.")

    def __init__(self, body: str, *, enforcement: str) -> None:
        super().__init__(body=body, enforcement=enforcement)


class HeadDecides(Refused):
    sentence = gettext_noop("The head of {body} decides about this.")

    def __init__(self, body: str) -> None:
        super().__init__(body=body)


class CertificateMissing(Refused):
    sentence = gettext_noop("Evidence is taken by somebody with an enforcement certificate; you hold none.")


class OutOfOrder(Refused):
    sentence = gettext_noop("This step of {enforcement} is not the next one. Reload the page.")

    def __init__(self, enforcement: str) -> None:
        super().__init__(enforcement=enforcement)


class PaperMissing(Refused):
    sentence = gettext_noop("Every step has a paper: enter its number.")


class AmountOutside(Refused):
    sentence = gettext_noop("{amount} yuan lies outside what {article} allows: {least} to {most} yuan.")

    def __init__(self, amount_fen: int, *, article: str, least_fen: int | None, most_fen: int | None) -> None:
        super().__init__(
            amount=yuan(amount_fen),
            article=article,
            least=yuan(least_fen) if least_fen is not None else "—",
            most=yuan(most_fen) if most_fen is not None else "—",
        )


class AmountMissing(Refused):
    sentence = gettext_noop("Enter the amount of the fine, more than nothing.")


class OrderDayMissing(Refused):
    sentence = gettext_noop("Enter the day on which correction was ordered: not after today.")


class NoDailyFine(Refused):
    sentence = gettext_noop("{article} is not fined day by day.")

    def __init__(self, article: str) -> None:
        super().__init__(article=article)


class DaysWrong(Refused):
    sentence = gettext_noop(
        "The days {first} to {last} cannot be counted: they begin {from_day} and end by today."
    )

    def __init__(self, *, first: date, last: date, from_day: date) -> None:
        super().__init__(first=first, last=last, from_day=from_day)


def next_step(taken: Sequence[str]) -> str | None:
    """The step that follows; None when all are taken."""
    return next((step for step in STEPS if step not in taken), None)


def check_amount(amount_fen: int | None, *, article: str, least_fen: int | None, most_fen: int | None) -> int:
    """The amount, in fen, when it lies within what the clause allows."""
    if amount_fen is None or amount_fen <= 0:
        raise AmountMissing()
    if (least_fen is not None and amount_fen < least_fen) or (most_fen is not None and amount_fen > most_fen):
        raise AmountOutside(amount_fen, article=article, least_fen=least_fen, most_fen=most_fen)
    return amount_fen


def first_daily_day(*, ordered_on: date, counted_until: date | None) -> date:
    """The day from which a daily fine counts: after the order, or after the last day counted before."""
    return max(ordered_on, counted_until or ordered_on) + timedelta(days=1)


def daily_fine(*, fine_fen: int, first: date, last: date, from_day: date, today: date) -> int:
    """The original fine times the days, both ends counted [fen]; DaysWrong for days that cannot count.

    From the day after correction was ordered to the day a later look found it still undone (article 123).
    """
    if first != from_day or last < first or last > today:
        raise DaysWrong(first=first, last=last, from_day=from_day)
    return fine_fen * ((last - first).days + 1)


def yuan(fen: int) -> str:
    """An amount in yuan, with two digits after the point only where there are fen."""
    whole, rest = divmod(fen, 100)
    return f"{whole:,}" if not rest else f"{whole:,}.{rest:02d}"
