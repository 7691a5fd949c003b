"""The page of what the search box in the header found."""

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .finding import search


class SearchForm(forms.Form):
    q = forms.CharField(label=_("查找"), max_length=60, required=False)


@require_safe
def search_all(request):
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    groups = list(search(text, request.user)) if text else []
    context = {"text": text, "groups": groups, "searched": text}
    return render(request, "tasks/search.html", context)
