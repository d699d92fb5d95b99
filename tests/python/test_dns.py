import unittest

from lab.emulator.dns import FirewallRule, Record, ResolverRule, VpcNames, Zone, resolve

OWN = "staging.overflow.internal"
MIRROR = f"pypi.try.mirror.{OWN}"
BALANCER = "try-1234.elb.eu-central-1.amazonaws.com"
EC2 = "ec2.eu-central-1.amazonaws.com"


def addresses(*values: str) -> Record:
    return Record("A", values)


def zone(name: str, **records: tuple[Record, ...]) -> Zone:
    """Records by label; `apex` stands for the zone itself, `star` for `*`."""
    full = {"apex": name, "star": f"*.{name}"}
    own = {name: (Record("NS", ("ns-0.awsdns-00.com.",)), Record("SOA", ("ns-0.awsdns-00.com. …",)))}
    return Zone(
        name, {**own, **{full.get(label, f"{label}.{name}"): found for label, found in records.items()}}
    )


def allow(*domains: str, trusts: bool = False) -> FirewallRule:
    return FirewallRule("allowed", "ALLOW", domains, trusts)


BLOCK_ALL = FirewallRule("block-all", "BLOCK", ("*",), response="NXDOMAIN")
BLOCKED = {"answer": "blocked", "rule": "block-all", "response": "NXDOMAIN"}
PUBLIC = {"answer": "public"}
NONE = {"answer": "nxdomain"}


def address(*values: str) -> dict:
    return {"answer": "address", "addresses": list(values)}


class Firewall(unittest.TestCase):
    """docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-overview.html"""

    def test_without_rules_all_the_internet_can_be_asked(self) -> None:
        self.assertEqual(resolve(VpcNames(), "example.com"), PUBLIC)

    def test_what_is_not_on_the_list_is_blocked_by_the_rule_that_matches_first(self) -> None:
        names = VpcNames(firewall=(allow("pypi.org"), BLOCK_ALL))
        self.assertEqual(resolve(names, "pypi.org"), PUBLIC)
        self.assertEqual(resolve(names, "evil.example"), BLOCKED)

    def test_the_order_decides_not_the_kind_of_rule(self) -> None:
        names = VpcNames(firewall=(BLOCK_ALL, allow("pypi.org")))
        self.assertEqual(resolve(names, "pypi.org"), BLOCKED)

    def test_an_entry_covers_itself_and_a_wildcard_only_what_is_below(self) -> None:
        plain = VpcNames(firewall=(allow("example.com"), BLOCK_ALL))
        self.assertEqual(resolve(plain, "www.example.com"), BLOCKED)
        wild = VpcNames(firewall=(allow("*.example.com"), BLOCK_ALL))
        self.assertEqual(resolve(wild, "a.b.example.com"), PUBLIC)
        self.assertEqual(resolve(wild, "example.com"), BLOCKED)
        self.assertEqual(resolve(wild, "notexample.com"), BLOCKED)

    def test_case_and_the_final_dot_do_not_matter(self) -> None:
        names = VpcNames(firewall=(allow("pypi.org"), BLOCK_ALL))
        self.assertEqual(resolve(names, "PyPI.org."), PUBLIC)

    def test_an_alert_lets_pass(self) -> None:
        names = VpcNames(firewall=(FirewallRule("watch", "ALERT", ("*",)), BLOCK_ALL))
        self.assertEqual(resolve(names, "example.com"), PUBLIC)

    def test_a_rule_for_one_query_type_leaves_the_others(self) -> None:
        names = VpcNames(
            firewall=(FirewallRule("six", "BLOCK", ("*",), query_type="AAAA", response="NODATA"),)
        )
        self.assertEqual(resolve(names, "example.com", "A"), PUBLIC)
        self.assertEqual(resolve(names, "example.com", "AAAA")["rule"], "six")

    def test_names_of_private_zones_endpoints_and_forwarded_domains_are_blocked_too(self) -> None:
        names = VpcNames(
            firewall=(BLOCK_ALL,),
            zones=(zone(OWN, a=(addresses("10.0.0.1"),)), zone(EC2, apex=(addresses("10.0.0.2"),))),
            rules=(ResolverRule("corp.example", ("10.20.0.53:53",)),),
        )
        for name in (f"a.{OWN}", EC2, "git.corp.example"):
            self.assertEqual(resolve(names, name), BLOCKED)


