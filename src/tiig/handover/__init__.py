"""The sealed package by which a hospital hands its rows over: written, opened, laid out.

It refuses a package that is damaged, sealed for another key, or not what its manifest says,
and it writes nothing to a disk in clear.
"""

from tiig.handover.hospital_key import HospitalKey, one_time_keys
from tiig.handover.layout import layout_of
from tiig.handover.opening import Package, is_sealed, open_package
from tiig.handover.recipient import Recipient, read_recipient
from tiig.handover.writing import PackageWriter

__all__ = [
    "HospitalKey",
    "Package",
    "PackageWriter",
    "Recipient",
    "is_sealed",
    "layout_of",
    "one_time_keys",
    "open_package",
    "read_recipient",
]
