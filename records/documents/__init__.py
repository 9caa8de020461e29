"""Documents a person is handed: what each holds, frozen when it is issued, before anyone draws it."""
