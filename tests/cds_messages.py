"""Invented messages in CDS XML, by the element names of schemas 6-2 and 4: nobody's attendances.

The form of 6-2 follows a public sample; of 4 only names are known, so that its groups and its
root are made up here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

NAMESPACE = "http://www.nhsia.nhs.uk/DataStandards/XMLschema/CDS/ns"
ALCOHOL = "local-alcohol"
"""Not in the packaged lists: the profile must say what it means."""
CANNABIS = "984851000000106"
SELF_HARM = "276853009"
ACCIDENT = "242056005"


@dataclass(frozen=True)
class Visit:
    """One invented attendance; `extra` is XML that is put into its injury group as it is."""

    number: int
    day: str = "2026-06-01"
    time: str = "10:00:00"
    site: str = "XQ101"
    age: int = 34
    intent: str = SELF_HARM
    involved: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    extra: str = ""


def message_6_2(visits: Iterable[Visit]) -> str:
    """Write visits as the public sample of 6-2-2 does, one message each."""
    bodies = "\n".join(map(_of_6_2, visits))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<ns:CDS-XMLInterchange SchemaVersion="6-2-2" SchemaDate="2012-05-11" xmlns:ns="{NAMESPACE}">
  <ns:CDSInterchangeHeader>
    <ns:CDSInterchangeSenderIdentity>120000000000</ns:CDSInterchangeSenderIdentity>
    <ns:CDSInterchangeDateOfPreparation>2026-07-02</ns:CDSInterchangeDateOfPreparation>
  </ns:CDSInterchangeHeader>
{bodies}
  <ns:CDSInterchangeTrailer>
    <ns:CDSInterchangeControlCount>1</ns:CDSInterchangeControlCount>
  </ns:CDSInterchangeTrailer>
</ns:CDS-XMLInterchange>
"""


def message_4(visits: Iterable[Visit]) -> str:
    """Write visits with the names of version 4, in a form that is made up."""
    return "<Messages>\n" + "\n".join(map(_of_4, visits)) + "\n</Messages>\n"


def _of_6_2(visit: Visit) -> str:
    involved = _each("EmergencyCareInjuryAlcoholOrDrugInvolvement_SnomedCt", visit.involved)
    diagnoses = "".join(
        "<ns:EmergencyCareDiagnoses_SnomedCt>"
        + _each("EmergencyCareDiagnosis_SnomedCt", [code])
        + _each("CodedClinicalEntrySequenceNumber", [str(place)])
        + "</ns:EmergencyCareDiagnoses_SnomedCt>"
        for place, code in enumerate(visit.diagnoses, start=1)
    )
    return f"""  <ns:CDSNetChange-All-MessageTypes CDSTypeCode="011">
    <ns:CDSMessageHeader>
      <ns:CDSMessageType>NHSCDS</ns:CDSMessageType>
      <ns:CDSMessageReferenceNumber>{visit.number}</ns:CDSMessageReferenceNumber>
    </ns:CDSMessageHeader>
    <ns:CDSTransactionHeader_NetChange><ns:CDSUpdateType>9</ns:CDSUpdateType>
      <ns:CDSActivityDate>{visit.day}</ns:CDSActivityDate></ns:CDSTransactionHeader_NetChange>
    <ns:EmergencyCare>
      <ns:EmergencyCareAttendanceLocation>
        {_each("OrganisationSiteIdentifier_OfTreatment", [visit.site])}
        {_each("EmergencyCareDepartmentType", ["01"])}
      </ns:EmergencyCareAttendanceLocation>
      <ns:AttendanceOccurrence>
        <ns:EmergencyCareAttendanceActivityCharacteristics>
          {_each("EmergencyCareAttendanceIdentifier", [f"E{visit.number}"])}
          {_each("EmergencyCareArrivalDate", [visit.day])}
          {_each("EmergencyCareArrivalTime", [visit.time])}
          {_each("AgeAtCdsActivityDate", [str(visit.age)])}
        </ns:EmergencyCareAttendanceActivityCharacteristics>
        <ns:EmergencyCareInjuryCharacteristics>
          {_each("EmergencyCareInjuryIntent_SnomedCt", [visit.intent])}{involved}{visit.extra}
        </ns:EmergencyCareInjuryCharacteristics>
        {diagnoses}
      </ns:AttendanceOccurrence>
    </ns:EmergencyCare>
    <ns:CDSMessageTrailer>
      <ns:CDSMessageReferenceNumber>{visit.number}</ns:CDSMessageReferenceNumber>
    </ns:CDSMessageTrailer>
  </ns:CDSNetChange-All-MessageTypes>"""


def _of_4(visit: Visit) -> str:
    arrival = f"{visit.day}T{visit.time}"
    return f"""<Attendance>
  <Activity>
    <UrgentAndEmergencyCareActivityIdentifier>E{visit.number}</UrgentAndEmergencyCareActivityIdentifier>
    <OrganisationSiteIdentifier_OfTreatment>{visit.site}</OrganisationSiteIdentifier_OfTreatment>
    <UrgentAndEmergencyCareActivityType>01</UrgentAndEmergencyCareActivityType>
    <UrgentAndEmergencyCareActivityStartDateAndTime>{arrival}</UrgentAndEmergencyCareActivityStartDateAndTime>
    <AgeAtCDSActivityDate>{visit.age}</AgeAtCDSActivityDate>
  </Activity>
  <Injury>
    <EmergencyCareInjuryIntent_SnomedCt>{visit.intent}</EmergencyCareInjuryIntent_SnomedCt>{visit.extra}
  </Injury>
</Attendance>"""


def _each(name: str, texts: Iterable[str]) -> str:
    return "".join(f"<ns:{name}>{escape(text)}</ns:{name}>" for text in texts)
