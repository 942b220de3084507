"""An account is tied to a member of the team."""

from datetime import date

import pytest

from hoanhap.access.models import Account, Grant
from hoanhap.community.models import TeamMember
from hoanhap.community.operations.member_accounts import tie_account
from hoanhap.community.operations.refusals import TeamRefused
from hoanhap.kit.errors import NotFound
from tests.casework.made import LATER


def account(username, role, unit_id):
    made = Account.objects.create(username=username, full_name=f"{username} (mẫu)")
    Grant.objects.create(account=made, role=role, unit_id=unit_id, valid_from=date(2010, 1, 1), reason="mẫu")
    return made


def tie(member, account, by, reason="Phân công (mẫu)"):
    account_id = account.pk if account else None
    return tie_account(member_id=member.pk, account_id=account_id, reason=reason, scope=by, at=LATER)


def test_an_account_of_the_commune_is_tied_and_untied_with_a_reason(made, helper):
    member, own = helper(), account("toivien", "team-member", made.here.pk)

    tie(member, own, made.officer)
    assert TeamMember.objects.get(pk=member.pk).account_id == own.pk
    tie(member, None, made.officer)
    assert TeamMember.objects.get(pk=member.pk).account_id is None
    with pytest.raises(TeamRefused):
        tie(member, own, made.officer, reason=" ")


def test_no_account_of_elsewhere_without_power_or_of_another_member(made, helper):
    member, other = helper(), helper(name="Người khác (mẫu)")
    own = account("toivien", "team-member", made.here.pk)
    tie(other, own, made.officer)

    for wrong, code in (
        (account("xakhac", "team-member", made.there.pk), "account-elsewhere"),
        (account("chutich", "commune-chair", made.here.pk), "account-elsewhere"),
        (own, "account-taken"),
    ):
        with pytest.raises(TeamRefused) as refused:
            tie(member, wrong, made.officer)
        assert [one.code for one in refused.value.problems] == [code]
    with pytest.raises(NotFound):
        tie(member, own, made.neighbour)
    assert TeamMember.objects.get(pk=member.pk).account_id is None
