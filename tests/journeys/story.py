"""Given, when, then: a failing journey says at which sentence it failed."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _told(kind: str, sentence: str) -> Iterator[None]:
    try:
        yield
    except BaseException as failure:
        failure.add_note(f"while: {kind} {sentence}")
        raise


def given(sentence: str):
    """What is so before."""
    return _told("given", sentence)


def when(sentence: str):
    """What somebody does."""
    return _told("when", sentence)


def then(sentence: str):
    """What they see."""
    return _told("then", sentence)
