"""The lists of a draft, one after another, and what their entries are called."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy, pgettext_lazy

from hoanhap.kit.errors import Words
from hoanhap.web.programme.plan_editor_forms import GroupForm, ListForm, PartForm, PartyForm, TaskForm
from hoanhap.web.programme.plan_target_forms import TargetForm


@dataclass(frozen=True)
class Section:
    """One list of a draft, and what its entries are called."""

    key: str
    title: Words
    one: Words
    add: Words
    change: Words
    remove: Words
    form: type[PartForm]


SECTIONS: Final = {
    one.key: one
    for one in (
        Section(
            "parties",
            gettext_lazy("Agencies and who answers for them"),
            gettext_lazy("Agency"),
            gettext_lazy("Add an agency"),
            gettext_lazy("Change the agency"),
            gettext_lazy("Take the agency out"),
            PartyForm,
        ),
        Section(
            "groups",
            gettext_lazy("Groups of solutions"),
            gettext_lazy("Group of solutions"),
            gettext_lazy("Add a group of solutions"),
            gettext_lazy("Change the group of solutions"),
            gettext_lazy("Take the group of solutions out"),
            GroupForm,
        ),
        Section(
            "lists",
            gettext_lazy("Lists of units"),
            pgettext_lazy("of units", "List"),
            gettext_lazy("Add a list of units"),
            gettext_lazy("Change the list of units"),
            gettext_lazy("Take the list of units out"),
            ListForm,
        ),
        Section(
            "targets",
            gettext_lazy("Targets"),
            gettext_lazy("Target"),
            gettext_lazy("Add a target"),
            gettext_lazy("Change the target"),
            gettext_lazy("Take the target out"),
            TargetForm,
        ),
        Section(
            "tasks",
            pgettext_lazy("plan", "Tasks"),
            pgettext_lazy("plan", "Task"),
            gettext_lazy("Add a task"),
            gettext_lazy("Change the task"),
            gettext_lazy("Take the task out"),
            TaskForm,
        ),
    )
}
