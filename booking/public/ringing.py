"""Clients whom a manager asks to book by phone: their pages say “Please ring us”."""

from booking.models import Appointment, Client


def rings_us(appointment: Appointment) -> bool:
    """Whether moving it, or booking again from it, goes by phone only."""
    client = appointment.client
    return client is not None and Client.objects.books_by_phone_only(client)
