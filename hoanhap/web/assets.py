"""The few files of other projects that a page needs, served from the packages that carry them.

Nothing of theirs is copied into this repository, and nothing else of those packages is published: fewer files to
compress at the first start, fewer to answer for.
"""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

FILES = {
    "vendor/bootstrap.min.css": ("bootstrap", "css/bootstrap.min.css"),
    "vendor/bootstrap.min.css.map": ("bootstrap", "css/bootstrap.min.css.map"),
    "vendor/htmx.min.js": ("django_htmx", "static/django_htmx/htmx-2.min.js"),
    "vendor/BeVietnamPro-Regular.ttf": ("fontpkg_be_vietnam_pro", "files/BeVietnamPro-Regular.ttf"),
    "vendor/BeVietnamPro-SemiBold.ttf": ("fontpkg_be_vietnam_pro", "files/BeVietnamPro-SemiBold.ttf"),
}


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"The package {package} is not installed.", name=package)
    return Path(next(iter(spec.submodule_search_locations)))


class Renamed(FileSystemStorage):
    """A package's folder in which the published names stand for the package's own."""

    def __init__(self, package: str, names: dict[str, str]) -> None:
        super().__init__(location=_folder(package))
        self.names = names

    def path(self, name: str) -> str:
        return super().path(self.names[name])


class PackageFinder(BaseFinder):
    """Finds the files named in `FILES`, and only those."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        packages: dict[str, dict[str, str]] = {}
        for published, (package, inside) in FILES.items():
            packages.setdefault(package, {})[published] = inside
        self.storages = {package: Renamed(package, names) for package, names in packages.items()}

    def check(self, **_kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:
        if path not in FILES:
            return []
        found = self.storages[FILES[path][0]].path(path)
        return [found] if find_all else found

    def list(self, _ignored: Any) -> Iterator[tuple[str, Renamed]]:
        for published, (package, _inside) in FILES.items():
            yield published, self.storages[package]
