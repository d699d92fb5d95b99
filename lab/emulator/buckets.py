"""S3 as it is today: new buckets closed and encrypted, unsigned requests judged by the bucket's policy, calls logged.

docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
"""

import sys
import traceback
from typing import Any

from moto.iam.access_control import PermissionResult
from moto.s3.exceptions import S3AccessDeniedError
from moto.s3.models import LOGGING_SERVICE_PRINCIPAL, FakeBucket, PublicAccessBlock, S3Backend
from moto.s3.responses import ACTION_MAP, S3Response

from .bucket_policies import UnknownOperator, allows, covers, is_public, statements
from .call_log import call_log, caller_of, error_code
from .errors import error_answer
from .faults import faults
from .overlay import replace

# What the lab's link says of the endpoint that a request came through.
SOURCE_ENDPOINT = "x-lab-source-vpce"
_FORM = "application/x-www-form-urlencoded"
_SSE_S3 = {
    "Rule": {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": "false"}
}


def install() -> None:
    make, write_policy = S3Backend.create_bucket, S3Backend.put_bucket_policy
    answer_bucket, answer_key = S3Response.bucket_response, S3Response.key_response

    def create_bucket(self: Any, *arguments: Any, **options: Any) -> Any:
        bucket = make(self, *arguments, **options)
        bucket.public_access_block = PublicAccessBlock("true", "true", "true", "true")
        bucket.ownership_rule = "BucketOwnerEnforced"
        bucket.encryption = _SSE_S3
        return bucket

    def put_bucket_policy(self: Any, bucket_name: str, policy: bytes) -> None:
        if _blocks(self.get_bucket(bucket_name), "block_public_policy") and is_public(policy):
            raise S3AccessDeniedError()
        write_policy(self, bucket_name, policy)

    def bucket_response(self: Any, request: Any, full_url: str, headers: Any) -> Any:
        return _watched(self, request, "BUCKET", lambda: answer_bucket(self, request, full_url, headers))

    def key_response(self: Any, request: Any, full_url: str, headers: Any) -> Any:
        return _watched(self, request, "KEY", lambda: answer_key(self, request, full_url, headers))

    replace(S3Backend, create_bucket, put_bucket_policy, delete_bucket_encryption)
    replace(FakeBucket, get_permission)
    # A static method, so past `replace`; where moto has lost it, logging is refused and the engine tests say so.
    FakeBucket._log_permissions_enabled_policy = staticmethod(lets_logs_in)
    replace(S3Response, bucket_response, key_response)


def get_permission(self: FakeBucket, _: str, __: str) -> PermissionResult:
    """Decided before moto is asked; moto itself would not look at conditions."""
    return PermissionResult.PERMITTED


def lets_logs_in(target_bucket: FakeBucket, target_prefix: str | None) -> bool:
    """Whether the policy lets S3's log delivery put under the prefix. moto's own stumbles over statements for everyone.

    docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html (permissions)
    """
    wanted = f"arn:{target_bucket.partition}:s3:::{target_bucket.name}/{target_prefix or ''}*"
    return any(
        statement["Effect"] == "Allow"
        and isinstance(statement.get("Principal"), dict)
        and statement["Principal"].get("Service") == LOGGING_SERVICE_PRINCIPAL
        and covers(statement, "s3:PutObject", wanted)
        for statement in statements(target_bucket.policy)
    )


def delete_bucket_encryption(self: S3Backend, bucket_name: str) -> None:
    """There is no bucket without encryption: SSE-S3 comes back."""
    self.get_bucket(bucket_name).encryption = _SSE_S3


def _blocks(bucket: Any, setting: str) -> bool:
    block = bucket.public_access_block
    return block is not None and str(getattr(block, setting)).lower() == "true"


def _watched(response: Any, request: Any, kind: str, answer: Any) -> Any:
    """One request: let through or refused, answered, logged."""
    if request.method == "PUT" and request.environ.get("CONTENT_TYPE", "").startswith(_FORM):
        # What curl and urllib say when nobody tells them: moto would read a form, S3 takes the bytes.
        request.environ["CONTENT_TYPE"] = "binary/octet-stream"
    response.setup_class(request)
    bucket, key = response.bucket_name, response.parse_key_name() if kind == "KEY" else None
    name = f"{bucket}/{key}" if key else bucket
    action = _action(response, kind, request)
    signed = "Authorization" in request.headers or "X-Amz-Credential" in request.args
    try:
        status, headers, body = _decided(response, request, action, name, signed, answer)
    except Exception as failure:  # as in calls.py: a bug reaches the caller as AWS would say it
        traceback.print_exc(file=sys.stderr)
        text = f"the lab's emulator failed in s3 {action}: {type(failure).__name__}"
        status, headers, body = error_answer("s3", 500, "InternalError", text)
    text = body if isinstance(body, str) else bytes(body or b"")[:4096].decode("utf-8", "replace")
    error = error_code(headers, text) if status >= 400 else None
    call_log.record("s3", action, _caller(request, signed), status, error, [name] if name else [])
    return status, headers, body


def _caller(request: Any, signed: bool) -> str:
    if not signed:
        return "anonymous"
    return caller_of(request.headers.get("Authorization") or f"Credential={request.args['X-Amz-Credential']}")


def _action(response: Any, kind: str, request: Any) -> str:
    """The IAM action of the request, without `s3:`."""
    if not response.bucket_name:
        return "ListAllMyBuckets"
    if request.method not in ACTION_MAP[kind]:
        return f"{request.method.title()}Object"
    response._set_action(kind, request.method, request.args)
    return str(response.data["Action"])


def _decided(response: Any, request: Any, action: str, name: str, signed: bool, answer: Any) -> Any:
    fault = faults.take(action, name)
    if fault:
        return error_answer("s3", fault.http_status, fault.code, fault.message)
    bucket = response.backend.buckets.get(response.bucket_name)
    if signed or bucket is None:
        return answer() if bucket or signed else error_answer("s3", 404, "NoSuchBucket", _NO_BUCKET)
    try:
        if not may(bucket, f"s3:{action}", f"arn:aws:s3:::{name}", request.headers):
            return error_answer("s3", 403, "AccessDenied", "Access Denied")
        status, headers, body = answer()
        # docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html: who may not list learns not what is missing.
        if status == 404 and not may(bucket, "s3:ListBucket", f"arn:aws:s3:::{bucket.name}", request.headers):
            return error_answer("s3", 403, "AccessDenied", "Access Denied")
        return status, headers, body
    except UnknownOperator as unknown:
        return error_answer("s3", 501, "NotImplemented", str(unknown))


_NO_BUCKET = "The specified bucket does not exist"


def may(bucket: Any, action: str, resource: str, headers: Any) -> bool:
    """Whether the bucket lets an unsigned request do this."""
    if _blocks(bucket, "restrict_public_buckets") and is_public(bucket.policy):
        return False
    # What every client of today speaks; the lab's own way to the bucket is plain.
    context = {"aws:securetransport": "true", "s3:tlsversion": "1.3"}
    endpoint = headers.get(SOURCE_ENDPOINT)
    if endpoint:
        context["aws:sourcevpce"] = endpoint
    context.update(
        {f"s3:{name.lower()}": value for name, value in headers.items() if name.lower().startswith("x-amz-")}
    )
    return allows(bucket.policy, action, resource, context)
