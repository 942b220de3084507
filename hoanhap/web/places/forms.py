"""What is asked on the pages about places."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.web.forms import DayField, LineField


class AsOf(forms.Form):
    """The day whose map is shown."""

    on = DayField(label=_("Map of the day"), required=False, may_be_ahead=True)


class FindPlace(AsOf):
    """A day, and perhaps a place."""

    q = LineField(
        label=pgettext_lazy("search", "Place"),
        help_text=_("Name, old name or code; tones and the word for the kind may be left out"),
        required=False,
        max_length=120,
    )
