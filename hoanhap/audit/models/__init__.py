from .entries import Entry
from .links import Head, Link

__all__ = ["Entry", "Head", "Link"]
