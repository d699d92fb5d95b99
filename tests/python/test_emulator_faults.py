import unittest

from emulator_cases import ControlCase
from emulator_support import start_emulator


def setUpModule() -> None:
    start_emulator()


class Faults(ControlCase):
    """docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"""

    def fault(self, **body) -> None:
        self.emulator.lab("POST", "/lab/faults", body)

    def test_the_next_calls_fail_and_then_no_more(self) -> None:
        self.fault(action="DescribeVpcs", code="RequestLimitExceeded", times=2)
        for _ in range(2):
            error = self.fails_with("RequestLimitExceeded", self.ec2.describe_vpcs)
            self.assertEqual(error.response["ResponseMetadata"]["HTTPStatusCode"], 503)
        self.ec2.describe_vpcs()
        self.assertEqual(self.emulator.lab("GET", "/lab/faults"), [])

    def test_statuses_are_aws_s_unless_said_otherwise(self) -> None:
        for body, status in (
            ({"code": "InsufficientInstanceCapacity"}, 500),
            ({"code": "InternalError"}, 500),
            ({"code": "UnauthorizedOperation"}, 400),
            ({"code": "UnauthorizedOperation", "httpStatus": 403}, 403),
        ):
            self.fault(action="DescribeSubnets", **body)
            error = self.fails_with(body["code"], self.ec2.describe_subnets)
            self.assertEqual(error.response["ResponseMetadata"]["HTTPStatusCode"], status)

    def test_only_calls_that_name_the_instance_fail(self) -> None:
        first, second = self.launch(), self.launch()
        self.fault(action="TerminateInstances", code="InternalError", instanceIds=[first])
        self.ec2.terminate_instances(InstanceIds=[second])
        self.fails_with("InternalError", self.ec2.terminate_instances, InstanceIds=[first])

    def test_an_sdk_that_retries_gets_over_a_short_fault(self) -> None:
        self.fault(action="DescribeVpcs", code="InternalError", times=2)
        answer = self.emulator.client("ec2", attempts=3).describe_vpcs()
        self.assertEqual(answer["ResponseMetadata"]["RetryAttempts"], 2)

    def test_other_services_fail_in_their_own_form(self) -> None:
        self.fault(action="*", code="ThrottlingException", times=3)
        self.fails_with("ThrottlingException", self.emulator.client("dynamodb").list_tables)
        self.fails_with("ThrottlingException", self.emulator.client("iam").list_roles)
        self.fails_with("ThrottlingException", self.emulator.client("lambda").list_functions)

    def test_a_wrong_fault_is_refused_with_what_is_allowed(self) -> None:
        self.assertIn("'action'", self.refused("POST", "/lab/faults", {"code": "InternalError"}))
        wrong = {"action": "RunInstances", "code": "InternalError", "times": 0}
        self.assertIn("1 to 1000000, got 0", self.refused("POST", "/lab/faults", wrong))
        wrong = {"action": "RunInstances", "code": "InternalError", "instances": []}
        self.assertIn("'instances'", self.refused("POST", "/lab/faults", wrong))


if __name__ == "__main__":
    unittest.main()
