"""Promises about files: short, without domain words in the kit, with a legal basis, without dead links."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {".git", ".venv", "var", "build", "dist", "node_modules", "__pycache__", ".hypothesis"}
WRITTEN = {".py", ".html", ".css", ".js", ".md", ".yaml", ".yml", ".toml", ".sql", ".typ", ".txt"}
LONGEST = 500


def files(*suffixes: str, under: str = "") -> Iterator[Path]:
    """Files of the repository that somebody wrote, tools' folders left out."""
    for path in sorted((ROOT / under).rglob("*")):
        inside = path.relative_to(ROOT)
        hidden = any(part.startswith(".") and part != ".ci" for part in inside.parts)
        if path.is_file() and path.suffix in suffixes and not hidden and not SKIPPED & set(inside.parts):
            yield path


def name(path: Path) -> str:
    """As one would type it."""
    return path.relative_to(ROOT).as_posix()


def test_no_file_is_longer_than_a_reader_s_patience():
    lengths = {
        name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in files(*WRITTEN)
        if "migrations" not in path.parts  # written by Django
    }

    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_nothing_of_the_machine_it_was_written_on_is_left():
    pattern = re.compile(r"(?<![\w.])/(?:work|root|home/\w+)/")
    found = {
        name(path): match[0]
        for path in files(*WRITTEN, ".lock", ".in", ".sh", ".csv", ".po")
        if path != Path(__file__) and (match := pattern.search(path.read_text(encoding="utf-8")))
    }

    assert found == {}


def code_words() -> set[str]:
    """The code words of docs/words.md: the column of the table whose heading says so."""
    words: set[str] = set()
    column = None
    for line in (ROOT / "docs" / "words.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.lstrip().startswith("|"):
            column = None
        elif column is None:
            heads = [cell.lower() for cell in cells]
            column = next((at for at, head in enumerate(heads) if "code" in head or "mã nguồn" in head), None)
        elif column < len(cells) and not set(cells[column]) <= set("-: "):
            words |= {word.lower() for word in re.findall(r"`([A-Za-z_]+)`", cells[column])}
    return words


def identifiers(path: Path) -> set[str]:
    """The single words of every name that a module defines or uses."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for attribute in ("id", "name", "attr", "arg", "asname", "module"):
            value = getattr(node, attribute, None)
            if isinstance(value, str):
                names.add(value)
    return {part.lower() for full in names for part in re.findall(r"[A-Z]?[a-z]+", full)}


def test_the_kit_knows_no_domain_word():
    words = code_words()
    assert len(words) > 10, "docs/words.md has a table with a column of code words"

    used = {name(path): identifiers(path) & words for path in files(".py", under="hoanhap/kit")}

    assert {path: found for path, found in used.items() if found} == {}


DEFINITIONS = list(files(".yaml", under="definitions"))


@pytest.mark.parametrize("path", DEFINITIONS, ids=name)
def test_every_definition_loads_and_says_on_what_it_rests(path):
    content = yaml.safe_load(path.read_text(encoding="utf-8"))

    assert isinstance(content, dict)
    assert content.get("code"), "a definition has a code"
    if path.parent.name == "plans":  # a plan is a document itself, in the words of who issued it
        assert all(len(content[key]) > 5 for key in ("number", "issuer", "source", "title"))
        return
    basis = content.get("legal_basis") or content.get("in_force", {}).get("legal_basis")
    assert isinstance(basis, str)
    assert len(basis) > 10
    title = content.get("title", {})
    assert set(title) == {"vi", "en"}, "a definition has a title in both languages"


def test_codes_of_definitions_are_used_once_in_each_kind():
    seen: dict[tuple[str, str, str], str] = {}
    for path in DEFINITIONS:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        kind = path.relative_to(ROOT / "definitions").parts[0]
        key = (kind, content["code"], str(content.get("edition", "")))
        assert key not in seen, f"{name(path)} repeats {seen[key]}"
        seen[key] = name(path)


BANNED = re.compile(r"con nghiện|đối tượng", re.IGNORECASE)


def test_people_are_called_people():
    found = [
        f"{name(path)}: {entry.msgid}"
        for path in files(".po", under="hoanhap")
        for entry in polib.pofile(str(path))
        if BANNED.search(entry.msgstr + " ".join(entry.msgstr_plural.values()))
    ]
    found += [
        name(path)
        for path in files(".html", ".typ", under="hoanhap")
        if BANNED.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


DOCUMENTS = list(files(".md"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_documents_point_to_things_that_exist(path):
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    missing: list[str] = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        file = target.partition("#")[0]
        if (
            file
            and "://" not in target
            and not target.startswith("mailto:")
            and not (path.parent / file).exists()
        ):
            missing.append(target)
    tops = "hoanhap|tests|definitions|docs|scripts|examples|requirements|\\.ci"
    missing += [
        quoted
        for quoted in re.findall(rf"`((?:{tops})/[\w./-]+)`", text)
        if not (ROOT / quoted.rstrip("/")).exists()
    ]

    assert missing == []


def test_the_coverage_names_functions_and_tests_that_exist():
    text = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    missing = []
    for file, function in re.findall(r"`([\w./-]+\.py)::?:?(\w+)`", text):
        path = ROOT / file
        if not path.exists() or not re.search(
            rf"^\s*(?:def|class) {function}\b", path.read_text(), re.MULTILINE
        ):
            missing.append(f"{file}::{function}")

    assert missing == []


def test_the_readme_explains_every_make_target():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)) - {"help"}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert {target for target in targets if f"`make {target}`" not in readme} == set()


def test_the_locks_hold_no_address_of_an_index():
    for lock in (ROOT / "requirements").glob("*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text, lock.name
        assert "--hash=sha256:" in text, lock.name
