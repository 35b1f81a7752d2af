"""The tables of the catalogue: text ids, and columns named as the nouns of `model` name them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table, Text

from tiig.model.agreement import AgreementKind
from tiig.model.audit import AuditKind
from tiig.model.destruction import Doomed
from tiig.model.erasure import Erasable
from tiig.model.keys import RotationPhase
from tiig.model.profile import Scope
from tiig.model.submission import SubmissionState
from tiig.store.catalogue.kinds import Day, Moment, MonthText, Told, Words

metadata = MetaData()
_ID = String(80)
_NAME = String(200)

profiles = Table(
    "profiles",
    metadata,
    Column("sender", _NAME, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("fingerprint", _ID, nullable=False),
    Column("added_at", Moment, nullable=False),
)

submissions = Table(
    "submissions",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("sender", _NAME, nullable=False, index=True),
    Column("profile", _NAME, nullable=False),
    Column("state", Told(SubmissionState), nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("fingerprint", _ID, nullable=False),
    Column("key", _ID, nullable=False, index=True),
    Column("period", String(40), nullable=False),
    Column("sites", Words, nullable=False),
    Column("read", Integer, nullable=False),
    Column("stored", Integer, nullable=False),
    Column("set_aside", Integer, nullable=False),
    Column("ignored", Integer, nullable=False),
    Column("original", _ID),
    Column("nil", Boolean, nullable=False),
    Column("synthetic", Boolean, nullable=False),
    Column("reasons", Words, nullable=False),
)

derivations = Table(
    "derivations",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("profile", _NAME, nullable=False),
    Column("standard", _ID, nullable=False),
    Column("rules", _ID, nullable=False),
    Column("code", _NAME, nullable=False),
    Column("lookup", _NAME, nullable=False, server_default=""),
    Column("codes", _ID, nullable=False, server_default=""),
)

packs = Table(
    "packs",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("rows", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("content", _ID, nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("standard", _ID, nullable=False),
)

pairs = Table(
    "pairs",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("site", _NAME, nullable=False),
    Column("month", MonthText, nullable=False),
    Column("revision", _ID, nullable=False, index=True),
    Column("derivation", _ID, nullable=False),
    Column("sender", _NAME, nullable=False),
    Column("scope", Told(Scope), nullable=False),
    Column("tells_assaults", Boolean, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("packs", Words, nullable=False),
    Column("settled_at", Moment, nullable=False),
    Column("known_from", Moment, nullable=False),
    Column("known_until", Moment, index=True),
    Column("nil", Boolean, nullable=False),
    Column("synthetic", Boolean, nullable=False),
    Column("first_day", Day),
    Column("last_day", Day),
)
Index("ix_pairs_site_month", pairs.c.site, pairs.c.month)

measures = Table(
    "measures",
    metadata,
    Column("submission", _ID, primary_key=True),
    Column("site", _NAME, primary_key=True),
    Column("month", MonthText, primary_key=True),
    Column("item", _NAME, primary_key=True),
    Column("measure", _NAME, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("out_of", Integer, nullable=False),
)

findings = Table(
    "findings",
    metadata,
    Column("submission", _ID, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("rule", _NAME, nullable=False),
    Column("item", _NAME, nullable=False),
    Column("column", _NAME),
    Column("effect", _NAME, nullable=False),
    Column("rows", Integer, nullable=False),
)

local_values = Table(
    "local_values",
    metadata,
    Column("sender", _NAME, primary_key=True),
    Column("item", _NAME, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("value", Text, nullable=False),
    Column("first_seen", Moment, nullable=False),
)

local_counters = Table(
    "local_counters",
    metadata,
    Column("sender", _NAME, primary_key=True),
    Column("item", _NAME, primary_key=True),
    Column("next", Integer, nullable=False),
)

receipts = Table(
    "receipts",
    metadata,
    Column("submission", _ID, primary_key=True),
    Column("body", Text, nullable=False),
)

manifests = Table(
    "manifests",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("body", Text, nullable=False),
)

releases = Table(
    "releases",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("person", _NAME, nullable=False),
    Column("organisation", _NAME, nullable=False),
    Column("purpose", Text),
    Column("questions", Text, nullable=False),
    Column("manifest", _ID, nullable=False),
    Column("preset", _NAME, nullable=False),
    Column("shown", Text, nullable=False),
    Column("agreement", _NAME),
)

geographies = Table(
    "geographies",
    metadata,
    Column("name", _NAME, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("known_from", Moment, nullable=False),
    Column("body", Text, nullable=False),
)

rotations = Table(
    "rotations",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("keys", Words, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("phase", Told(RotationPhase), nullable=False),
    Column("attendance", Integer, nullable=False),
    Column("person", Integer, nullable=False),
    Column("phrase", Integer, nullable=False),
)

swaps = Table(
    "swaps",
    metadata,
    Column("old", _ID, primary_key=True),
    Column("rotation", _ID, nullable=False),
    Column("id", _ID, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("content", _ID, nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("standard", _ID, nullable=False),
)

agreements = Table(
    "agreements",
    metadata,
    Column("id", _NAME, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("kind", Told(AgreementKind), nullable=False),
    Column("party", _NAME, nullable=False),
    Column("text", Text, nullable=False),
    Column("fingerprint", _ID, nullable=False),
    Column("added_at", Moment, nullable=False),
)

agreement_ends = Table(
    "agreement_ends",
    metadata,
    Column("agreement", _NAME, primary_key=True),
    Column("from_day", Day, nullable=False),
    Column("because", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

intents = Table(
    "intents",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("submission", _ID, nullable=False),
    Column("owner", _NAME, nullable=False),
    Column("lease_until", Moment, nullable=False),
    Column("originals", Words, nullable=False),
    Column("packs", Words, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("person", _NAME, nullable=False),
    Column("organisation", _NAME, nullable=False),
    Column("channel", _NAME, nullable=False),
    Column("authenticated", Boolean, nullable=False),
    Column("purpose", Text),
    Column("because", Text, nullable=False),
    Column("agreement", Text),
    Column("kind", Told(AuditKind), nullable=False),
    Column("subjects", Words, nullable=False),
    Column("hash", String(64), nullable=False),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("key", _NAME, nullable=False),
    Column("public", _ID, nullable=False),
    Column("signature", String(200), nullable=False),
)
"""One row: the signed head; an older one is nowhere, so that the trail cannot end at it."""

destructions = Table(
    "destructions",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("kind", Told(Doomed), nullable=False),
    Column("subject", _ID, nullable=False),
    Column("submission", _ID, nullable=False),
    Column("because", Text, nullable=False),
    Column("ordered_at", Moment, nullable=False),
    Column("agreement", _NAME),
    Column("done_at", Moment),
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("erasure", _ID, nullable=False),
    Column("submission", _ID, nullable=False),
    Column("site", _NAME, nullable=False),
    Column("month", MonthText, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("person", _NAME, nullable=False),
    Column("because", Text, nullable=False),
    Column("before", _ID, nullable=False),
    Column("after", _ID, nullable=False),
)

erased_marks = Table(
    "erased_marks",
    metadata,
    Column("kind", Told(Erasable), primary_key=True),
    Column("layers", Integer, primary_key=True, autoincrement=False),
    Column("mark", _ID, primary_key=True),
    Column("erasure", _ID, nullable=False),
)
