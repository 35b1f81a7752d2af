"""What a hospital needs to start: specification, template, test files, query, letter, profile.

All of it is worked out from the standard, so that it cannot say anything else. No row of a
patient is ever near: the rows of the test files are invented here.
"""

from tiig.publish.starting.agreement import agreement_text
from tiig.publish.starting.answers import RuleSaid
from tiig.publish.starting.pack import StartPack, write_pack
from tiig.publish.starting.party import EXAMPLE, Party, Site

__all__ = ["EXAMPLE", "Party", "RuleSaid", "Site", "StartPack", "agreement_text", "write_pack"]
