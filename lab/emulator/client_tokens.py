"""Idempotency: the same client token answers with the same result, or fails if the request is another.

docs.aws.amazon.com/AWSEC2/latest/APIReference/Run_Instance_Idempotency.html
"""

import hashlib
import json
from typing import Any

from moto.ec2.exceptions import EC2ClientError


class ClientTokens:
    """Tokens of one action, each with the request it came with and what was made."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str, str], tuple[str, Any]] = {}

    def recall(self, account: str, region: str, request: dict[str, Any]) -> Any:
        """What the token of `request` made before; None for a new token or none.

        Fails if the request is another.
        """
        token = request.get("ClientToken")
        remembered = self._made.get((account, region, token)) if token else None
        if remembered is None:
            return None
        digest, made = remembered
        if digest != _digest(request):
            message = f"The token '{token}' was used before, with other parameters."
            raise EC2ClientError("IdempotentParameterMismatch", message)
        return made

    def remember(self, account: str, region: str, request: dict[str, Any], made: Any) -> None:
        token = request.get("ClientToken")
        if token:
            self._made[(account, region, token)] = (_digest(request), made)


def _digest(request: dict[str, Any]) -> str:
    meant = {key: value for key, value in request.items() if key not in ("ClientToken", "DryRun")}
    return hashlib.sha256(json.dumps(meant, sort_keys=True, default=str).encode()).hexdigest()
