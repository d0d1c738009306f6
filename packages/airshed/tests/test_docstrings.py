"""Docstrings of `airshed.assessment` name parameters, results, refusals, units and sources."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from airshed import assessment

FOLDER = Path(assessment.__file__).parent
MEASURED = re.compile(r"Number|Decimal|Fraction|FloatArray|DataFrame|Parts|Column|float")
UNIT = re.compile(r"\[[^\]]+\]|per cent|µg|mg m⁻³|[Ww]hole steps|``\w+``")
SOURCE = re.compile(
    r"HJ \d|GB 3095|GB/T 8170|环办|Scheme of|design default|no clause|no official text|without rounding|exact"
)

LAYOUT = ("daygrid", "shortfall", "stations")
"""Modules that lay rows out and name things; they decide nothing."""


class Public(NamedTuple):
    """A public function with its docstring."""

    name: str
    node: ast.FunctionDef
    doc: str

    def part(self, title: str) -> str:
        """What stands under a heading, empty without one."""
        found = re.search(rf"^{title}\n-+\n(.*?)(?=^\w+\n-+\n|\Z)", self.doc, re.MULTILINE | re.DOTALL)
        return found[1] if found else ""


def functions() -> Iterator[Public]:
    """Every public function of the package's modules."""
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield Public(f"{path.stem}.{node.name}", node, ast.get_docstring(node) or "")


EVERY = [pytest.param(one, id=one.name) for one in functions()]


def test_there_are_functions_to_look_at() -> None:
    assert len(EVERY) > 80


@pytest.mark.parametrize("one", EVERY)
def test_parameters_results_and_refusals_are_named(one: Public) -> None:
    given = [argument.arg for argument in (*one.node.args.args, *one.node.args.kwonlyargs)]
    named = one.part("Parameters")
    assert [name for name in given if not re.search(rf"\b{name}\b", named)] == []
    assert (one.part("Returns") + one.part("Yields")).strip()
    raised = {
        ast.unparse(found.exc.func if isinstance(found.exc, ast.Call) else found.exc).rpartition(".")[2]
        for found in ast.walk(one.node)
        if isinstance(found, ast.Raise) and found.exc is not None
    }
    assert {name for name in raised if name not in one.part("Raises")} == set()


@pytest.mark.parametrize("one", EVERY)
def test_what_is_measured_says_its_unit(one: Public) -> None:
    annotations = [argument.annotation for argument in (*one.node.args.args, *one.node.args.kwonlyargs)]
    told = " ".join(ast.unparse(found) for found in (*annotations, one.node.returns) if found is not None)
    if MEASURED.search(told):
        assert UNIT.search(one.part("Parameters") + one.part("Returns"))


@pytest.mark.parametrize("module", sorted({one.name.partition(".")[0] for one in functions()} - {*LAYOUT}))
def test_a_module_says_where_its_rule_comes_from(module: str) -> None:
    assert SOURCE.search((FOLDER / f"{module}.py").read_text(encoding="utf-8"))
