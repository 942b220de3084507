"""Signing in and out, one's own account, and the accounts of the area."""

from django.urls import path

from hoanhap.web.accounts import own, reviews, second_factor, sign_in, staff

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/code/", second_factor.code, name="sign-in-code"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("language/", sign_in.choose_language, name="language"),
    path("account/", own.show, name="account"),
    path("account/password/", own.change_password, name="account-password"),
    path("account/second-factor/", second_factor.show, name="second-factor"),
    path("account/second-factor/begin/", second_factor.begin, name="second-factor-begin"),
    path("account/second-factor/confirm/", second_factor.confirm, name="second-factor-confirm"),
    path("account/sessions/<uuid:session_id>/end/", own.revoke, name="account-session-end"),
    path("accounts/", staff.index, name="accounts"),
    path("accounts/reviews/", reviews.roles_due, name="role-reviews"),
    path("accounts/new/", staff.open_account, name="account-new"),
    path("accounts/<uuid:account_id>/", staff.show, name="account-of"),
    path("accounts/<uuid:account_id>/roles/new/", staff.give_role, name="account-role-new"),
    path("accounts/<uuid:account_id>/roles/<uuid:grant_id>/end/", staff.end_role, name="account-role-end"),
    path("accounts/<uuid:account_id>/password/", staff.set_password, name="account-password-set"),
    path("accounts/<uuid:account_id>/second-factor/", staff.take_second_factor, name="account-second-factor"),
    path("accounts/<uuid:account_id>/close/", staff.close, name="account-close"),
]
