"""Network ACLs: ICMP types are kept, the closing deny rule shows, and unknown ids are named as such.

docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
"""

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.network_acls import NetworkAclBackend
from moto.ec2.responses import EC2Response
from moto.ec2.responses.network_acls import NetworkACLs

from .overlay import replace

# The rule that EC2 shows as `*`: nobody can change or delete it.
CLOSING_RULE_NUMBER = 32767


def install() -> None:
    make, drop_entry, describe = (
        NetworkAclBackend.create_network_acl,
        NetworkAclBackend.delete_network_acl_entry,
        NetworkAclBackend.describe_network_acls,
    )

    def create_network_acl(self: Any, vpc_id: str, tags: Any = None, default: bool = False) -> Any:
        acl = make(self, vpc_id, tags, default)
        for egress in (True, False) if not default else ():
            self.create_network_acl_entry(
                acl.id, CLOSING_RULE_NUMBER, "-1", "deny", egress, "0.0.0.0/0", None, None, None, None, None
            )
        return acl

    def delete_network_acl_entry(self: Any, network_acl_id: str, rule_number: int, egress: bool) -> Any:
        acl = self.get_network_acl(network_acl_id)
        if not any(e.egress == egress and e.rule_number == rule_number for e in acl.network_acl_entries):
            message = f"The network acl entry identified by {rule_number} does not exist."
            raise EC2ClientError("InvalidNetworkAclEntry.NotFound", message)
        return drop_entry(self, network_acl_id, rule_number, egress)

    def describe_network_acls(self: Any, network_acl_ids: Any = None, filters: Any = None) -> Any:
        for acl_id in network_acl_ids or []:
            if acl_id not in self.network_acls:
                raise EC2ClientError(
                    "InvalidNetworkAclID.NotFound", f"The network ACL '{acl_id}' does not exist"
                )
        return describe(self, network_acl_ids, filters)

    replace(NetworkAclBackend, create_network_acl, delete_network_acl_entry, describe_network_acls)
    replace(NetworkACLs, create_network_acl_entry, replace_network_acl_entry)


def _entry(response: EC2Response) -> dict[str, Any]:
    if response._get_param("RuleNumber") >= CLOSING_RULE_NUMBER:
        message = (
            f"RuleNumber must be 1 to {CLOSING_RULE_NUMBER - 1}, got {response._get_param('RuleNumber')}."
        )
        raise EC2ClientError("InvalidParameterValue", message)
    icmp, ports = response._get_param("IcmpTypeCode", {}), response._get_param("PortRange", {})
    return {
        "network_acl_id": response._get_param("NetworkAclId"),
        "rule_number": response._get_param("RuleNumber"),
        "protocol": response._get_param("Protocol"),
        "rule_action": response._get_param("RuleAction"),
        "egress": response._get_param("Egress"),
        "cidr_block": response._get_param("CidrBlock"),
        "ipv6_cidr_block": response._get_param("Ipv6CidrBlock"),
        "icmp_code": icmp.get("Code"),
        "icmp_type": icmp.get("Type"),
        "port_range_from": ports.get("From"),
        "port_range_to": ports.get("To"),
    }


def create_network_acl_entry(self: EC2Response) -> ActionResult:
    self.error_on_dryrun()
    self.ec2_backend.create_network_acl_entry(**_entry(self))
    return EmptyResult()


def replace_network_acl_entry(self: EC2Response) -> ActionResult:
    self.error_on_dryrun()
    self.ec2_backend.replace_network_acl_entry(**_entry(self))
    return EmptyResult()
