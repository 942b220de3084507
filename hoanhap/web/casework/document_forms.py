"""The forms of a paper: what is filled in, when it is issued, why it is withdrawn."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from hoanhap.casework.rules.paper_forms import PaperForm
from hoanhap.web.forms import DayField, KeyField, LineField, ProseField
from hoanhap.web.templatetags.casework import said


class Blanks(forms.Form):
    """What no record holds, and who issues and signs the paper."""

    def __init__(self, data: Any, *, form: PaperForm, offices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for ask in form.asks:
            field = ProseField if ask.is_long else LineField
            self.fields[f"ask_{ask.code}"] = field(
                label=said(ask.title),
                required=False,
                max_length=4000 if ask.is_long else 500,
                help_text=_("Needed before the paper is issued") if ask.is_required else "",
            )
        if form.written_by == "office":
            self.fields["issuer"] = KeyField(
                label=_("Office that issues the paper"),
                required=False,
                choices=[("", _("– choose –")), *offices],
            )
            self.fields["signer_name"] = LineField(
                label=_("Name of the signer"), required=False, max_length=150
            )
            self.fields["signer_position"] = LineField(
                label=_("Position of the signer"),
                required=False,
                max_length=150,
                help_text=_("Empty for the head of the office. For a deputy: KT. Chủ tịch/Phó Chủ tịch"),
            )

    @property
    def given(self) -> dict[str, Any]:
        """What the operation takes."""
        told = self.cleaned_data
        return {
            "answers": {name[4:]: text for name, text in told.items() if name.startswith("ask_")},
            "issuer_id": told.get("issuer"),
            "signer_name": told.get("signer_name", ""),
            "signer_position": told.get("signer_position", ""),
        }


class Issue(forms.Form):
    """The day, and a reserved number where one was kept."""

    on = DayField(label=gettext_lazy("Day of the paper"))
    reserved = KeyField(
        label=gettext_lazy("Number"),
        required=False,
        help_text=gettext_lazy("The next number of the office, unless one was reserved for this paper."),
    )

    def __init__(self, data: Any, *, free: list[tuple[str, str]], has_number: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if has_number and free:
            self.fields["reserved"].choices = [("", _("The next number")), *free]  # type: ignore[attr-defined]
        else:
            del self.fields["reserved"]


class Void(forms.Form):
    """Why."""

    reason = LineField(label=pgettext_lazy("paper", "Reason"), max_length=300)
