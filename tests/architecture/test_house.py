"""The house holds: who imports whom, who may know chance, dates and the kernel, and what is said of each."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "onestop_sim"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 400
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "data", "info", "misc", "common"}
CHANCE = re.compile(r"^(random|secrets|numpy\.random)(\.|$)|^scipy\.stats\.(qmc|rv_)")

every_module = pytest.mark.parametrize("module", MODULES, ids=lambda m: m.relative_to(PACKAGE).as_posix())


def tree_of(module: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(module.read_text(encoding="utf-8"))


def imports_of(module: Path) -> set[str]:
    """Dotted names that a module imports, `from a import b` giving both `a` and `a.b`."""
    names: set[str] = set()
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def importers_of(library: str) -> set[str]:
    """Modules of the package that import a top-level library."""
    return {
        module.relative_to(PACKAGE).as_posix()
        for module in MODULES
        if any(name.split(".")[0] == library for name in imports_of(module))
    }


def public_things(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Public functions and classes, with the public methods of public classes; overloads and stubs aside."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            marks = {ast.unparse(mark) for mark in child.decorator_list}
            if child.name.startswith("_") or marks & {"overload", "typing.overload", "override"}:
                continue
            yield prefix + child.name, child
            if isinstance(child, ast.ClassDef):
                yield from public_things(child, f"{prefix}{child.name}.")


def test_an_upper_room_may_import_a_lower_one_never_the_other_way(monkeypatch):
    """import-linter finds every contract of pyproject.toml kept."""
    monkeypatch.chdir(ROOT)
    assert lint_imports(cache_dir=None) == EXIT_STATUS_SUCCESS


def test_the_engine_alone_knows_the_kernel():
    """SimPy is imported in engine/ or nowhere."""
    assert {name for name in importers_of("simpy") if not name.startswith("engine/")} == set()


def test_only_the_clock_and_the_app_know_dates():
    """The date library is imported by clock.py and at the edge, app/, or nowhere."""
    strangers = importers_of("datetime") | importers_of("time")
    assert {name for name in strangers if name != "clock.py" and not name.startswith("app/")} == set()


@every_module
def test_chance_comes_from_the_dice_alone(module):
    """No module reaches for a generator of random numbers: plan/dice.py computes its draws from addresses."""
    assert {name for name in imports_of(module) if CHANCE.match(name)} == set()
    called = {node.attr for node in ast.walk(tree_of(module)) if isinstance(node, ast.Attribute)}
    assert called & {"random", "default_rng", "rvs", "urandom", "uuid4"} == set()


@every_module
def test_everything_public_says_what_it_is(module):
    """Every module, public class and public function has a docstring."""
    tree = tree_of(module)
    mute = [name for name, node in public_things(tree) if not ast.get_docstring(node)]  # type: ignore[arg-type]
    assert ast.get_docstring(tree) or not tree.body, "the module has no docstring"
    assert mute == []


@every_module
def test_a_module_can_be_read_in_one_sitting(module):
    """No module is longer than 400 lines."""
    n_lines = module.read_text(encoding="utf-8").count("\n")
    assert n_lines <= LONGEST


@every_module
def test_a_name_says_what_is_inside(module):
    """Nothing is called utils, helpers, manager, data or info."""
    parts = {*module.relative_to(PACKAGE).with_suffix("").parts}
    assert parts & EMPTY_NAMES == set()


@pytest.mark.parametrize(
    "test_file",
    sorted((ROOT / "tests").rglob("test_*.py")),
    ids=lambda f: f.relative_to(ROOT / "tests").as_posix(),
)
def test_every_test_states_its_law(test_file):
    """Each test has a docstring."""
    mute = [
        node.name
        for node in ast.walk(tree_of(test_file))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert mute == []
