"""Appointments: booked, kept or not, and wrapped up before anybody leaves the room."""
