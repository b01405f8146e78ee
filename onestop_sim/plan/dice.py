"""
The only dice in the house: every draw has an address.

A draw is a pure function of (root seed, replication, name of the decision, key of the dossier).
It has no place in a stream, so who else exists, and in which order they came, changes nothing;
two worlds under one seed share every draw that they have in common (decision D3).
"""

import hashlib
import unicodedata
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

Uniforms = npt.NDArray[np.float64]
Keys = npt.NDArray[np.uint64]

_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
"""2**64 divided by the golden ratio, odd: consecutive ordinals land far apart."""


@lru_cache(maxsize=1 << 16)
def _composed(part: str) -> bytes:
    name = unicodedata.normalize("NFC", part).encode()
    return len(name).to_bytes(8, "little") + name


def hash_names(*parts: str) -> np.uint64:
    """
    Return 64 bits that stand for a tuple of names, the same on every machine and in every run.

    Names are compared in Unicode's composed form (NFC), so that it does not matter which keyboard
    wrote "Hàm Thuận Bắc"; each is preceded by its length, so that ("ab", "c") is not ("a", "bc").

    >>> bool(hash_names("ab", "c") == hash_names("a", "bc"))
    False
    """
    digest = hashlib.blake2b(b"".join(map(_composed, parts)), digest_size=8)
    return np.uint64(int.from_bytes(digest.digest(), "little"))


def dossier_keys(segment: str, home_unit: str, procedure: str, ordinals: npt.NDArray[np.int64]) -> Keys:
    """
    Return the key of each dossier, uint64[n].

    Inside one (segment, home unit, procedure) different ordinals always have different keys;
    between them a collision is as likely as between random 64-bit numbers.

    Args:
        segment:   warm-up, name of a period, or run-off.
        home_unit: where the applicant lives or has the seat.
        procedure: what is asked for.
        ordinals:  number of the dossier in its group, int64[n]; negative ones count backwards.

    >>> dossier_keys("2023q1", "ma_lam", "marriage", np.array([0, 1])).dtype
    dtype('uint64')
    """
    return keys_from(hash_names(segment, home_unit, procedure), ordinals)


def keys_from(bases: np.uint64 | Keys, ordinals: npt.NDArray[np.int64]) -> Keys:
    """Return `dossier_keys` of ordinals whose groups have hashes: one for all, or uint64[n]."""
    # An odd multiplier and the finaliser are bijections of the 64-bit numbers: no two ordinals meet.
    return _mixed(np.asarray(ordinals, dtype=np.int64).view(np.uint64) * _GOLDEN + bases)


def uniforms(root_seed: int, replication: int, decision: str, keys: Keys) -> Uniforms:
    """
    Return one uniform in the open interval (0, 1) for each dossier key, float64[n], for one *decision*.

    Args:
        root_seed:   seed of the experiment, never of a scenario.
        replication: number of the replication, from 0.
        decision:    what is decided ("supplement/round=1", "effort/appraisal"): one name, one draw.
        keys:        keys of the dossiers, uint64[n]; see `dossier_keys`.

    Source:
        The mixing is splitmix64's finaliser, applied twice (Steele, Lea and Flood 2014, "Fast
        splittable pseudorandom number generators"; the constants are Stafford's variant 13).

    >>> together = uniforms(1, 0, "supplement", np.array([7, 8, 9], dtype=np.uint64))
    >>> alone = uniforms(1, 0, "supplement", np.array([8], dtype=np.uint64))
    >>> bool(together[1] == alone[0])
    True
    """
    address = f"{root_seed}/{replication}/{decision}".encode()
    salt = int.from_bytes(hashlib.blake2b(address, digest_size=8).digest(), "little")
    bits = _mixed(_mixed((np.asarray(keys, dtype=np.uint64) ^ np.uint64(salt)) + _GOLDEN))
    # 52 bits in the middle of their cells: neither 0 nor 1 can come out, and u and 1 - u are both exact.
    return ((bits >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def _mixed(x: Keys) -> Keys:
    """Return splitmix64's finaliser of each number: a bijection in which every bit touches every other."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
