"""The screens and tablets of a site: added, paired by a code, taken out of use; and the line on the screens."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.accounts.entrance import YEAR, address_of
from upton.foundation import clock, devices
from upton.foundation.actors import SYSTEM
from upton.foundation.addresses import SCREEN
from upton.foundation.names import names_for
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import Request, Visit
from upton.pages.frame import tell
from upton.reception import operations, queries
from upton.reception.forms.devices import DeviceForm, MessageForm, PairForm
from upton.reception.models import Device
from upton.reception.rules.devices import written
from upton.reception.views.doing import do, page_status

CODE = "device code"
"""The code of a device that was just added, until its page has shown it once."""


def devices_here(request: Request) -> HttpResponse:
    """The screens and tablets of the site at which one works."""
    return redirect("reception:devices", request.actor.here)


def devices_of(request: Request, site_id: int) -> HttpResponse:
    """The screens and tablets of a site; add one."""
    site = queries.site_with_devices(request.actor, site_id)
    form = DeviceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("kind", "name", "seats")}
        try:
            made = once(form.key, operations.add_device, site=site, **told, by=request.actor, now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            tell(request, f"{made.name} is added.", undo=reverse("reception:revoke_device", args=[made.pk]))
            _keep_code(request, made)
            return redirect("reception:devices", site_id)
    return _page(request, site_id, form, MessageForm())


def renew_code(request: Request, device_id: int) -> HttpResponse:
    """Give a device a new code."""
    device = queries.device_for(request.actor, device_id)
    made = do(request, operations.renew_code, f"{device.name} has a new code.", device=device)
    if made is not None:
        _keep_code(request, made)
    return redirect("reception:devices", device.site_id)


def revoke_device(request: Request, device_id: int) -> HttpResponse:
    """Take a device out of use."""
    device = queries.device_for(request.actor, device_id)
    undo = ("reception:restore_device", [device_id])
    do(request, operations.revoke_device, f"{device.name} is out of use: it opens nothing.", undo=undo, device=device)
    return redirect("reception:devices", device.site_id)


def restore_device(request: Request, device_id: int) -> HttpResponse:
    """Take back that a device was taken out of use."""
    device = queries.device_for(request.actor, device_id)
    do(request, operations.restore_device, f"{device.name} is in use again.", device=device)
    return redirect("reception:devices", device.site_id)


def set_message(request: Request, site_id: int) -> HttpResponse:
    """Put a line on the screens of a site."""
    site = queries.site_with_devices(request.actor, site_id)
    form = MessageForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        try:
            once(form.key, operations.set_message, site=site, text=text, by=request.actor, now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            undo = reverse("reception:take_down_message", args=[site_id])
            tell(request, "The message stands on the screens.", undo=undo)
            return redirect("reception:devices", site_id)
    return _page(request, site_id, DeviceForm(), form)


def take_down_message(request: Request, site_id: int) -> HttpResponse:
    """Take the line off the screens of a site."""
    site = queries.site_with_devices(request.actor, site_id)
    undo = ("reception:put_message_back", [site_id])
    do(request, operations.take_down_message, "The message is off the screens.", undo=undo, site=site)
    return redirect("reception:devices", site_id)


def put_message_back(request: Request, site_id: int) -> HttpResponse:
    """Put the line back on the screens of a site."""
    site = queries.site_with_devices(request.actor, site_id)
    do(request, operations.put_message_back, "The message stands on the screens again.", site=site)
    return redirect("reception:devices", site_id)


def pair(request: Visit) -> HttpResponse:
    """Pair the machine at which one stands, by its code; one that is paired goes to its own page."""
    known = devices.device_behind(request.COOKIES.get(devices.COOKIE, ""))
    if known is not None:
        return redirect("reception:screen" if known.kind == SCREEN else "reception:self_check_in")
    form = PairForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        now = clock.now()
        try:
            device = operations.device_with_code(form.cleaned_data["code"], address=address_of(request), now=now)
            made = operations.pair(device=device, by=SYSTEM, now=now)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _paired(request, made)
    return render(request, "reception/pair.jinja", {"form": form}, status=page_status(form))


def _paired(request: Visit, made: Device) -> HttpResponse:
    response = redirect("reception:device")
    response.set_cookie(
        devices.COOKIE,
        queries.cookie_of(made, made.key),  # type: ignore[attr-defined]
        max_age=YEAR,
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )
    return response


def _keep_code(request: Request, made: Device) -> None:
    # Sent a second time it is the same device, whose code was shown already.
    if code := getattr(made, "code", None):
        request.session[CODE] = [made.name, written(code)]


def _page(request: Request, site_id: int, form: DeviceForm, message: MessageForm) -> HttpResponse:
    actor, now = request.actor, clock.now()
    sent = message if message.is_bound else form
    context = {
        "form": sent,
        "add": form,
        "say": message,
        "site_id": site_id,
        "site": names_for({"site": [site_id]}, actor)["site", site_id],
        "devices": queries.devices_at(actor, site_id, now=now),
        "message": queries.message_on(site_id, clock.local_day(now)),
        "code": request.session.pop(CODE, None),
        "address": request.build_absolute_uri(reverse("reception:device")),
        "now": now,
    }
    response = render(request, "reception/devices.jinja", context, status=page_status(sent))
    response["Cache-Control"] = "no-store"
    return response
