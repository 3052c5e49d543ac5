"""Booking: treatments, times, screening and appointments of the clinic."""
