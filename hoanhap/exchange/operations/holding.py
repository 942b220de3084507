"""One pair of hands at a time on a batch. Lock order: the batch, then whatever the operations of other rooms lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import OperationalError, transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.exchange.models import Batch
from hoanhap.exchange.operations.staging import IMPORT
from hoanhap.kit.errors import NotFound, Problem, Refused

LOCK_NOT_AVAILABLE = "55P03"


class Busy(Refused):
    """Somebody else, or another window, works on this list right now."""


def no_such_batch() -> NotFound:
    return NotFound(Problem("no-such-import", _("There is no such list.")))


def reached_batch(batch_id: UUID, *, scope: Scope) -> Batch:
    """The batch, if the scope brought it. Raises NotFound."""
    batch = Batch.objects.visible_to(scope, IMPORT).filter(pk=batch_id).first()
    if batch is None:
        raise no_such_batch()
    return batch


@contextmanager
def held(batch_id: UUID, *, scope: Scope) -> Iterator[Batch]:
    """The batch, locked until the end of the transaction that begins here. Raises NotFound, Busy."""
    with transaction.atomic():
        try:
            batch = (
                Batch.objects.visible_to(scope, IMPORT)
                .select_for_update(nowait=True)
                .filter(pk=batch_id)
                .first()
            )
        except OperationalError as refused:
            if getattr(refused.__cause__, "sqlstate", "") != LOCK_NOT_AVAILABLE:
                raise
            raise Busy(
                Problem(
                    "import-busy",
                    _(
                        "This list is being entered in another window at this moment. Wait until it is done, then reload."
                    ),
                )
            ) from None
        if batch is None:
            raise no_such_batch()
        yield batch
