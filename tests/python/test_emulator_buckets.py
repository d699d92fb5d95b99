import json
import unittest
import urllib.error
import urllib.request

from emulator_support import Conformance, start_emulator

TRY, RELEASE = "vpce-0123456789abcdef0", "vpce-0fedcba9876543210"


def setUpModule() -> None:
    start_emulator()


class Buckets(Conformance):
    """docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"""

    def setUp(self) -> None:
        self.s3 = self.emulator.client("s3")

    def bucket(self, name: str) -> str:
        self.s3.create_bucket(
            Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
        return name

    def opened(self, name: str) -> str:
        """A bucket that the endpoint of `try` reads, and puts records into."""
        self.bucket(name)
        condition = {"StringEquals": {"aws:SourceVpce": TRY}}
        everyone = {"Effect": "Allow", "Principal": "*", "Condition": condition}
        statements = [
            {**everyone, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*"},
            {**everyone, "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{name}/fallbacks/try/*"},
        ]
        document = json.dumps({"Version": "2012-10-17", "Statement": statements})
        self.s3.put_bucket_policy(Bucket=name, Policy=document)
        return name

    def unsigned(self, method: str, path: str, endpoint: str | None, body: bytes | None = None) -> tuple[int, bytes]:
        headers = {"x-lab-source-vpce": endpoint} if endpoint else {}
        request = urllib.request.Request(f"{self.emulator.url}/{path}", body, headers, method=method)
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()

    def test_a_new_bucket_is_closed_and_encrypted(self) -> None:
        name = self.bucket("fresh")
        block = self.s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
        self.assertEqual(set(block.values()), {True})
        rules = self.s3.get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]["Rules"]
        self.assertEqual(rules, [{"ObjectOwnership": "BucketOwnerEnforced"}])
        self.s3.delete_bucket_encryption(Bucket=name)
        rules = self.s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"]
        self.assertEqual(rules[0]["ApplyServerSideEncryptionByDefault"], {"SSEAlgorithm": "AES256"})
        self.assertEqual(self.unsigned("GET", f"{name}/a", TRY)[0], 403)

    def test_requests_are_logged_where_the_policy_lets_log_delivery_in_beside_everyone_else(self) -> None:
        """docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html"""
        source, target = self.bucket("watched"), self.opened("logs-of-watched")
        to = {"LoggingEnabled": {"TargetBucket": target, "TargetPrefix": "access/watched/"}}
        with self.assertRaisesRegex(Exception, "InvalidTargetBucketForLogging"):
            self.s3.put_bucket_logging(Bucket=source, BucketLoggingStatus=to)
        document = json.loads(self.s3.get_bucket_policy(Bucket=target)["Policy"])
        delivery = {"Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"}, "Action": "s3:PutObject"}
        document["Statement"].append({**delivery, "Resource": f"arn:aws:s3:::{target}/access/watched/*"})
        self.s3.put_bucket_policy(Bucket=target, Policy=json.dumps(document))
        self.s3.put_bucket_logging(Bucket=source, BucketLoggingStatus=to)
        self.s3.put_object(Bucket=source, Key="a", Body=b"a")
        self.assertTrue(self.s3.list_objects_v2(Bucket=target, Prefix="access/watched/").get("Contents"))

    def test_unsigned_reads_and_puts_are_admitted_through_their_endpoint_only(self) -> None:
        name = self.opened("opened")
        self.s3.put_object(Bucket=name, Key="git.bundle", Body=b"bundle")
        self.assertEqual(self.unsigned("GET", f"{name}/git.bundle", TRY), (200, b"bundle"))
        self.assertEqual(self.unsigned("HEAD", f"{name}/git.bundle", TRY)[0], 200)
        for endpoint in (RELEASE, None):
            status, body = self.unsigned("GET", f"{name}/git.bundle", endpoint)
            self.assertEqual(status, 403)
            self.assertIn(b"<Code>AccessDenied</Code>", body)
        record = f"{name}/fallbacks/try/2026-11-24/a.json"
        self.assertEqual(self.unsigned("PUT", record, TRY, b"{}")[0], 200)
        self.assertEqual(self.unsigned("PUT", record, RELEASE, b"{}")[0], 403)
        self.assertEqual(self.unsigned("PUT", f"{name}/fallbacks/release/a.json", TRY, b"{}")[0], 403)
        self.assertEqual(self.unsigned("DELETE", record, TRY)[0], 403)
        self.assertEqual(self.unsigned("GET", name, TRY)[0], 403)
        self.assertEqual(self.s3.get_object(Bucket=name, Key=record.split("/", 1)[1])["Body"].read(), b"{}")

    def test_who_may_not_list_does_not_learn_what_is_missing(self) -> None:
        name = self.opened("silent")
        self.assertEqual(self.unsigned("GET", f"{name}/absent", TRY)[0], 403)
        self.fails_with("NoSuchKey", self.s3.get_object, Bucket=name, Key="absent")
        status, body = self.unsigned("GET", "nowhere/a", TRY)
        self.assertEqual(status, 404)
        self.assertIn(b"<Code>NoSuchBucket</Code>", body)

    def test_a_public_policy_is_refused_and_a_restricted_bucket_stays_closed(self) -> None:
        name = self.bucket("guarded")
        everyone = {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": f"arn:aws:s3:::{name}/*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [everyone]})
        self.fails_with("AccessDenied", self.s3.put_bucket_policy, Bucket=name, Policy=document)
        self.s3.delete_public_access_block(Bucket=name)
        self.s3.put_bucket_policy(Bucket=name, Policy=document)
        self.s3.put_object(Bucket=name, Key="a", Body=b"a")
        self.assertEqual(self.unsigned("GET", f"{name}/a", None), (200, b"a"))
        closed = {"RestrictPublicBuckets": True}
        self.s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=closed)
        self.assertEqual(self.unsigned("GET", f"{name}/a", None)[0], 403)

    def test_calls_are_logged_with_who_and_what(self) -> None:
        name = self.opened("logged")
        self.s3.put_object(Bucket=name, Key="a", Body=b"a")
        self.unsigned("GET", f"{name}/a", TRY)
        self.unsigned("GET", f"{name}/a", RELEASE)
        log = [c for c in self.emulator.lab("GET", "/lab/calls?after=0") if c["resources"] == [f"{name}/a"]]
        seen = [(c["service"], c["action"], c["caller"], c["status"], c["error"]) for c in log]
        self.assertEqual(
            seen,
            [
                ("s3", "PutObject", "lab-test", 200, None),
                ("s3", "GetObject", "anonymous", 200, None),
                ("s3", "GetObject", "anonymous", 403, "AccessDenied"),
            ],
        )

    def test_faults_meet_s3_too(self) -> None:
        name = self.opened("flaky")
        self.s3.put_object(Bucket=name, Key="a", Body=b"a")
        self.emulator.lab("POST", "/lab/faults", {"action": "GetObject", "code": "SlowDown", "httpStatus": 503})
        status, body = self.unsigned("GET", f"{name}/a", TRY)
        self.assertEqual(status, 503)
        self.assertIn(b"<Code>SlowDown</Code>", body)
        self.assertEqual(self.unsigned("GET", f"{name}/a", TRY)[0], 200)

    def test_a_bucket_with_objects_is_not_deleted(self) -> None:
        name = self.bucket("full")
        self.s3.put_object(Bucket=name, Key="a", Body=b"a")
        self.fails_with("BucketNotEmpty", self.s3.delete_bucket, Bucket=name)
        found = self.emulator.lab("GET", "/lab/leftovers")
        self.assertIn({"kind": "bucket", "id": name, "environment": None}, found)
        self.s3.delete_object(Bucket=name, Key="a")
        self.s3.delete_bucket(Bucket=name)


if __name__ == "__main__":
    unittest.main()