class Redirection(unittest.TestCase):
    """FirewallDomainRedirectionAction: INSPECT (default) looks at every name of a chain, TRUST at the first.

    docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateFirewallRule.html
    """

    def names(self, trusts: bool, *more: str, kind: str = "alias") -> VpcNames:
        target = Record("A", alias=BALANCER) if kind == "alias" else Record("CNAME", (f"{BALANCER}.",))
        own = zone(OWN, **{"pypi.try.mirror": (target,)})
        return VpcNames(firewall=(allow(f"*.{OWN}", *more, trusts=trusts), BLOCK_ALL), zones=(own,))

    def test_an_alias_to_a_load_balancer_is_blocked_while_its_own_name_is_not_on_the_list(self) -> None:
        self.assertEqual(resolve(self.names(False), MIRROR), {**BLOCKED, "name": BALANCER})

    def test_it_is_answered_when_redirection_is_trusted_or_the_name_is_listed(self) -> None:
        wanted = {"answer": "alias", "target": BALANCER}
        self.assertEqual(resolve(self.names(True), MIRROR), wanted)
        self.assertEqual(resolve(self.names(False, "*.elb.eu-central-1.amazonaws.com"), MIRROR), wanted)

    def test_trust_does_not_open_the_target_itself(self) -> None:
        self.assertEqual(resolve(self.names(True), BALANCER), BLOCKED)

    def test_a_cname_into_the_public_dns_is_followed_and_named(self) -> None:
        names = self.names(True, kind="cname")
        self.assertEqual(resolve(names, MIRROR), {"answer": "public", "name": BALANCER})
        known = VpcNames(names.firewall, names.zones, balancers=frozenset({BALANCER}))
        self.assertEqual(resolve(known, MIRROR), {"answer": "alias", "target": BALANCER})

    def test_trust_holds_to_the_end_of_the_chain(self) -> None:
        chain = zone(OWN, a=(Record("CNAME", (f"b.{OWN}",)),), b=(Record("CNAME", ("c.example",)),))
        names = VpcNames(firewall=(allow(f"a.{OWN}", trusts=True), BLOCK_ALL), zones=(chain,))
        self.assertEqual(resolve(names, f"a.{OWN}"), {"answer": "public", "name": "c.example"})
        strict = VpcNames(firewall=(allow(f"a.{OWN}"), BLOCK_ALL), zones=(chain,))
        self.assertEqual(resolve(strict, f"a.{OWN}"), {**BLOCKED, "name": f"b.{OWN}"})

    def test_a_chain_may_end_at_an_endpoint_or_in_the_build_network(self) -> None:
        own = zone(OWN, api=(Record("A", alias=EC2),), git=(Record("CNAME", ("git.corp.example.",)),))
        names = VpcNames(
            zones=(own, zone(EC2, apex=(addresses("10.0.0.2"),))),
            rules=(ResolverRule("corp.example", ("10.20.0.53:53",)),),
        )
        self.assertEqual(resolve(names, f"api.{OWN}"), {**address("10.0.0.2"), "name": EC2})
        forwarded = {"answer": "forwarded", "to": ["10.20.0.53:53"], "name": "git.corp.example"}
        self.assertEqual(resolve(names, f"git.{OWN}"), forwarded)

    def test_a_chain_without_end_is_given_up(self) -> None:
        loop = zone(OWN, a=(Record("CNAME", (f"b.{OWN}",)),), b=(Record("CNAME", (f"a.{OWN}",)),))
        self.assertEqual(resolve(VpcNames(zones=(loop,)), f"a.{OWN}"), {"answer": "loop"})


