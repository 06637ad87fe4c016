"""Hangul's files (OWPML, KS X 6101): `read` and `write`. Each further file is one thing of a text
in both directions; `base` is the file that a document came in, `head` what its text refers to."""
