"""The catalogue's entries about keys, escrow, rotation and the place of a workspace."""

from __future__ import annotations

from tiig.model.errors import store_kind, usage_kind

_NOTHING = "Nothing was changed."


KEYRING_DAMAGED = store_kind(
    "keyring-damaged",
    "The keyring cannot be read: {what}",
    "Put back a copy of the keys folder, or use tiig keys recover with the escrow shares. Nothing was changed.",
)
PASSPHRASE_MISSING = store_kind(
    "passphrase-missing",
    "The keyring is opened by a passphrase, and none was given",
    "Set TIIG_PASSPHRASE in the environment. Nothing was changed.",
)
KEYS_OPEN = store_kind(
    "keys-open",
    "Others than their owner can read the keys: {what}",
    "Close them with chmod -R go-rwx on the keys folder, and ask who has read them.",
)
KEY_SERVICE_UNKNOWN = store_kind(
    "key-service-unknown",
    "The key service of tiig.toml cannot be used: {what}",
    'Write key_service = "local", or package.module:name of a program that is installed. Nothing was changed.',
)
KEY_SERVICE_AWAY = store_kind(
    "key-service-away",
    "The key service {service} does not open the keyring",
    "Ask who runs it; the keys are safe as long as it can answer again. Nothing was changed.",
)
KEYS_BUSY = store_kind(
    "keys-busy",
    "The keys are being changed by another process",
    "Wait for it to end and run the command again. Nothing was changed.",
)
ROTATION_WAITS = store_kind(
    "rotation-waits",
    "The change of keys waits for {what}",
    "Run the same command again later: it goes on from where it is, and until then everything works with the old keys.",
)
ROTATION_UNSAFE = store_kind(
    "rotation-unsafe",
    "The old key is still needed: {what}",
    "Run tiig doctor; the old key stays until everything has moved.",
)
PURPOSE_UNKNOWN = usage_kind(
    "purpose-unknown",
    "There is no key of this purpose",
    "Choose one of: {known}",
)
PASSPHRASE_EMPTY = usage_kind(
    "passphrase-empty",
    "A passphrase needs at least {letters} characters",
    "Take several words. It is asked for, or comes from TIIG_NEW_PASSPHRASE. Nothing was changed.",
)
PASSPHRASE_SERVICE = usage_kind(
    "passphrase-service",
    "This keyring is opened by a key service and has no passphrase",
    "Change key_service in tiig.toml only together with its owner.",
)
SHARES_NUMBER = usage_kind(
    "shares-number",
    "So many shares cannot be made: {what}",
    "Make 2 to 16 shares, and need at least 2 and at most as many as there are.",
)
SHARE_DAMAGED = usage_kind(
    "share-damaged",
    "This is not a whole key share",
    f"Compare it with the paper or file that was handed out, line by line. {_NOTHING}",
)
SHARES_MIXED = usage_kind(
    "shares-mixed",
    "The shares are not of one set: {what}",
    f"Take shares that name the same set. {_NOTHING}",
)
SHARES_FEW = usage_kind(
    "shares-few",
    "There are {given} different shares and {needed} are needed",
    f"Ask other holders of set {{set}} for theirs. {_NOTHING}",
)
SHARES_WRONG = usage_kind(
    "shares-wrong",
    "The shares do not fit together",
    f"One of them was changed, although its check value fits. Try others of the set. {_NOTHING}",
)
SHARES_OLD = usage_kind(
    "shares-old",
    "The shares are older than what they should open: they lack {what}",
    f"Take the set that was made after the last change of keys. {_NOTHING}",
)
SHARES_INSIDE = usage_kind(
    "shares-inside",
    "The shares would lie in the workspace, beside what they open",
    f"Name a folder outside with -o, best on a device that goes away. {_NOTHING}",
)
KEYS_THERE = usage_kind(
    "keys-there",
    "There are keys here that open",
    f"Recovery is for lost keys and lost passphrases; name another folder with -o. {_NOTHING}",
)
KEYRING_THERE = usage_kind(
    "keyring-there",
    "The folder holds a keyring already",
    f"Name another folder with -o, or take this keyring away by hand. {_NOTHING}",
)
NETWORK_FOLDER = store_kind(
    "network-folder",
    "The workspace lies on a network folder ({filesystem}), where the catalogue would be damaged",
    f"Put it on a disk of this machine, or set database_url to a PostgreSQL server. {_NOTHING}",
)
