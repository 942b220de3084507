"""The addresses of the pages about substitution treatment."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
