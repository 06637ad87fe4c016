"""What a renewal is refused with."""

from kernel.errors import Denied


class RenewalRefused(Denied):
    """The device is not welcome, or its certificate is not good: one answer for all. It is added
    anew."""

    code = "renewal_refused"
