import unittest
import uuid

from emulator_cases import NetworkCase
from emulator_support import REGION, start_emulator


def setUpModule() -> None:
    start_emulator()


class ZoneCase(NetworkCase):
    def setUp(self) -> None:
        super().setUp()
        self.route53 = self.emulator.client("route53")
        self.zone_name = f"z{uuid.uuid4().hex[:8]}.internal"

    def of_vpc(self, vpc: str | None = None) -> dict:
        return {"VPCId": vpc or self.vpc, "VPCRegion": REGION}

    def create(self, **arguments) -> dict:
        call = {"Name": self.zone_name, "CallerReference": uuid.uuid4().hex, "VPC": self.of_vpc()}
        return self.route53.create_hosted_zone(**{**call, **arguments})

    def zone(self, **arguments) -> str:
        return self.create(**arguments)["HostedZone"]["Id"].removeprefix("/hostedzone/")

    def change(self, zone: str, action: str, name: str, **record) -> dict:
        asked = {"Name": name, "Type": "A", **({} if "AliasTarget" in record else {"TTL": 60}), **record}
        batch = {"Changes": [{"Action": action, "ResourceRecordSet": asked}]}
        return self.route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch)["ChangeInfo"]

    def records(self, zone: str) -> dict:
        found = self.route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
        return {(r["Name"], r["Type"]): r for r in found}


class Zones(ZoneCase):
    """docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html"""

    def test_a_zone_with_a_vpc_is_private_and_in_sync_after_a_while(self) -> None:
        made = self.create(HostedZoneConfig={"Comment": "ours"})
        self.assertRegex(made["HostedZone"]["Id"], r"^/hostedzone/Z[A-Z0-9]+$")
        self.assertEqual(made["HostedZone"]["Config"], {"Comment": "ours", "PrivateZone": True})
        self.assertEqual(made["ChangeInfo"]["Status"], "PENDING")
        change = made["ChangeInfo"]["Id"]
        self.until(lambda: self.route53.get_change(Id=change)["ChangeInfo"]["Status"], "INSYNC")
        found = self.route53.get_hosted_zone(Id=made["HostedZone"]["Id"])
        self.assertEqual(found["VPCs"], [self.of_vpc()])
        self.assertNotIn("DelegationSet", found)
        kinds = {kind for _, kind in self.records(made["HostedZone"]["Id"])}
        self.assertEqual(kinds, {"NS", "SOA"})

    def test_a_zone_without_a_vpc_is_public(self) -> None:
        call = {"Name": self.zone_name, "CallerReference": uuid.uuid4().hex}
        made = self.route53.create_hosted_zone(**call)
        self.assertFalse(made["HostedZone"]["Config"]["PrivateZone"])
        self.assertEqual(len(made["DelegationSet"]["NameServers"]), 4)
        self.fails_with("HostedZoneAlreadyExists", self.route53.create_hosted_zone, **call)

    def test_one_zone_a_name_in_a_vpc(self) -> None:
        first = self.zone()
        self.fails_with("ConflictingDomainExists", self.create)
        other_vpc = self.ec2.create_vpc(CidrBlock="10.131.0.0/16")["Vpc"]["VpcId"]
        second = self.zone(VPC=self.of_vpc(other_vpc))
        associate = self.route53.associate_vpc_with_hosted_zone
        self.fails_with("ConflictingDomainExists", associate, HostedZoneId=second, VPC=self.of_vpc())
        self.route53.delete_hosted_zone(Id=second)
        associate(HostedZoneId=first, VPC=self.of_vpc(other_vpc))
        self.route53.disassociate_vpc_from_hosted_zone(HostedZoneId=first, VPC=self.of_vpc())
        last = {"HostedZoneId": first, "VPC": self.of_vpc(other_vpc)}
        self.fails_with("LastVPCAssociation", self.route53.disassociate_vpc_from_hosted_zone, **last)
        self.fails_with(
            "InvalidVPCId", associate, HostedZoneId=first, VPC=self.of_vpc("vpc-0123456789abcdef0")
        )

    def test_a_zone_with_records_stays(self) -> None:
        zone = self.zone()
        values = {"ResourceRecords": [{"Value": "10.0.0.1"}]}
        self.change(zone, "CREATE", f"a.{self.zone_name}", **values)
        self.fails_with("HostedZoneNotEmpty", self.route53.delete_hosted_zone, Id=zone)
        self.change(zone, "DELETE", f"a.{self.zone_name}", **values)
        self.route53.delete_hosted_zone(Id=zone)
        self.fails_with("NoSuchHostedZone", self.route53.get_hosted_zone, Id=zone)


