"""The address of the page of the day."""

from django.urls import path

from hoanhap.web.today import page

urlpatterns = [path("", page.today, name="today")]
