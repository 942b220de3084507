"""Operations of one migration whose tables are drawn once for all of them, instead of once for each."""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

# What a table has from the beginning if it was drawn with it.
DRAWN = (AddConstraint, AddField, AddIndex)


class AtOnce(Operation):
    """Operations that need not see the state between them, such as the tables of a new room or a few new fields.

    After each operation Django draws every model anew that is related to a changed one: with 150 tables, all of them
    related, that is most of the time a fresh database takes. In here the models are drawn once, as they are after the
    last operation; each operation then does its work in the database. A table that is made in here is therefore made
    with the fields, indexes and constraints that it is given later in here. Goes forward only.
    """

    reversible = False
    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Follow all operations on paper; whoever asks for a model next has them drawn."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Each in its turn, all of them with the models of the end."""
        made = {one.name_lower for one in self.operations if isinstance(one, CreateModel)}
        for operation in self.operations:
            if isinstance(operation, DRAWN) and operation.model_name.lower() in made:
                continue
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """There is no way back."""
        raise NotImplementedError("AtOnce goes forward only")

    def describe(self) -> str:
        """For the output of `migrate`."""
        return f"{len(self.operations)} operations at once"
