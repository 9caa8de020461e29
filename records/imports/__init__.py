"""Imports: people, cases and notes brought in from a spreadsheet, looked at before and taken back after."""
