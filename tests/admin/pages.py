"""The staff pages as a browser posts them: every field of a page, as it stands."""

from django.forms import CheckboxInput, FileInput, MultiWidget
from django.urls import reverse

from tests.factories import make_user


def signed_in(client, *, role=None, **fields):
    """Sign in as someone of a role; returns who."""
    user = make_user(role=role, **fields)
    client.force_login(user)
    return user


def change_url(row):
    opts = row._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])


def posted(response, **changes):
    """What the page's form would post, with changes; None leaves a field out."""
    context = response.context
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    forms = [context["adminform"].form]
    for formset in formsets:
        forms += [formset.management_form, *formset.forms]
    data = {}
    for bound in (bound for form in forms for bound in form):
        data |= _values(bound)
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def _values(bound):
    """As its widget would send it: split into several where it has several parts."""
    widget, value = bound.field.widget, bound.value()
    if isinstance(widget, MultiWidget):
        parts = widget.decompress(value)
        parts = [p.format_value(v) for p, v in zip(widget.widgets, parts, strict=True)]
        names = [bound.html_name + name for name in widget.widgets_names]
        return dict(zip(names, parts, strict=True))
    if isinstance(widget, FileInput):
        return {}
    if isinstance(widget, CheckboxInput):
        return {bound.html_name: "on"} if value else {}
    if value is None:
        return {bound.html_name: ""}
    if isinstance(value, list):
        return {bound.html_name: [getattr(v, "pk", v) for v in value]}
    return {bound.html_name: widget.format_value(value)}
