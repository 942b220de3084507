"""A form that is sent twice acts once: a double click, an impatient reload, a line that breaks after the act."""

import re
from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from hoanhap.kit.errors import Forbidden, NotFound, Refused
from hoanhap.web.forms import add_problems

TOKEN: Final = "form_token"  # noqa: S105 (the name of a field)
REMEMBERED: Final = 40
_KEY: Final = "forms_done"
_SHAPE: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)


class SeeOther(HttpResponseRedirect):
    """After a form was accepted: look there, with GET."""

    status_code = 303


def new_token() -> str:
    """What marks one showing of one form."""
    return uuid4().hex


def once(request: HttpRequest, act: Callable[[], str]) -> SeeOther:
    """Carry `act` out and go to the address it gives; if this very form was carried out before, only go there.

    The memory of what was done is written in the transaction of the act itself, under a lock on the form's token:
    of two requests at the same moment the second waits, then sees what the first did.
    """
    token = request.POST.get(TOKEN, "")
    if not _SHAPE.fullmatch(token):
        with transaction.atomic():
            return SeeOther(act())
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [token])
        if done := _done_before(request).get(token):
            return SeeOther(done)
        address = act()
        _remember(request, token, address)
    return SeeOther(address)


def answer(
    request: HttpRequest,
    form: forms.BaseForm,
    act: Callable[[], str],
    *,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """The page of a form. A form that is right is carried out once; a refused one comes back whole, with status 422."""
    if form.is_bound and form.is_valid():
        try:
            return once(request, act)
        except (NotFound, Forbidden):
            raise
        except Refused as refused:
            add_problems(form, refused)
    status = 422 if form.errors else 200
    token = request.POST.get(TOKEN) or new_token()
    return render(request, template, {**context, "form": form, "form_token": token}, status=status)


def _done_before(request: HttpRequest) -> dict[str, str]:
    """The newest state of the session, not the one that this request began with."""
    if not request.session.session_key:
        return {}
    fresh = request.session.__class__(request.session.session_key)
    return dict(fresh.get(_KEY, {}))


def _remember(request: HttpRequest, token: str, address: str) -> None:
    done = {**_done_before(request), token: address}
    request.session[_KEY] = dict(list(done.items())[-REMEMBERED:])
    request.session.save()
