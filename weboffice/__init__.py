"""The web office: documents that several people write at once.

It owns what a document says and how it came to be said. It never owns where a document lies or
who may read it: that is the drive's, asked through `documents/ports.py`.
"""
