import json
import unittest
from xml.etree import ElementTree

from emulator_cases import VpnCase
from emulator_support import start_emulator

STRONG = {
    "IKEVersions": [{"Value": "ikev2"}],
    "Phase1EncryptionAlgorithms": [{"Value": "AES256-GCM-16"}],
    "Phase2EncryptionAlgorithms": [{"Value": "AES256-GCM-16"}],
    "Phase1IntegrityAlgorithms": [{"Value": "SHA2-384"}],
    "Phase2IntegrityAlgorithms": [{"Value": "SHA2-384"}],
    "Phase1DHGroupNumbers": [{"Value": 20}, {"Value": 21}],
    "Phase2DHGroupNumbers": [{"Value": 20}],
    "DPDTimeoutAction": "restart",
    "StartupAction": "add",
    "Phase1LifetimeSeconds": 28800,
    "Phase2LifetimeSeconds": 3600,
}


def setUpModule() -> None:
    start_emulator()


class Connection(VpnCase):
    def test_a_connection_is_pending_then_available_then_deleted(self) -> None:
        made = self.connect()
        self.assertEqual((made["State"], made["Category"], made["Type"]), ("pending", "VPN", "ipsec.1"))
        self.until(lambda: self.one(made["VpnConnectionId"])["State"], "available")
        self.ec2.delete_vpn_connection(VpnConnectionId=made["VpnConnectionId"])
        self.until(lambda: self.one(made["VpnConnectionId"])["State"], "deleted")
        self.assertNotIn("CustomerGatewayConfiguration", self.one(made["VpnConnectionId"]))

    def test_all_options_are_kept_for_each_tunnel(self) -> None:
        log = {
            "LogEnabled": True,
            "LogGroupArn": "arn:aws:logs:eu-central-1:123456789012:log-group:vpn",
            "LogOutputFormat": "json",
            "BgpLogEnabled": True,
            "BgpLogGroupArn": "arn:aws:logs:eu-central-1:123456789012:log-group:bgp",
            "BgpLogOutputFormat": "json",
        }
        first = {**STRONG, "TunnelInsideCidr": "169.254.21.0/30", "LogOptions": {"CloudWatchLogOptions": log}}
        second = {**STRONG, "TunnelInsideCidr": "169.254.22.0/30", "EnableTunnelLifecycleControl": True}
        options = {
            "StaticRoutesOnly": False,
            "LocalIpv4NetworkCidr": "10.20.0.0/16",
            "RemoteIpv4NetworkCidr": "10.130.0.0/16",
            "TunnelOptions": [first, second],
        }
        kept = self.one(self.available(Options=options))["Options"]
        self.assertEqual(
            (kept["LocalIpv4NetworkCidr"], kept["RemoteIpv4NetworkCidr"]), ("10.20.0.0/16", "10.130.0.0/16")
        )
        one, two = kept["TunnelOptions"]
        self.assertEqual(
            (one["TunnelInsideCidr"], two["TunnelInsideCidr"]), ("169.254.21.0/30", "169.254.22.0/30")
        )
        for tunnel in (one, two):
            self.assertEqual(tunnel["IkeVersions"], [{"Value": "ikev2"}])
            self.assertEqual(tunnel["Phase1DHGroupNumbers"], [{"Value": 20}, {"Value": 21}])
            self.assertEqual((tunnel["DpdTimeoutAction"], tunnel["Phase2LifetimeSeconds"]), ("restart", 3600))
        self.assertEqual(one["LogOptions"]["CloudWatchLogOptions"], log)
        self.assertEqual(
            (one["EnableTunnelLifecycleControl"], two["EnableTunnelLifecycleControl"]), (False, True)
        )

    def test_tunnels_share_no_address_and_no_key(self) -> None:
        tunnels = [t for _ in range(2) for t in self.one(self.available())["Options"]["TunnelOptions"]]
        for member in ("OutsideIpAddress", "TunnelInsideCidr", "PreSharedKey"):
            self.assertEqual(len({tunnel[member] for tunnel in tunnels}), 4, member)

    def test_two_customer_gateways_share_a_gateway_and_no_inside_block(self) -> None:
        spare = self.ec2.create_customer_gateway(Type="ipsec.1", IpAddress="192.0.2.20", BgpAsn=65010)
        other = {"CustomerGatewayId": spare["CustomerGateway"]["CustomerGatewayId"]}
        block = {"TunnelInsideCidr": "169.254.61.0/30"}
        first = self.one(self.available(Options={"TunnelOptions": [block]}))
        options = {"TunnelOptions": [{"TunnelInsideCidr": "169.254.62.0/30"}]}
        second = self.one(self.available(**other, Options=options))
        self.assertEqual(first["VpnGatewayId"], second["VpnGatewayId"])
        self.assertNotEqual(first["CustomerGatewayId"], second["CustomerGatewayId"])
        self.fails_with(
            "InvalidParameterValue", self.connect, **other, Options={"TunnelOptions": [block]}
        )

    def test_options_out_of_range_are_refused(self) -> None:
        for wrong in (
            {"Phase1LifetimeSeconds": 899},
            {"Phase1LifetimeSeconds": 900, "Phase2LifetimeSeconds": 900},
            {"DPDTimeoutSeconds": 29},
            {"PreSharedKey": "0startswithzero"},
            {"PreSharedKey": "short"},
            {"TunnelInsideCidr": "169.254.5.0/30"},
            {"TunnelInsideCidr": "10.0.0.0/30"},
            {"Phase1DHGroupNumbers": [{"Value": 5}]},
            {"Phase2EncryptionAlgorithms": [{"Value": "3DES"}]},
        ):
            with self.subTest(wrong):
                self.fails_with("InvalidParameterValue", self.connect, Options={"TunnelOptions": [wrong]})

    def test_tunnels_are_down_until_the_other_side_connects(self) -> None:
        connection_id = self.available()
        telemetry = self.one(connection_id)["VgwTelemetry"]
        outside = [t["OutsideIpAddress"] for t in self.one(connection_id)["Options"]["TunnelOptions"]]
        self.assertEqual(
            [(t["OutsideIpAddress"], t["Status"]) for t in telemetry], [(a, "DOWN") for a in outside]
        )
        self.emulator.lab("POST", "/lab/tunnels", {"status": "UP", "vpnConnectionId": connection_id})
        self.assertEqual([t["Status"] for t in self.one(connection_id)["VgwTelemetry"]], ["UP", "UP"])
        self.emulator.lab("POST", "/lab/tunnels", {"status": "DOWN", "outsideIpAddress": outside[0]})
        self.assertEqual([t["Status"] for t in self.one(connection_id)["VgwTelemetry"]], ["DOWN", "UP"])

    def test_modifications_keep_the_rest(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpnTunnelOptions.html
        connection_id = self.available(Options={"TunnelOptions": [STRONG, STRONG]})
        outside = self.one(connection_id)["Options"]["TunnelOptions"][1]["OutsideIpAddress"]
        change = {"VpnConnectionId": connection_id, "VpnTunnelOutsideIpAddress": outside}
        self.ec2.modify_vpn_tunnel_options(**change, TunnelOptions={"DPDTimeoutSeconds": 60})
        self.assertEqual(self.one(connection_id)["State"], "pending")
        self.until(lambda: self.one(connection_id)["State"], "available")
        first, second = self.one(connection_id)["Options"]["TunnelOptions"]
        self.assertEqual((first.get("DpdTimeoutSeconds"), second["DpdTimeoutSeconds"]), (None, 60))
        self.assertEqual(second["IkeVersions"], [{"Value": "ikev2"}])
        self.ec2.modify_vpn_connection_options(
            VpnConnectionId=connection_id, RemoteIpv4NetworkCidr="10.131.0.0/16"
        )
        self.assertEqual(self.one(connection_id)["Options"]["RemoteIpv4NetworkCidr"], "10.131.0.0/16")


class Configuration(VpnCase):
    """docs.aws.amazon.com/vpn/latest/s2svpn/cgw-static-routing-examples.html"""

    def xml(self, connection_id: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.one(connection_id)["CustomerGatewayConfiguration"])

    def test_the_file_says_what_the_tunnels_are(self) -> None:
        connection_id = self.available(
            Options={"TunnelOptions": [STRONG, {"TunnelInsideCidr": "169.254.40.4/30"}]}
        )
        root, options = self.xml(connection_id), self.one(connection_id)["Options"]["TunnelOptions"]
        self.assertEqual((root.tag, root.get("id")), ("vpn_connection", connection_id))
        self.assertEqual(root.findtext("customer_gateway_id"), self.customer)
        self.assertEqual(root.findtext("vpn_gateway_id"), self.gateway)
        one, two = root.findall("ipsec_tunnel")
        for part, shown in ((one, options[0]), (two, options[1])):
            self.assertEqual(
                part.findtext("vpn_gateway/tunnel_outside_address/ip_address"), shown["OutsideIpAddress"]
            )
            self.assertEqual(part.findtext("ike/pre_shared_key"), shown["PreSharedKey"])
            self.assertEqual(
                part.findtext("customer_gateway/tunnel_outside_address/ip_address"), "192.0.2.10"
            )
            self.assertEqual(part.findtext("customer_gateway/bgp/asn"), "65010")
            self.assertEqual(part.findtext("vpn_gateway/bgp/asn"), "64620")
            self.assertEqual(part.findtext("vpn_gateway/bgp/hold_time"), "30")
        self.assertEqual(two.findtext("vpn_gateway/tunnel_inside_address/ip_address"), "169.254.40.5")
        self.assertEqual(two.findtext("customer_gateway/tunnel_inside_address/ip_address"), "169.254.40.6")
        self.assertEqual(two.findtext("customer_gateway/tunnel_inside_address/network_cidr"), "30")
        self.assertEqual(one.findtext("ike/encryption_protocol"), "aes-256-gcm-16")
        self.assertEqual(one.findtext("ike/perfect_forward_secrecy"), "group20")
        self.assertEqual(two.findtext("ike/encryption_protocol"), "aes-128-cbc")
        self.assertEqual(two.findtext("ipsec/authentication_protocol"), "hmac-sha1-96")

    def test_static_routing_has_no_bgp(self) -> None:
        root = self.xml(self.available(Options={"StaticRoutesOnly": True}))
        self.assertEqual(root.findtext("vpn_connection_attributes"), "NoBGPVPNConnection")
        self.assertEqual(root.findall(".//bgp"), [])

    def test_keys_in_secrets_manager_show_nowhere_else(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnConnection.html, PreSharedKeyStorage
        connection_id = self.available(PreSharedKeyStorage="SecretsManager")
        shown = self.one(connection_id)
        self.assertEqual(
            [t["PreSharedKey"] for t in shown["Options"]["TunnelOptions"]], ["REDACTED", "REDACTED"]
        )
        keys = [t.findtext("ike/pre_shared_key") for t in self.xml(connection_id).findall("ipsec_tunnel")]
        self.assertEqual(keys, ["REDACTED", "REDACTED"])
        secrets = self.emulator.client("secretsmanager")
        kept = json.loads(secrets.get_secret_value(SecretId=shown["PreSharedKeyArn"])["SecretString"])
        self.assertEqual(len(set(kept.values())), 2)
        outside = shown["Options"]["TunnelOptions"][0]["OutsideIpAddress"]
        change = {"VpnConnectionId": connection_id, "VpnTunnelOutsideIpAddress": outside}
        self.ec2.modify_vpn_tunnel_options(**change, TunnelOptions={"PreSharedKey": "another_key_1"})
        kept = json.loads(secrets.get_secret_value(SecretId=shown["PreSharedKeyArn"])["SecretString"])
        self.assertIn("another_key_1", kept.values())
        self.ec2.delete_vpn_connection(VpnConnectionId=connection_id)
        self.fails_with(
            "ResourceNotFoundException", secrets.get_secret_value, SecretId=shown["PreSharedKeyArn"]
        )


if __name__ == "__main__":
    unittest.main()
