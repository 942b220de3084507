"""Every component with its states, on one page. Its words are samples: Vietnamese, as people will read them."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hoanhap.kit.errors import Problem
from hoanhap.kit.paging import Page
from hoanhap.web.access import SIGNED_IN, StaffRequest, needs
from hoanhap.web.ui import samples

PAGES = {
    "not-found": "errors/not_found.html",
    "bad-request": "errors/bad_request.html",
    "csrf-failed": "errors/csrf_failed.html",
    "server-error": "errors/server_error.html",
    "locked-out": "access/locked_out.html",
}


class Sample(forms.Form):
    """One field of every sort."""

    name = forms.CharField(label="Họ và tên", help_text="Như trên giấy tờ, có dấu.")
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    place = forms.ChoiceField(
        label="Xã, phường", choices=[("", "Chọn…"), ("1", "Xã Mẫu Một"), ("2", "Phường Mẫu Hai")]
    )
    sex = forms.ChoiceField(
        label="Giới tính", choices=[("male", "Nam"), ("female", "Nữ")], widget=forms.RadioSelect
    )
    kinds = forms.MultipleChoiceField(
        label="Giấy tờ kèm theo",
        choices=[("a", "Đơn đăng ký"), ("b", "Bản sao căn cước"), ("c", "Phiếu kết quả xác định")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreed = forms.BooleanField(
        label="Đã giải thích cho người cai nghiện", help_text="Bằng lời, trước khi ký."
    )
    happened_on = forms.DateField(label="Ngày quyết định")
    paper = forms.FileField(label="Danh sách người cai nghiện", help_text="Tệp .xlsx, tối đa 5 MB.")


def _for_developers() -> None:
    if not (settings.DEBUG or getattr(settings, "DEVELOPERS_MODE", False)):
        raise Http404


@needs(SIGNED_IN)
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The gallery; outside developers' mode there is nothing at this address."""
    _for_developers()
    wrong = Sample({"name": "", "place": "9", "happened_on": "31/02/2018", "sex": "", "note": "Đã gọi điện."})
    wrong.is_valid()
    return render(
        request,
        "ui/index.html",
        {
            "form": Sample(),
            "wrong": wrong,
            "problems": [
                Problem("sample", "Ngày cấp giấy chứng nhận phải sau ngày hết thời hạn 21/12/2017.")
            ],
            "page": Page(rows=list(range(25)), number=4, size=25, total=1234),
            "first_page": Page(rows=list(range(7)), number=1, size=25, total=7),
            "charts": samples.charts(),
            "tones": ["neutral", "good", "warn", "late", "info"],
        },
    )


@needs(SIGNED_IN)
@require_safe
def page(request: StaffRequest, name: str) -> HttpResponse:
    """One of the pages that are otherwise seen only when something goes wrong."""
    _for_developers()
    if name not in PAGES:
        raise Http404
    return render(request, PAGES[name], {"minutes": 15})
