"""Work outside the office: forms, cases, what inspectors sent, and the notices that follow.

Owns forms and their versions, cases, submissions and notices. Bytes are the drive's, people are
identity's; neither is copied here.
"""
