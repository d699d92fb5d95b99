import unittest

from lab.emulator.alarm_rules import parse_rule


class AlarmRules(unittest.TestCase):
    """docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html"""

    def holds(self, rule: str, **states: str) -> bool:
        return parse_rule(rule).holds(lambda wanted: states.get(wanted[1]) == wanted[0])

    def test_states_of_alarms(self) -> None:
        self.assertTrue(self.holds("ALARM(a)", a="ALARM"))
        self.assertFalse(self.holds("ALARM(a)", a="INSUFFICIENT_DATA"))
        self.assertTrue(self.holds("INSUFFICIENT_DATA(a)", a="INSUFFICIENT_DATA"))
        self.assertTrue(self.holds("OK(a)", a="OK"))

    def test_and_binds_before_or_and_not_before_both(self) -> None:
        rule = "ALARM(a) OR ALARM(b) AND NOT ALARM(c)"
        self.assertTrue(self.holds(rule, a="ALARM", c="ALARM"))
        self.assertFalse(self.holds(rule, b="ALARM", c="ALARM"))
        self.assertFalse(self.holds(f"({rule}) AND FALSE", a="ALARM"))
        self.assertTrue(self.holds("NOT (ALARM(a) AND ALARM(b)) AND TRUE", a="ALARM"))

    def test_names_may_be_quoted_or_arns(self) -> None:
        rule = parse_rule('ALARM("a b (c)") OR ALARM(arn:aws:cloudwatch:eu-central-1:1:alarm:d) or OK("d")')
        self.assertEqual(rule.alarms, ("a b (c)", "d"))

    def test_what_is_no_rule_says_where(self) -> None:
        for rule, where in (
            ("", "got 'the end'"),
            ("ALARM(a", "expected ), got 'the end'"),
            ("ALARM(a) ALARM(b)", "'ALARM' is not expected there"),
            ("RED(a)", "'RED' is none of"),
            ("ALARM(a) AND", "expected an expression"),
        ):
            with self.assertRaisesRegex(ValueError, where.replace("(", r"\(").replace(")", r"\)")):
                parse_rule(rule)


if __name__ == "__main__":
    unittest.main()
