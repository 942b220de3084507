"""The names by which a person is found."""

from hoanhap.people.models import Person, PersonName


def call_by_every_name(person: Person) -> None:
    """Repeat, for the index that finds people, the other names in force and the names of the files merged into this one."""
    own = PersonName.objects.filter(person=person, retired_at__isnull=True).order_by("id")
    merged = Person.objects.filter(merged_into=person).order_by("id")
    names = [*own.values_list("name", flat=True), *merged.values_list("full_name", flat=True)]
    person.also_called = " / ".join(names)
    person.save(update_fields=["also_called"])
