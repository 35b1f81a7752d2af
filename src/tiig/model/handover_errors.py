"""The catalogue's entries about preparing a file at the hospital and opening the package."""

from __future__ import annotations

from tiig.model.errors import Family, Kind, declare

_NOTHING_WRITTEN = "Nothing was written."


def _file(name: str, sentence: str, advice: str) -> Kind:
    return declare(name, Family.FILE, 422, sentence=sentence, advice=advice)


def _usage(name: str, sentence: str, advice: str) -> Kind:
    return declare(
        name, Family.USAGE, 400, sentence=sentence, advice=f"{advice} {_NOTHING_WRITTEN}"
    )


FOLDER_NOT_EMPTY = _usage(
    "folder-not-empty",
    "The folder for the package is not empty",
    "Name with -o a folder that does not exist yet or is empty.",
)
RECIPIENT_UNREADABLE = _usage(
    "recipient-unreadable",
    "The file given with --for holds no receiving key",
    "It has one line that begins with age1; ask TIIG for it: tiig receiving-key show -o FILE.",
)
PSEUDONYM_KEY_UNREADABLE = _usage(
    "pseudonym-key-unreadable",
    "The file given with --pseudonym-key is no such key",
    "Name the file that an earlier preparation made, or one that does not exist yet.",
)
OPT_OUTS_UNREADABLE = _usage(
    "opt-outs-unreadable",
    "The list of opt-outs cannot be read: {what}",
    "Write one number a line, or a CSV file whose first column holds the numbers.",
)
OPT_OUTS_USELESS = _usage(
    "opt-outs-useless",
    "The opt-outs cannot be applied: no column of the file holds NHS or local patient numbers",
    'Name the column in the profile: item = "person_number", or treatment = "drop" for NHS '
    "numbers.",
)
POSTCODES_NEEDED = _usage(
    "postcodes-needed",
    "The profile turns postcodes into areas of residence, which needs a file of postcodes",
    "Name with --postcodes a lookup from postcode to LSOA as ONS publishes it; TIIG says which.",
)
NOTHING_TO_SEND = _file(
    "nothing-to-send",
    "No row is left to send: {opted_out} opted out, {set_aside} set aside",
    "Check the list of opt-outs, the months and the sites.",
)
PACKAGE_OTHER_KEY = _file(
    "package-other-key",
    "The package is sealed for another key than those of this workspace",
    "Send it to the organisation whose receiving key was used, or prepare it again with ours.",
)
PACKAGE_DAMAGED = _file(
    "package-damaged",
    "The package cannot be opened whole: {what}",
    "Copy or send it again, unchanged; if that does not help, prepare it again.",
)
PACKAGE_MONTH = _file(
    "package-month",
    "The package covers {covers} and nothing else",
    "Leave --month out: the package says which months it covers.",
)
PACKAGE_SENDER = _file(
    "package-sender",
    "The package was prepared for another sender than {sender}",
    "Name the sender that its profile names.",
)
PACKAGE_PROFILE = declare(
    "package-profile",
    Family.PROFILE,
    422,
    sentence="The package was prepared with a profile of {sender} that is not known here",
    advice="Add the very profile that the hospital used: tiig sender add PROFILE.toml.",
)
RECEIVING_KEY_MISSING = declare(
    "receiving-key-missing",
    Family.STORE,
    503,
    sentence="This workspace has no receiving key, so it can open no package",
    advice="A workspace gets one when it is opened; run tiig doctor.",
)
