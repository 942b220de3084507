#!/usr/bin/env python3
"""Change the deadline code in one place at a time and see whether its tests notice: at least nine of ten times.

    python scripts/mutants.py [--only NAME] [--every N] [--jobs N] [--show]

Each mutant differs from the code by one operator, number, condition or answer. No file is touched: the tests are
collected once, and for each mutant a child process takes the changed code and runs them until the first that fails. A
mutant that hangs is caught, too. Prints what survived, writes `var/proof/mutants.json`, and fails below 90 %.
"""

import argparse
import ast
import copy
import gc
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import time, timedelta
from pathlib import Path
from time import monotonic, sleep
from types import FunctionType

import pytest

ROOT = Path(__file__).resolve().parents[1]
LEAST = 0.9
HANGS = 5.0
"""Processor seconds that no single test of these needs."""
PLAIN = (int, float, str, tuple, frozenset, time, timedelta)
"""What a constant of a module may be."""
RULES = [
    "tests/casework/rules/test_terms.py",
    "tests/casework/rules/test_duties.py",
    "tests/casework/rules/test_persons.py",
    "tests/casework/rules/test_forms.py",
    "tests/casework/rules/test_states.py",
    "tests/casework/rules/test_transitions.py",
    "tests/casework/rules/test_management_deadlines.py",
    "tests/casework/rules/test_rehabilitation_deadlines.py",
    "tests/casework/rules/test_rehabilitation_sequels.py",
    "tests/casework/test_deadlines.py",
]
TARGETS = {
    "hoanhap/kit/calendar.py": ["tests/kit/test_calendar.py", "tests/casework/test_deadlines.py"],
    "hoanhap/casework/rules/terms.py": RULES,
    "hoanhap/casework/rules/duties.py": RULES,
}
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
NAMES = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "next_working": "previous_working",
    "previous_working": "next_working",
}


@dataclass(frozen=True)
class Mutant:
    """One change: in which file and line, what it was and what it became."""

    file: str
    line: int
    was: str
    became: str
    tree: ast.Module

    def __str__(self) -> str:
        return f"{self.file}:{self.line}  {self.was}  →  {self.became}"


Change = Callable[[ast.AST], None]


def changes_of(node: ast.AST) -> Iterator[Change]:
    """The ways to change one node, each as a function that changes such a node of a copy of the tree."""
    match node:
        case ast.Compare(ops=ops):
            for place, op in enumerate(ops):
                if type(op) in COMPARISONS:
                    yield _set("ops", COMPARISONS[type(op)](), place)
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in OPERATORS:
            yield _set("op", OPERATORS[type(op)]())
        case ast.BoolOp(op=op):
            yield _set("op", ast.And() if isinstance(op, ast.Or) else ast.Or())
        case ast.Name(id=name) if name in NAMES:
            yield _set("id", NAMES[name])
        case ast.Attribute(attr=name) if name in NAMES:
            yield _set("attr", NAMES[name])
        case ast.Constant(value=value):
            yield from _other_values(value)
        case _:
            yield from _other_ways(node)


def _other_values(value: object) -> Iterator[Change]:
    if isinstance(value, bool):
        yield _set("value", not value)
    elif isinstance(value, int):
        yield _set("value", value + 1)
        yield _set("value", value - 1)