class PrivateZones(unittest.TestCase):
    """docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html"""

    def test_a_record_answers_with_all_its_addresses(self) -> None:
        names = VpcNames(
            zones=(zone("buildmaster.corp.example", apex=(addresses("10.20.0.10", "10.20.0.11"),)),)
        )
        self.assertEqual(resolve(names, "buildmaster.corp.example"), address("10.20.0.10", "10.20.0.11"))

    def test_a_zone_that_lacks_the_record_never_falls_back_to_public_dns(self) -> None:
        names = VpcNames(zones=(zone("example.com", www=(addresses("10.0.0.1"),)),))
        self.assertEqual(resolve(names, "api.example.com"), NONE)
        self.assertEqual(resolve(names, "example.org"), PUBLIC)
        self.assertEqual(resolve(names, "notexample.com"), PUBLIC)

    def test_the_longest_matching_zone_alone_decides(self) -> None:
        outer = zone("example.com", **{"git.corp": (addresses("10.0.0.1"),)})
        names = VpcNames(zones=(outer, zone("corp.example.com", www=(addresses("10.0.0.2"),))))
        self.assertEqual(resolve(names, "www.corp.example.com"), address("10.0.0.2"))
        self.assertEqual(resolve(names, "git.corp.example.com"), NONE)

    def test_a_name_without_this_kind_of_record_is_there_all_the_same(self) -> None:
        records = {"txt": (Record("TXT", ('"hello"',)),), "a.below": (addresses("10.0.0.1"),)}
        names = VpcNames(zones=(zone(OWN, **records),))
        for name in (f"txt.{OWN}", f"below.{OWN}", OWN):
            self.assertEqual(resolve(names, name), {"answer": "nodata"})
        self.assertEqual(resolve(names, f"a.below.{OWN}", "AAAA"), {"answer": "nodata"})

    def test_a_wildcard_covers_what_does_not_exist_at_any_depth(self) -> None:
        # RFC 4592, 2.2.1
        names = VpcNames(
            zones=(zone(OWN, star=(addresses("10.0.0.9"),), **{"a.below": (addresses("10.0.0.1"),)}),)
        )
        self.assertEqual(resolve(names, f"x.{OWN}"), address("10.0.0.9"))
        self.assertEqual(resolve(names, f"x.y.{OWN}"), address("10.0.0.9"))
        self.assertEqual(resolve(names, f"a.below.{OWN}"), address("10.0.0.1"))
        self.assertEqual(resolve(names, f"b.below.{OWN}"), NONE)
        self.assertEqual(resolve(names, OWN), {"answer": "nodata"})


class Endpoints(unittest.TestCase):
    def test_their_own_names_lead_to_private_addresses(self) -> None:
        regional = "vpce-1-2.ec2.eu-central-1.vpce.amazonaws.com"
        names = VpcNames(public_addresses={regional: ("10.0.0.2", "10.0.1.2")})
        self.assertEqual(resolve(names, regional), address("10.0.0.2", "10.0.1.2"))
        self.assertEqual(resolve(names, EC2), PUBLIC)

    def test_a_load_balancers_name_is_left_to_who_knows_its_addresses(self) -> None:
        names = VpcNames(balancers=frozenset({BALANCER}))
        self.assertEqual(resolve(names, BALANCER), {"answer": "alias", "target": BALANCER})


class ResolverRules(unittest.TestCase):
    """docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-DSN-queries-to-vpc.html"""

    def test_the_most_specific_rule_wins(self) -> None:
        rules = (ResolverRule("example", ("10.20.0.1:53",)), ResolverRule("corp.example", ("10.20.0.2:53",)))
        names = VpcNames(rules=rules)
        self.assertEqual(resolve(names, "git.corp.example")["to"], ["10.20.0.2:53"])
        self.assertEqual(resolve(names, "corp.example")["to"], ["10.20.0.2:53"])
        self.assertEqual(resolve(names, "www.example")["to"], ["10.20.0.1:53"])
        self.assertEqual(resolve(names, "www.notexample"), PUBLIC)

    def test_a_system_rule_takes_a_part_of_a_forwarded_domain_back(self) -> None:
        rules = (ResolverRule("example", ("10.20.0.1:53",)), ResolverRule("aws.example"))
        names = VpcNames(rules=rules, zones=(zone("aws.example", a=(addresses("10.0.0.1"),)),))
        self.assertEqual(resolve(names, "a.aws.example"), address("10.0.0.1"))
        self.assertEqual(resolve(VpcNames(rules=rules), "a.aws.example"), PUBLIC)

    def test_a_rule_beats_the_zone_of_its_name_and_those_above_but_not_those_below(self) -> None:
        here = zone("corp.example", a=(addresses("10.0.0.1"),))
        for domain, forwarded in (
            ("corp.example", True),
            ("a.corp.example", True),
            ("example", False),
            ("", False),
        ):
            names = VpcNames(zones=(here,), rules=(ResolverRule(domain, ("10.20.0.1:53",)),))
            self.assertEqual(
                resolve(names, "a.corp.example")["answer"], "forwarded" if forwarded else "address"
            )

    def test_a_rule_for_the_root_takes_what_nothing_else_claims(self) -> None:
        names = VpcNames(rules=(ResolverRule("", ("10.20.0.1:53",)),))
        self.assertEqual(resolve(names, "example.com")["answer"], "forwarded")


if __name__ == "__main__":
    unittest.main()
