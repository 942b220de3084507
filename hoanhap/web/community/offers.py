"""Providers, what they offer, the programmes, who was sent to a provider, and the letters."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.community.operations import letters as letter_operations
from hoanhap.community.operations import offers as operations
from hoanhap.community.queries import letters as letter_queries
from hoanhap.community.queries import offers as queries
from hoanhap.community.queries import programmes as programme_queries
from hoanhap.kit.errors import Words
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import office_choices
from hoanhap.web.community.forms import Withdrawal
from hoanhap.web.community.offer_forms import ChangedProvider, NewLetter, NewOffer, NewProvider
from hoanhap.web.paging import page_number
from hoanhap.web.residence.around import form_page, signer

READ: Final = "community.read"
WRITE: Final = "community.write"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@needs(READ)
def providers(request: StaffRequest) -> HttpResponse:
    """The register of providers."""
    page = queries.provider_list(scope=request.scope, on=timezone.localdate(), number=page_number(request))
    return render(request, "community/providers.html", {"page": page, "may_write": request.scope.may(WRITE)})


@require_GET
@needs(READ)
def programmes(request: StaffRequest) -> HttpResponse:
    """The programmes of help with hints at who is entitled, and how many got support under each this year."""
    today = timezone.localdate()
    return render(
        request,
        "community/programmes.html",
        {
            "lines": programme_queries.programme_lines(scope=request.scope, on=today),
            "file": programme_queries.programmes(today),
            "year": today.year,
        },
    )


@get_or_post
@needs(WRITE)
def register(request: StaffRequest) -> HttpResponse:
    """A provider enters the register."""
    form = NewProvider(
        request.POST or None,
        initial={"valid_from": timezone.localdate()},
        offices=office_choices(request.scope, WRITE, on=timezone.localdate()),
    )

    def act(typed: dict[str, Any]) -> str:
        made = operations.register_provider(**typed, scope=request.scope, at=timezone.now())
        return reverse("provider", args=[made.pk])

    return form_page(
        request,
        form,
        act,
        heading=_("Register a provider"),
        done=_("The provider was registered. Now record what it offers."),
        crumbs=[_providers()],
        back=reverse("providers"),
    )


@require_GET
@needs(READ)
def provider(request: StaffRequest, provider_id: UUID) -> HttpResponse:
    """One provider: what it offers, whom of the reader's people was sent there, the letters."""
    today = timezone.localdate()
    page = queries.provider_page(provider_id, scope=request.scope, on=today)
    return render(
        request,
        "community/provider.html",
        {
            "provider": page,
            "offers": queries.offers_of(provider_id, scope=request.scope, on=today),
            "page": letter_queries.sent_to(
                provider_id, scope=request.scope, on=today, number=page_number(request)
            ),
            "letters": letter_queries.letters_to(provider_id, scope=request.scope),
            "may_write": request.scope.may(WRITE),
        },
    )


@get_or_post
@needs(WRITE)
def change(request: StaffRequest, provider_id: UUID) -> HttpResponse:
    """Name, place, telephone, and whether it still takes part."""
    page = _ours(request, provider_id)
    initial = {
        "name": page.name,
        "address": page.address,
        "phone": page.phone,
        "is_shared": page.is_shared,
        "valid_until": page.until_on,
    }
    return _at(
        request,
        page,
        ChangedProvider(request.POST or None, initial=initial),
        lambda typed: operations.change_provider(
            provider_id=provider_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Change the provider"),
        done=_("It was changed."),
    )


@get_or_post
@needs(WRITE)
def new_offer(request: StaffRequest, provider_id: UUID) -> HttpResponse:
    """A provider offers something."""
    page = _ours(request, provider_id)
    today = timezone.localdate()
    form = NewOffer(
        request.POST or None, initial={"open_from": today}, programmes=programme_queries.choices(today)
    )
    return _at(
        request,
        page,
        form,
        lambda typed: operations.make_offer(
            provider_id=provider_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Record an offer"),
        done=_("The offer was recorded."),
    )


@get_or_post
@needs(WRITE)
def withdraw_offer(request: StaffRequest, provider_id: UUID, offer_id: UUID) -> HttpResponse:
    """An offer holds no more, or was wrong."""
    page = _ours(request, provider_id)
    line = queries.offer_of(provider_id, offer_id, scope=request.scope, on=timezone.localdate())
    if line is None:
        raise Http404
    return _at(
        request,
        page,
        Withdrawal(request.POST or None),
        lambda typed: operations.withdraw_offer(
            offer_id=offer_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Withdraw this offer"),
        done=_("The offer of help was withdrawn."),
        lead=line.title,
        is_danger=True,
    )


@get_or_post
@needs(WRITE)
def new_letter(request: StaffRequest, provider_id: UUID) -> HttpResponse:
    """A letter about people who were sent to the provider: the code and what is needed, the name only with a consent."""
    today = timezone.localdate()
    page = queries.provider_page(provider_id, scope=request.scope, on=today)
    sent = letter_queries.sent_to(provider_id, scope=request.scope, on=today)
    listed: list[tuple[str, Words]] = [
        (
            str(one.referral_id),
            _("%(name)s (%(code)s), %(need)s – named in the letter")
            % {"name": one.masked_name, "code": one.code, "need": one.need}
            if one.may_be_named
            else _("%(name)s (%(code)s), %(need)s – only the code: no consent")
            % {"name": one.masked_name, "code": one.code, "need": one.need},
        )
        for one in sent
        if one.is_open
    ]
    form = NewLetter(
        request.POST or None,
        initial={"signed_by": signer(request)},
        offices=office_choices(request.scope, WRITE, on=today),
        sent=listed,
    )

    def act(typed: dict[str, Any]) -> str:
        keys = [UUID(one) for one in typed.pop("referrals")]
        made = letter_operations.write_letter(
            provider_id=provider_id, referrals=keys, **typed, scope=request.scope, at=timezone.now()
        )
        return reverse("referral-letter", args=[made.pk])

    return _at(
        request,
        page,
        form,
        act,
        heading=_("Write a letter to the provider"),
        done=_("The letter was written."),
        lead=_(
            "The provider is told the name only with a consent; without one, the code and what is needed."
        ),
    )


@require_GET
@needs(WRITE)
def letter(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    """The letter as the provider gets it, to be printed. Whose consent ended meanwhile is named no more."""
    found = letter_queries.letter(letter_id, scope=request.scope, on=timezone.localdate(), at=timezone.now())
    return render(request, "community/letter.html", {"letter": found})


def _ours(request: StaffRequest, provider_id: UUID) -> queries.ProviderLine:
    page = queries.provider_page(provider_id, scope=request.scope, on=timezone.localdate())
    if not page.is_ours:
        raise Http404
    return page


def _at(
    request: StaffRequest,
    page: queries.ProviderLine,
    form: Any,
    act: Any,
    *,
    heading: str,
    done: str,
    **more: Any,
) -> HttpResponse:
    back = reverse("provider", args=[page.id])
    return form_page(
        request,
        form,
        act,
        heading=heading,
        done=done,
        crumbs=[_providers(), (page.name, back)],
        back=back,
        kicker=page.unit_name,
        **more,
    )


def _providers() -> tuple[Words, str]:
    return pgettext("page", "Providers and offers"), reverse("providers")
