"""Particulars: every kind of record that is only kept, read and changed, each declared once (decision 18)."""
