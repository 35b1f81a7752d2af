"""Papers of the quality programme for departments: letters, technical sheet, poster, training."""

from tiig.publish.letters.lead import lead_pages
from tiig.publish.letters.reception import reception_page
from tiig.publish.letters.teaching import poster, training_page
from tiig.publish.letters.technical import write_technical

__all__ = ["lead_pages", "poster", "reception_page", "training_page", "write_technical"]
