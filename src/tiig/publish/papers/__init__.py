"""Compose papers: which findings stand in a bulletin or a profile, in which order and words."""

from tiig.publish.papers.about import About, marks_of
from tiig.publish.papers.bulletin import bulletin
from tiig.publish.papers.page import every_page_table, page_sections, page_tables
from tiig.publish.papers.picture import MonthTables
from tiig.publish.papers.profile import profile
from tiig.publish.papers.quality import QualityChosen, quality_picture
from tiig.publish.papers.service import service_report

__all__ = [
    "About",
    "MonthTables",
    "QualityChosen",
    "bulletin",
    "every_page_table",
    "marks_of",
    "page_sections",
    "page_tables",
    "profile",
    "quality_picture",
    "service_report",
]
