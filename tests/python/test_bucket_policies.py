import json
import unittest

from lab.emulator.bucket_policies import UnknownOperator, allows, is_public, like

TRY = "vpce-0123456789abcdef0"
BUCKET = "arn:aws:s3:::overflow-try"


def policy(*statements) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def statement(effect: str = "Allow", **elements):
    base = {"Effect": effect, "Principal": "*", "Action": "s3:GetObject", "Resource": f"{BUCKET}/*"}
    return {**base, **elements}


THROUGH_TRY = {"StringEquals": {"aws:SourceVpce": TRY}}


class Allowed(unittest.TestCase):
    """docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html"""

    def asked(self, text: str | None, action: str = "s3:GetObject", key: str = "/a", endpoint: str | None = TRY) -> bool:
        context = {"aws:securetransport": "true", "s3:tlsversion": "1.2"}
        if endpoint:
            context["aws:sourcevpce"] = endpoint
        return allows(text, action, f"{BUCKET}{key}", context)

    def test_nothing_is_allowed_that_no_statement_allows(self) -> None:
        self.assertFalse(self.asked(None))
        self.assertFalse(self.asked(policy()))
        self.assertFalse(self.asked(policy(statement(Action="s3:PutObject"))))
        self.assertFalse(self.asked(policy(statement(Principal={"AWS": "arn:aws:iam::123456789012:role/r"}))))

    def test_the_endpoint_decides(self) -> None:
        text = policy(statement(Condition=THROUGH_TRY))
        self.assertTrue(self.asked(text))
        self.assertFalse(self.asked(text, endpoint="vpce-0fedcba9876543210"))
        self.assertFalse(self.asked(text, endpoint=None))
        several = {"StringEquals": {"aws:SourceVpce": ["vpce-0fedcba9876543210", TRY]}}
        self.assertTrue(self.asked(policy(statement(Condition=several))))

    def test_numbers_are_compared_as_numbers(self) -> None:
        open_to_all = statement()
        for condition, denied in [
            ({"NumericLessThan": {"s3:TlsVersion": "1.2"}}, False),
            ({"NumericLessThan": {"s3:TlsVersion": "1.3"}}, True),
            ({"NumericLessThan": {"s3:TlsVersion": "10"}}, True),
            ({"NumericEquals": {"s3:TlsVersion": 1.20}}, True),
            ({"NumericNotEquals": {"s3:TlsVersion": "1.2"}}, False),
            ({"NumericGreaterThanEquals": {"s3:TlsVersion": "1.2"}}, True),
            ({"NumericGreaterThan": {"s3:TlsVersion": "old"}}, False),
            ({"NumericLessThanIfExists": {"s3:max-keys": "9"}}, True),
            ({"NumericLessThan": {"s3:max-keys": "9"}}, False),
        ]:
            with self.subTest(condition=condition):
                text = policy(open_to_all, statement("Deny", Condition=condition))
                self.assertEqual(self.asked(text), not denied)

    def test_actions_ignore_case_and_resources_do_not(self) -> None:
        self.assertTrue(self.asked(policy(statement(Action=["s3:get*"]))))
        self.assertFalse(self.asked(policy(statement(Resource=f"{BUCKET}/A"))))
        self.assertTrue(self.asked(policy(statement(Resource=f"{BUCKET}/logs/????.gz")), key="/logs/0001.gz"))
        self.assertFalse(self.asked(policy(statement(Resource=f"{BUCKET}/logs/????.gz")), key="/logs/1.gz"))
        self.assertTrue(self.asked(policy(statement(Principal={"AWS": ["*"]}))))

    def test_a_denial_wins(self) -> None:
        open_to_all = statement(Action="s3:*", Resource=[BUCKET, f"{BUCKET}/*"])
        elsewhere = statement("Deny", Condition={"StringNotEquals": {"aws:SourceVpce": TRY}})
        self.assertTrue(self.asked(policy(open_to_all, elsewhere)))
        self.assertFalse(self.asked(policy(elsewhere, open_to_all), endpoint=None))
        plain = statement("Deny", Condition={"Bool": {"aws:SecureTransport": "false"}})
        self.assertTrue(self.asked(policy(open_to_all, plain)))
        others = {**statement("Deny", NotPrincipal={"AWS": "arn:aws:iam::123456789012:root"})}
        del others["Principal"]
        self.assertFalse(self.asked(policy(open_to_all, others)))

    def test_what_is_not_named_by_not_action_and_not_resource(self) -> None:
        kept = {**statement(NotAction="s3:Delete*")}
        del kept["Action"]
        self.assertTrue(self.asked(policy(kept)))
        self.assertFalse(self.asked(policy(kept), action="s3:DeleteObject"))

    def test_absent_keys(self) -> None:
        missing = {"Null": {"aws:SourceVpce": "true"}}
        self.assertTrue(self.asked(policy(statement(Condition=missing)), endpoint=None))
        self.assertFalse(self.asked(policy(statement(Condition=missing))))
        if_there = {"StringEqualsIfExists": {"aws:SourceVpce": "vpce-0fedcba9876543210"}}
        self.assertTrue(self.asked(policy(statement(Condition=if_there)), endpoint=None))
        self.assertFalse(self.asked(policy(statement(Condition=if_there))))

    def test_numbers_are_compared_as_numbers(self) -> None:
        old_tls = {"NumericLessThan": {"s3:TlsVersion": "1.2"}}
        for version, allowed in (("1.10", False), ("1.2", True), ("1.3", True)):
            context = {"s3:tlsversion": version}
            text = policy(statement(), statement("Deny", Condition=old_tls))
            self.assertEqual(allows(text, "s3:GetObject", f"{BUCKET}/a", context), allowed)
        self.assertTrue(self.asked(policy(statement(), statement("Deny", Condition=old_tls))))

    def test_what_cannot_be_judged_is_said(self) -> None:
        dated = {"DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}}
        with self.assertRaisesRegex(UnknownOperator, "DateLessThan"):
            self.asked(policy(statement(Condition=dated)))

    def test_special_characters_in_patterns_are_plain(self) -> None:
        self.assertTrue(like("a+b(c)", "a+b(c)"))
        self.assertFalse(like("aab", "a+b"))


class Public(unittest.TestCase):
    """docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"""

    def test_everyone_without_a_fixed_condition_is_public(self) -> None:
        self.assertTrue(is_public(policy(statement())))
        self.assertTrue(is_public(policy(statement(Condition={"StringLike": {"aws:SourceVpce": "vpce-*"}}))))
        self.assertTrue(is_public(policy(statement(Condition={"Bool": {"aws:SecureTransport": "true"}}))))

    def test_a_fixed_endpoint_a_denial_and_a_named_principal_are_not(self) -> None:
        self.assertFalse(is_public(None))
        self.assertFalse(is_public(policy(statement(Condition=THROUGH_TRY))))
        self.assertFalse(is_public(policy(statement("Deny"))))
        self.assertFalse(is_public(policy(statement(Principal={"AWS": "arn:aws:iam::123456789012:root"}))))


if __name__ == "__main__":
    unittest.main()
