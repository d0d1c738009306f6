"""Rules from plain values, as a file of parameters holds them, checked by name and kind."""

import math
from collections.abc import Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from airshed import AirshedError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_Rule = TypeVar("_Rule", bound="DataclassInstance")

_MAY_BE_ZERO = frozenset({"bridge", "trim"})
"""Whole numbers that may be zero; all others count hours, days or values and are at least one."""


class UnknownParameter(AirshedError):
    """A rule is given a parameter that it does not have."""

    def __init__(self, *, check: str, parameter: str, known: tuple[str, ...]) -> None:
        self.check = check
        self.parameter = parameter
        super().__init__(
            f"the check {check} has no parameter {parameter!r}; its parameters are {', '.join(known)}"
        )


class WrongValue(AirshedError):
    """A parameter is given a value of the wrong kind."""

    def __init__(self, *, check: str, parameter: str, value: object, needed: str) -> None:
        self.check = check
        self.parameter = parameter
        self.value = value
        super().__init__(f"{parameter} of the check {check} is {value!r}; {needed} is needed")


def changed(rule: _Rule, values: Mapping[str, object], *, check: str) -> _Rule:
    """Return a rule with some of its parameters changed.

    Parameters
    ----------
    rule : dataclass
        The rule to start from.
    values : mapping of str to object
        New values by parameter, as JSON holds them. A table of a parameter (by pollutant) is laid over the
        rule's own, so that naming one pollutant leaves the others alone.
    check : str
        Code of the check, for refusals.

    Returns
    -------
    dataclass
        A new rule; `UnknownParameter` or `WrongValue` where a name or value does not fit.

    Examples
    --------
    >>> from airshed.quality.spike import Spike
    >>> rule = changed(Spike(), {"ratio": 3, "least": {"co": 1}}, check="spike")
    >>> rule.ratio, rule.least["co"], rule.least["o3"]
    (3.0, 1.0, 20.0)
    """
    known = tuple(part.name for part in fields(rule))
    fitted = {}
    for name, value in values.items():
        if name not in known:
            raise UnknownParameter(check=check, parameter=name, known=known)
        fitted[name] = _fitted(value, like=getattr(rule, name), check=check, parameter=name)
    return replace(rule, **fitted)


def _fitted(value: object, *, like: object, check: str, parameter: str) -> object:
    """Return a value as the kind of another one."""
    if isinstance(like, Mapping):
        return _table(value, like=like, check=check, parameter=parameter)
    if isinstance(like, tuple):
        return _numbers(value, like=like, check=check, parameter=parameter)
    if isinstance(like, int):
        return _whole(value, check=check, parameter=parameter)
    if isinstance(like, float):
        return _number(value, check=check, parameter=parameter)
    if not isinstance(value, str):
        raise WrongValue(check=check, parameter=parameter, value=value, needed="a text")
    return value


def _table(value: object, *, like: Mapping[str, object], check: str, parameter: str) -> Mapping[str, object]:
    """Lay a table over a rule's own; a table that is empty by default takes any names and texts."""
    if not isinstance(value, Mapping):
        raise WrongValue(check=check, parameter=parameter, value=value, needed="a table by parameter")
    result = dict(like)
    for name, part in value.items():
        if like and name not in like:
            known = tuple(f"{parameter}.{code}" for code in like)
            raise UnknownParameter(check=check, parameter=f"{parameter}.{name}", known=known)
        example = like[name] if like else ""
        result[str(name)] = _fitted(part, like=example, check=check, parameter=f"{parameter}.{name}")
    return MappingProxyType(result)


def _numbers(value: object, *, like: tuple[object, ...], check: str, parameter: str) -> tuple[float, ...]:
    """Return a list of numbers; two numbers in order where the rule has a pair."""
    if not isinstance(value, (list, tuple)):
        raise WrongValue(check=check, parameter=parameter, value=value, needed="a list of numbers")
    numbers = tuple(_signed(part, check=check, parameter=parameter) for part in value)
    if len(like) == 2 and (len(numbers) != 2 or numbers[0] >= numbers[1]):
        raise WrongValue(
            check=check, parameter=parameter, value=value, needed="a pair, the smaller number first,"
        )
    return numbers


def _whole(value: object, *, check: str, parameter: str) -> int:
    """Return a whole number that is large enough."""
    least = 0 if parameter in _MAY_BE_ZERO else 1
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise WrongValue(
            check=check, parameter=parameter, value=value, needed=f"a whole number from {least} on"
        )
    return value


def _number(value: object, *, check: str, parameter: str) -> float:
    """Return a finite number that is not negative."""
    number = _signed(value, check=check, parameter=parameter)
    if number < 0:
        raise WrongValue(check=check, parameter=parameter, value=value, needed="a number from 0 on")
    return number


def _signed(value: object, *, check: str, parameter: str) -> float:
    """Return a finite number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise WrongValue(check=check, parameter=parameter, value=value, needed="a finite number")
    return float(value)
