"""Brings the cloud workers of overflow's stacks into any company's `master.cfg`. See ../README.md."""

from overflow.config import Overflow
from overflow.identity import worker_password

__all__ = ["Overflow", "worker_password"]
