"""What the origins serve. The same bytes on every machine and every day: a digest of it is committed (lab/master/sources.json).

Archives are plain tar: a compressor's output would differ from one zlib to the next.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from functools import cache

MEBIBYTE = 1024 * 1024
MODULES = 12

MODULE = '''"""Module {index} of the product."""


def total(count):
    """Sum of the first `count` multiples of {index}."""
    return sum({index} * step for step in range(count))
'''


def noise(seed: str, size: int) -> bytes:
    """Bytes that look random and are always the same: what fills a real archive does not compress either."""
    return hashlib.shake_256(seed.encode()).digest(size)


def archive(files: dict[str, bytes]) -> bytes:
    """A tar file without times and owners, its entries in the order of their names."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name in sorted(files):
            entry = tarfile.TarInfo(name)
            entry.size = len(files[name])
            tar.addfile(entry, io.BytesIO(files[name]))
    return raw.getvalue()


def product() -> bytes:
    """The product's sources, 3 MiB."""
    modules = {f"module_{index:03d}.py": MODULE.format(index=index).encode() for index in range(MODULES)}
    return archive({**modules, "assets.bin": noise("overflow product 1.0", 3 * MEBIBYTE)})


def checker() -> bytes:
    """A tool that others make, 1 MiB: the answers that the product's tests compare with."""
    answers = {f"module_{index:03d}": index * 4950 for index in range(MODULES)}
    return archive(
        {"answers.json": json.dumps(answers, indent=2).encode(), "corpus.bin": noise("checker 2.1", MEBIBYTE)}
    )


@cache
def content() -> dict[str, dict[str, bytes]]:
    """Host to path to bytes."""
    return {
        "sources.corp.example": {"/archives/product-1.0.tar": product()},
        "files.example.org": {"/releases/checker-2.1.tar": checker()},
    }