def _other_ways(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            yield _set("test", ast.UnaryOp(ast.Not(), test))
        case ast.Return(value=value) if value is not None and not isinstance(value, ast.Constant):
            yield _set("value", ast.Constant(None))
        case ast.Continue():
            yield _become(ast.Break())
        case ast.comprehension(ifs=[_, *_]):
            yield _set("ifs", [])


def _set(name: str, value: object, place: int | None = None) -> Change:
    def change(node: ast.AST) -> None:
        if place is None:
            setattr(node, name, value)
        else:
            getattr(node, name)[place] = value

    return change


def _become(other: ast.AST) -> Change:
    def change(node: ast.AST) -> None:
        node.__class__ = other.__class__

    return change


def mutants_of(file: str) -> Iterator[Mutant]:
    """All mutants of a file. Docstrings, annotations and decorators stay: they decide nothing."""
    source = (ROOT / file).read_text(encoding="utf-8")
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    left = {id(part) for node in nodes for told in _said_only(node) for part in ast.walk(told)}
    for place, node in enumerate(nodes):
        if id(node) in left:
            continue
        for change in changes_of(node):
            changed = copy.deepcopy(tree)
            other = list(ast.walk(changed))[place]
            change(other)
            ast.fix_missing_locations(changed)
            line = getattr(node, "lineno", 0)
            yield Mutant(file, line, _written(node), _written(other), changed)


def _said_only(node: ast.AST) -> Iterator[ast.AST]:
    """What of a node says something to readers and checkers only."""
    match node:
        case ast.FunctionDef(returns=returns, decorator_list=decorators):
            yield from decorators
            if returns is not None:
                yield returns
        case ast.ClassDef(decorator_list=decorators):
            yield from decorators
        case ast.arg(annotation=ast.expr() as annotation) | ast.AnnAssign(annotation=annotation):
            yield annotation
        case ast.Raise(exc=ast.expr() as exc):
            yield exc
        case ast.Assert():
            yield node


def _written(node: ast.AST) -> str:
    try:
        text = ast.unparse(node)
    except (AttributeError, ValueError):
        text = type(node).__name__
    first = text.splitlines()[0] if text else type(node).__name__
    return first if len(first) <= 70 else f"{first[:67]}…"


def put_in_place(mutant: Mutant) -> None:
    """Give the functions of the loaded module the code of the mutant, wherever they have been imported already."""
    module = sys.modules[_module_of(mutant.file)]
    changed: dict[str, object] = {"__name__": module.__name__, "__file__": module.__file__}
    exec(compile(mutant.tree, str(ROOT / mutant.file), "exec"), changed)  # nosec B102
    for name, value in list(vars(module).items()):
        other = changed.get(name)
        if isinstance(value, type) and isinstance(other, type) and value.__module__ == module.__name__:
            for part, held in list(vars(value).items()):
                _give_code(held, vars(other).get(part))
        elif not _give_code(value, other) and name in changed and isinstance(value, PLAIN):
            setattr(module, name, other)


def _give_code(old: object, new: object) -> bool:
    old, new = _function_in(old), _function_in(new)
    if not isinstance(old, FunctionType) or not isinstance(new, FunctionType):
        return False
    if old.__code__.co_freevars == new.__code__.co_freevars:
        old.__code__ = new.__code__
        old.__defaults__, old.__kwdefaults__ = new.__defaults__, new.__kwdefaults__
    return True


def _function_in(held: object) -> object:
    """The function inside a property, a class method or a cache."""
    for name in ("fget", "func", "__func__", "__wrapped__"):
        inner = getattr(held, name, None)
        if isinstance(inner, FunctionType):
            return inner
    return held


def _module_of(file: str) -> str:
    return file.removesuffix(".py").replace("/", ".")


@dataclass(frozen=True)
class Line:
    """What came of one file."""

    file: str
    caught: int
    mutants: int
    survived: list[str]

    def __str__(self) -> str:
        return f"{self.file}: {self.caught} of {self.mutants} caught ({self.caught / self.mutants:.1%})"


class Proof:
    """A plugin of pytest: the tests are collected once, and then run for each mutant in a child that starts there."""

    def __init__(self, *, only: str, every: int, jobs: int, show: bool) -> None:
        self.only, self.every, self.jobs, self.show = only, every, jobs, show
        self.lines: list[Line] = []
        self.is_child = False

    def pytest_collection(self) -> None:
        """Examples are looked for as always, but a failing one need not be made small."""
        from hypothesis import Phase, settings

        settings.register_profile(
            "mutants", phases=[Phase.explicit, Phase.generate], max_examples=40, database=None, deadline=None
        )
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> None:
        """In a child the first failure decides; nobody reads a report of it."""
        if self.is_child and call.excinfo is not None:
            os._exit(1)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of running the tests once."""
        gc.freeze()  # so that the children share the memory of what was loaded
        for file, paths in TARGETS.items():
            if self.only in file and (ROOT / file).exists():
                items = [item for item in session.items if item.nodeid.startswith(tuple(paths))]
                items.sort(key=lambda item: hasattr(getattr(item, "obj", None), "hypothesis"))
                self.lines.append(self.try_all(file, items))
        return True

    def try_all(self, file: str, items: list[pytest.Item]) -> Line:
        """Every mutant of one file, a few at a time."""
        began = monotonic()
        if self.wait(self.start(None, items), 600):
            raise SystemExit(f"{file}: its tests fail without any change.")
        limit = 5 + 5 * (monotonic() - began)
        waiting = list(mutants_of(file))[:: self.every]
        running: list[tuple[int, Mutant]] = []
        survived: list[str] = []
        total = len(waiting)
        while waiting or running:
            while waiting and len(running) < self.jobs:
                mutant = waiting.pop(0)
                running.append((self.start(mutant, items), mutant))
            child, mutant = running.pop(0)
            caught = self.wait(child, limit)
            if not caught:
                survived.append(str(mutant))
            if self.show or not caught:
                print(f"{'caught  ' if caught else 'SURVIVED'}  {mutant}", flush=True)
        line = Line(file, total - len(survived), total, survived)
        print(f"{line}, {monotonic() - began:.0f} s", flush=True)
        return line

    def start(self, mutant: Mutant | None, items: list[pytest.Item]) -> int:
        """A child that runs the tests on the mutant and ends with 0 only if all pass."""
        child = os.fork()
        if child:
            return child
        try:
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            self.is_child = True
            if mutant is not None:
                put_in_place(mutant)
            for item, after in zip(items, [*items[1:], None], strict=True):
                # Processor seconds of this one test; when they are used up the system ends the child.
                signal.setitimer(signal.ITIMER_PROF, HANGS)
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        except BaseException:  # a mutant that cannot even be loaded is caught
            os._exit(2)
        os._exit(0)

    def wait(self, child: int, limit: float) -> bool:
        """Whether the tests noticed. One that takes much longer than the code itself is caught, too."""
        ends = monotonic() + limit
        while monotonic() < ends:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status) != 0
            sleep(0.005)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return True


def main() -> int:
    """Count the caught and name the survivors."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--only", default="", help="only files whose name holds this")
    asked.add_argument("--every", type=int, default=1, help="take each N-th mutant")
    asked.add_argument("--jobs", type=int, default=2)
    asked.add_argument("--show", action="store_true", help="name the caught ones, too")
    args = asked.parse_args()
    os.chdir(ROOT)
    paths = dict.fromkeys(
        path
        for file, tests in TARGETS.items()
        if args.only in file
        for path in tests
        if (ROOT / path).exists()
    )
    proof = Proof(only=args.only, every=args.every, jobs=args.jobs, show=args.show)
    options = ["-q", "-p", "no:cacheprovider", "--no-header", "--no-summary", "--hypothesis-seed=0", "-s"]
    ended = pytest.main([*options, *paths], plugins=[proof])
    total, caught = sum(line.mutants for line in proof.lines), sum(line.caught for line in proof.lines)
    if ended or not total:
        print(f"The tests could not be collected: {ended!r}")
        return 2
    target = ROOT / "var" / "proof" / "mutants.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps([asdict(line) for line in proof.lines], indent=2, ensure_ascii=False) + "\n")
    print(
        f"{caught} of {total} mutants caught ({caught / total:.1%}); at least {LEAST:.0%} of each file are asked for."
    )
    return 0 if all(line.caught >= LEAST * line.mutants for line in proof.lines) else 1


if __name__ == "__main__":
    sys.exit(main())
