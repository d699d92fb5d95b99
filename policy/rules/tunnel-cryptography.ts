import { controls } from "../controls";
import { type Fact } from "../facts/fact";
import { type ResourceFacts } from "../facts/resource";
import { type Finding, ofTypes, refused, type Rule, shown, undetermined } from "../rule";

const fix =
  "Name IKEv2, AES256-GCM-16, SHA2-384 or SHA2-512, and groups 20 or 21 for both phases of both tunnels, and no other.";
const reason =
  "AWS takes the weakest that a list and the other side have in common, and without a list anything it knows.";

/**
 * What each list may hold. Sources: VPN guide, "Tunnel options"; RFC 8247 (IKEv2), RFC 8221 (ESP); CNSA 1.0 (AES-256,
 * SHA-384, P-384).
 */
const strong: Readonly<Record<string, readonly (string | number)[]>> = {
  IkeVersions: ["ikev2"],
  Phase1EncryptionAlgorithms: ["AES256-GCM-16"],
  Phase2EncryptionAlgorithms: ["AES256-GCM-16"],
  Phase1IntegrityAlgorithms: ["SHA2-384", "SHA2-512"],
  Phase2IntegrityAlgorithms: ["SHA2-384", "SHA2-512"],
  Phase1DhGroupNumbers: [20, 21],
  Phase2DhGroupNumbers: [20, 21],
};

function checkList(
  connection: ResourceFacts,
  property: string,
  allowed: readonly (string | number)[],
): readonly Finding[] {
  const isNumeric = typeof allowed[0] === "number";
  const advice = `Set ${property} to ${JSON.stringify(allowed)}, or to one of them.`;
  const { props } = connection;
  const list: Fact<readonly Fact<string | number>[]> = isNumeric
    ? props.numbers(property)
    : props.texts(property);
  if (list.state === "unknown") return [undetermined([connection, property], list, reason, advice)];
  if (list.state === "absent" || list.value.length === 0)
    return [refused([connection, property], "not set", reason, advice)];
  return list.value.flatMap((fact, index) => {
    const place = [connection, `${property}[${index}]`] as const;
    if (fact.state === "unknown") return [undetermined(place, fact, reason, advice)];
    const isStrong = fact.state === "known" && allowed.includes(fact.value);
    return isStrong ? [] : [refused(place, shown(fact), reason, advice)];
  });
}

export const tunnelCryptography: Rule = {
  id: "tunnel-cryptography",
  title: "Tunnels take strong cryptography only: IKEv2, AES-256-GCM, SHA-384 and up, groups 20 and 21.",
  control: controls.oneLink,
  severity: "high",
  frameworks: { nist: ["SC-8(1)", "SC-13", "AC-17(2)"], cis: [], slsa: [] },
  url: "https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html",
  cause: "A tunnel with IKEv1, or with a cipher, hash or group that is weaker or not named.",
  fix,
  judges: ofTypes("aws:ec2/vpnConnection:VpnConnection"),
  check: (connection) =>
    ["tunnel1", "tunnel2"].flatMap((tunnel) =>
      Object.entries(strong).flatMap(([name, allowed]) => checkList(connection, tunnel + name, allowed)),
    ),
};
