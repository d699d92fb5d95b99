import json
import unittest

from emulator_support import ACCOUNT, REGION, Conformance, start_emulator

TUNNEL = {
    "Namespace": "AWS/VPN",
    "MetricName": "TunnelState",
    "Statistic": "Maximum",
    "Period": 60,
    "EvaluationPeriods": 3,
    "Threshold": 1,
    "ComparisonOperator": "LessThanThreshold",
    "TreatMissingData": "breaching",
}


def setUpModule() -> None:
    start_emulator()


class Alarms(Conformance):
    """docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html"""

    def setUp(self) -> None:
        self.cloudwatch = self.emulator.client("cloudwatch")

    def tearDown(self) -> None:
        for kind in ("CompositeAlarm", "MetricAlarm"):
            found = self.cloudwatch.describe_alarms(AlarmTypes=[kind])
            for alarm in found["CompositeAlarms"] + found["MetricAlarms"]:
                self.cloudwatch.delete_alarms(AlarmNames=[alarm["AlarmName"]])

    def put(self, name: str, **arguments) -> None:
        self.cloudwatch.put_metric_alarm(**{**TUNNEL, "AlarmName": name, **arguments})

    def state(self, name: str) -> str:
        found = self.cloudwatch.describe_alarms(
            AlarmNames=[name], AlarmTypes=["MetricAlarm", "CompositeAlarm"]
        )
        return (found["MetricAlarms"] + found["CompositeAlarms"])[0]["StateValue"]

    def set_state(self, name: str, value: str) -> None:
        self.cloudwatch.set_alarm_state(AlarmName=name, StateValue=value, StateReason="test")

    def test_a_new_alarm_has_no_data_and_a_changed_one_keeps_state_and_tags(self) -> None:
        self.put("one", Tags=[{"Key": "owner", "Value": "build"}])
        self.assertEqual(self.state("one"), "INSUFFICIENT_DATA")
        self.set_state("one", "ALARM")
        self.put("one", Period=120)
        self.assertEqual(self.state("one"), "ALARM")
        arn = f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:one"
        self.assertEqual(self.cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"][0]["Value"], "build")

    def test_composite_alarms_follow_those_that_they_name(self) -> None:
        self.put("one")
        self.put("two")
        self.cloudwatch.put_composite_alarm(AlarmName="both", AlarmRule="ALARM(one) AND ALARM(two)")
        self.cloudwatch.put_composite_alarm(AlarmName="above", AlarmRule='ALARM("both")')
        self.set_state("one", "ALARM")
        self.assertEqual(self.state("above"), "OK")
        self.set_state("two", "ALARM")
        self.assertEqual(self.state("above"), "ALARM")
        found = self.cloudwatch.describe_alarms()
        self.assertEqual([a["AlarmName"] for a in found["MetricAlarms"]], ["one", "two"])
        self.assertEqual(found["CompositeAlarms"], [])

    def test_what_a_composite_alarm_names_must_be_there_and_stay(self) -> None:
        put, delete = self.cloudwatch.put_composite_alarm, self.cloudwatch.delete_alarms
        refused = self.fails_with("ValidationError", put, AlarmName="both", AlarmRule="ALARM(none)")
        self.assertIn("do not exist", str(refused))
        self.fails_with("ValidationError", put, AlarmName="both", AlarmRule="ALARM(")
        self.put("one")
        put(AlarmName="both", AlarmRule="ALARM(one)")
        refused = self.fails_with("ValidationError", delete, AlarmNames=["one"])
        self.assertIn("Cannot delete one as there are composite alarm(s) depending on it.", str(refused))
        put(AlarmName="other", AlarmRule="OK(one)")
        self.fails_with("ValidationError", delete, AlarmNames=["both", "other"])
        delete(AlarmNames=["other"])
        delete(AlarmNames=["one", "both"])


class Topics(Conformance):
    """docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html"""

    def setUp(self) -> None:
        self.sns = self.emulator.client("sns")
        self.topic = self.sns.create_topic(Name="alarms")["TopicArn"]

    def attributes(self) -> dict:
        return self.sns.get_topic_attributes(TopicArn=self.topic)["Attributes"]

    def test_a_mail_address_must_be_confirmed(self) -> None:
        call = {"TopicArn": self.topic, "Protocol": "email", "Endpoint": "build@corp.example"}
        self.assertEqual(self.sns.subscribe(**call)["SubscriptionArn"], "pending confirmation")
        arn = self.sns.subscribe(**call, ReturnSubscriptionArn=True)["SubscriptionArn"]
        seen = self.sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
        self.assertEqual((seen["PendingConfirmation"], seen["Endpoint"]), ("true", "build@corp.example"))
        self.assertEqual(self.attributes()["SubscriptionsPending"], "1")
        self.fails_with("InvalidParameter", self.sns.unsubscribe, SubscriptionArn=arn)
        self.sns.delete_topic(TopicArn=self.topic)
        self.fails_with("NotFound", self.sns.get_subscription_attributes, SubscriptionArn=arn)

    def test_a_topic_shows_what_was_set(self) -> None:
        self.assertNotIn("KmsMasterKeyId", self.attributes())
        self.assertNotIn("DeliveryPolicy", self.attributes())
        policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*"}]})
        settings = {
            "KmsMasterKeyId": "alias/aws/sns",
            "DisplayName": "Alarms",
            "SignatureVersion": "2",
            "Policy": policy,
        }
        for name, value in settings.items():
            self.sns.set_topic_attributes(TopicArn=self.topic, AttributeName=name, AttributeValue=value)
        seen = self.attributes()
        self.assertEqual(json.loads(seen.pop("Policy")), json.loads(settings.pop("Policy")))
        self.assertEqual({name: seen[name] for name in settings}, settings)
        wrong = {"TopicArn": self.topic, "AttributeName": "Policy", "AttributeValue": "no JSON"}
        self.fails_with("InvalidParameter", self.sns.set_topic_attributes, **wrong)


class LogPolicies(Conformance):
    """docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html"""

    def setUp(self) -> None:
        self.logs = self.emulator.client("logs")

    def test_of_the_account_and_of_one_group(self) -> None:
        put, describe = self.logs.put_resource_policy, self.logs.describe_resource_policies
        arn = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:queries"
        of_group = {"resourceArn": arn, "policyDocument": "{}"}
        self.fails_with("ResourceNotFoundException", put, **of_group)
        self.logs.create_log_group(logGroupName="queries")
        put(policyName="all", policyDocument="{}")
        revision = put(**of_group)["revisionId"]
        account, own = describe()["resourcePolicies"], describe(resourceArn=arn)["resourcePolicies"]
        self.assertEqual([(p["policyName"], p["policyScope"]) for p in account], [("all", "ACCOUNT")])
        self.assertNotIn("revisionId", account[0])
        self.assertEqual([(p["revisionId"], p["policyScope"]) for p in own], [(revision, "RESOURCE")])
        self.fails_with("InvalidParameterException", put, **of_group)
        delete = self.logs.delete_resource_policy
        self.fails_with("InvalidParameterException", delete, resourceArn=arn, expectedRevisionId="other")
        delete(resourceArn=arn, expectedRevisionId=revision)
        delete(policyName="all")
        self.assertEqual(
            describe(policyScope="RESOURCE")["resourcePolicies"] + describe()["resourcePolicies"], []
        )


if __name__ == "__main__":
    unittest.main()