class Records(ZoneCase):
    """docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html"""

    def setUp(self) -> None:
        super().setUp()
        self.zone_id = self.zone()
        self.name = f"a.{self.zone_name}"
        self.one, self.two = ({"ResourceRecords": [{"Value": value}]} for value in ("10.0.0.1", "10.0.0.2"))

    def refused(self, because: str, *change, **record) -> None:
        with self.assertRaises(self.route53.exceptions.InvalidChangeBatch) as refused:
            self.change(self.zone_id, *change, **record)
        self.assertIn(because, refused.exception.response["Error"]["Message"])

    def test_created_replaced_and_deleted_by_its_exact_values(self) -> None:
        change = self.change(self.zone_id, "CREATE", self.name.upper(), **self.one)
        self.until(lambda: self.route53.get_change(Id=change["Id"])["ChangeInfo"]["Status"], "INSYNC")
        self.refused("already exists", "CREATE", self.name, **self.two)
        self.change(self.zone_id, "UPSERT", self.name, **self.two)
        self.assertEqual(
            self.records(self.zone_id)[f"{self.name}.", "A"]["ResourceRecords"], self.two["ResourceRecords"]
        )
        self.refused("do not match the current values", "DELETE", self.name, **self.one)
        self.change(self.zone_id, "DELETE", self.name, **self.two)
        self.refused("it was not found", "DELETE", self.name, **self.two)

    def test_what_a_zone_does_not_take(self) -> None:
        cname = {"Type": "CNAME", "ResourceRecords": [{"Value": "b.example"}]}
        self.refused("is not permitted in zone", "CREATE", f"x{self.zone_name}", **self.one)
        self.refused("not permitted at apex", "CREATE", self.zone_name, **cname)
        self.change(self.zone_id, "CREATE", self.name, **self.one)
        self.refused("conflicts with other records", "CREATE", self.name, **cname)
        alias = {"HostedZoneId": "Z1", "DNSName": "b.example", "EvaluateTargetHealth": False}
        self.refused("more than one", "UPSERT", self.name, AliasTarget=alias, TTL=60, **self.one)

    def test_a_batch_is_done_whole_or_not_at_all(self) -> None:
        good = {"Name": self.name, "Type": "A", "TTL": 60, **self.one}
        changes = [
            {"Action": "CREATE", "ResourceRecordSet": r} for r in (good, {**good, "Name": "b.example"})
        ]
        call = {"HostedZoneId": self.zone_id, "ChangeBatch": {"Changes": changes}}
        self.fails_with("InvalidChangeBatch", self.route53.change_resource_record_sets, **call)
        self.assertNotIn((f"{self.name}.", "A"), self.records(self.zone_id))

    def test_aliases_and_wildcards_are_kept_as_aws_writes_them(self) -> None:
        target = {"HostedZoneId": "Z1", "DNSName": "LB.example", "EvaluateTargetHealth": True}
        self.change(self.zone_id, "CREATE", f"*.{self.zone_name}", AliasTarget=target)
        kept = self.records(self.zone_id)[f"\\052.{self.zone_name}.", "A"]
        self.assertEqual(kept["AliasTarget"], {**target, "DNSName": "lb.example."})
        self.assertNotIn("TTL", kept)
        self.change(self.zone_id, "DELETE", f"*.{self.zone_name}", AliasTarget=target)

    def test_calls_are_logged_with_the_zone(self) -> None:
        self.change(self.zone_id, "CREATE", self.name, **self.one)
        calls = self.emulator.lab("GET", "/lab/calls?after=0")
        of_zone = [call["action"] for call in calls if self.zone_id in call["resources"]]
        self.assertEqual(of_zone, ["CreateHostedZone", "ChangeResourceRecordSets"])


if __name__ == "__main__":
    unittest.main()
