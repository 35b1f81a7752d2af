"""Parquet Modular Encryption under the keyring: files describe themselves, keys stay here.

pyarrow makes a data key for each file, wraps it under a key-encryption key, and asks this
client to wrap that under the lake's master key; the wrapped keys stand in the file's footer,
as Spark and other readers of the format expect.
"""

from __future__ import annotations

import base64
import threading

import pyarrow.parquet.encryption as pe

from tiig.model.errors import TiigError
from tiig.store.secrets import StoreKeys, wrapped_under

_PURPOSE = "lake"
_AES_BITS = 256


class Sealing:
    """Makes the encryption and decryption settings of single files."""

    def __init__(self, keys: StoreKeys) -> None:
        self._keys = keys
        self._factory = pe.CryptoFactory(lambda _settings: _Client(self))
        self._connection = pe.KmsConnectionConfig()
        self._here = threading.local()  # packs are read by several threads at once

    @property
    def fault(self) -> TiigError | None:
        """What went wrong with the keys of the file that this thread opened last, if anything."""
        return getattr(self._here, "fault", None)

    def for_writing(self) -> pe.FileEncryptionProperties:
        """Return the settings of one new file: footer and every column sealed, AES-256-GCM."""
        settings = pe.EncryptionConfiguration(
            footer_key=self.newest,  # pyarrow keeps a wrapped key by this name, and uses it again
            uniform_encryption=True,
            encryption_algorithm="AES_GCM_V1",
            plaintext_footer=False,
            data_key_length_bits=_AES_BITS,
        )
        return self._factory.file_encryption_properties(self._connection, settings)

    def for_reading(self) -> pe.FileDecryptionProperties:
        """Return the settings that open any file of this keyring."""
        self._here.fault = None
        settings = pe.DecryptionConfiguration()
        return self._factory.file_decryption_properties(self._connection, settings)

    @property
    def newest(self) -> str:
        """The name of the master key under which files are sealed today."""
        return wrapped_under(self._keys.wrap(_PURPOSE, b""))

    def name_of(self, wrapped: bytes) -> str:
        """Return the name of the master key that a wrapped key needs."""
        return wrapped_under(base64.b64decode(wrapped))

    def wrap(self, key: bytes) -> bytes:
        """Wrap a key under the lake's newest master key."""
        return base64.b64encode(self._keys.wrap(_PURPOSE, key))

    def unwrap(self, wrapped: bytes) -> bytes:
        """Unwrap a key; what goes wrong is kept in `fault`, for pyarrow hides it."""
        try:
            return self._keys.unwrap(_PURPOSE, base64.b64decode(wrapped))
        except TiigError as fault:
            self._here.fault = fault
            raise


class _Client(pe.KmsClient):  # type: ignore[misc]  # pyarrow ships no types
    """What pyarrow calls to have keys wrapped."""

    def __init__(self, sealing: Sealing) -> None:
        super().__init__()
        self._sealing = sealing

    def wrap_key(self, key_bytes: bytes, _master_key_identifier: str) -> bytes:
        """Wrap a key-encryption key."""
        return self._sealing.wrap(key_bytes)

    def unwrap_key(self, wrapped_key: bytes, _master_key_identifier: str) -> bytes:
        """Unwrap a key-encryption key."""
        return self._sealing.unwrap(wrapped_key)
