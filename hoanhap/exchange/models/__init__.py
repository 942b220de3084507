from hoanhap.exchange.models.imports import Batch, BatchRow

__all__ = ["Batch", "BatchRow"]
