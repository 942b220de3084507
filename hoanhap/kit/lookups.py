"""One lookup that Django lacks: membership in a list that travels as one array, however long it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, ForeignKey, Lookup
from django.db.models.sql.compiler import SQLCompiler


@CharField.register_lookup
@ForeignKey.register_lookup
class AnyOf(Lookup):
    """`field__anyof=ids`: as `__in`, but hundreds of ids are one parameter, and no time goes into placeholders."""

    lookup_name = "anyof"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """`column = ANY(array)`; the array is written here once, because drivers take it item by item."""
        left, params = self.process_lhs(compiler, connection)
        written = self.rhs.written if isinstance(self.rhs, OneArray) else array_of(self.rhs)
        return f"{left} = ANY(%s::text[])", (*params, written)


@dataclass(frozen=True)
class OneArray:
    """Texts written as an array already: Django neither walks through them nor compares them one by one."""

    written: str


@lru_cache(maxsize=64)
def one_array(texts: frozenset[str]) -> OneArray:
    """The same texts are written once, however many queries of a page narrow by them."""
    return OneArray(array_of(texts))


def array_of(texts: Iterable[str]) -> str:
    """The texts as PostgreSQL writes an array, each quoted."""
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in sorted(texts))
    return "{" + ",".join(f'"{text}"' for text in quoted) + "}"
