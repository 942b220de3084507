from .imports import Batch, BatchRow

__all__ = ["Batch", "BatchRow"]
