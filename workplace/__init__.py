"""The composition root: everything meets here and nothing is decided here."""
