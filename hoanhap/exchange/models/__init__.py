from hoanhap.exchange.models.imports import Batch, BatchRow
from hoanhap.exchange.models.lists import Comparison, ListedPerson, ListedRow, SourceList

__all__ = ["Batch", "BatchRow", "Comparison", "ListedPerson", "ListedRow", "SourceList"]
