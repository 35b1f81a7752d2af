"""The catalogue's entries about keys, escrow, rotation and the place of a workspace."""

from __future__ import annotations

from tiig.model.errors import Family, Kind, declare

_NOTHING = "Nothing was changed."


def _store(name: str, sentence: str, advice: str) -> Kind:
    return declare(name, Family.STORE, 503, sentence=sentence, advice=advice)


def _usage(name: str, sentence: str, advice: str) -> Kind:
    return declare(name, Family.USAGE, 400, sentence=sentence, advice=advice)


KEYRING_DAMAGED = _store(
    "keyring-damaged",
    "The keyring cannot be read: {what}",
    "Put back a copy of the keys folder, or use tiig keys recover with the escrow shares. Nothing was changed.",
)
PASSPHRASE_MISSING = _store(
    "passphrase-missing",
    "The keyring is opened by a passphrase, and none was given",
    "Set TIIG_PASSPHRASE in the environment. Nothing was changed.",
)
KEYS_OPEN = _store(
    "keys-open",
    "Others than their owner can read the keys: {what}",
    "Close them with chmod -R go-rwx on the keys folder, and ask who has read them.",
)
KEY_SERVICE_UNKNOWN = _store(
    "key-service-unknown",
    "The key service of tiig.toml cannot be used: {what}",
    'Write key_service = "local", or package.module:name of a program that is installed. Nothing was changed.',
)
KEY_SERVICE_AWAY = _store(
    "key-service-away",
    "The key service {service} does not open the keyring",
    "Ask who runs it; the keys are safe as long as it can answer again. Nothing was changed.",
)
KEYS_BUSY = _store(
    "keys-busy",
    "The keys are being changed by another process",
    "Wait for it to end and run the command again. Nothing was changed.",
)
ROTATION_WAITS = _store(
    "rotation-waits",
    "The change of keys waits for {what}",
    "Run the same command again later: it goes on from where it is, and until then everything works with the old keys.",
)
ROTATION_UNSAFE = _store(
    "rotation-unsafe",
    "The old key is still needed: {what}",
    "Run tiig doctor; the old key stays until everything has moved.",
)
PURPOSE_UNKNOWN = _usage(
    "purpose-unknown",
    "There is no key of this purpose",
    "Choose one of: {known}",
)
PASSPHRASE_EMPTY = _usage(
    "passphrase-empty",
    "A passphrase needs at least {letters} characters",
    "Take several words. It is asked for, or comes from TIIG_NEW_PASSPHRASE. Nothing was changed.",
)
PASSPHRASE_SERVICE = _usage(
    "passphrase-service",
    "This keyring is opened by a key service and has no passphrase",
    "Change key_service in tiig.toml only together with its owner.",
)
SHARES_NUMBER = _usage(
    "shares-number",
    "So many shares cannot be made: {what}",
    "Make 2 to 16 shares, and need at least 2 and at most as many as there are.",
)
SHARE_DAMAGED = _usage(
    "share-damaged",
    "This is not a whole key share",
    f"Compare it with the paper or file that was handed out, line by line. {_NOTHING}",
)
SHARES_MIXED = _usage(
    "shares-mixed",
    "The shares are not of one set: {what}",
    f"Take shares that name the same set. {_NOTHING}",
)
SHARES_FEW = _usage(
    "shares-few",
    "There are {given} different shares and {needed} are needed",
    f"Ask other holders of set {{set}} for theirs. {_NOTHING}",
)
SHARES_WRONG = _usage(
    "shares-wrong",
    "The shares do not fit together",
    f"One of them was changed, although its check value fits. Try others of the set. {_NOTHING}",
)
SHARES_OLD = _usage(
    "shares-old",
    "The shares are older than what they should open: they lack {what}",
    f"Take the set that was made after the last change of keys. {_NOTHING}",
)
SHARES_INSIDE = _usage(
    "shares-inside",
    "The shares would lie in the workspace, beside what they open",
    f"Name a folder outside with -o, best on a device that goes away. {_NOTHING}",
)
KEYS_THERE = _usage(
    "keys-there",
    "There are keys here that open",
    f"Recovery is for lost keys and lost passphrases; name another folder with -o. {_NOTHING}",
)
KEYRING_THERE = _usage(
    "keyring-there",
    "The folder holds a keyring already",
    f"Name another folder with -o, or take this keyring away by hand. {_NOTHING}",
)
NETWORK_FOLDER = _store(
    "network-folder",
    "The workspace lies on a network folder ({filesystem}), where the catalogue would be damaged",
    f"Put it on a disk of this machine, or set database_url to a PostgreSQL server. {_NOTHING}",
)
