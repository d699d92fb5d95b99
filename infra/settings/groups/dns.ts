import { group, list, named } from "../containers";
import { orNone } from "../choice";
import { type Value } from "../field";
import { address, oneOf, text } from "../values";
import { retentionDays } from "./words";

/**
 * A host or domain name of two labels or more, in lower case, without a dot at its end. Source: RFC 1123, section 2.1
 * (letters, digits and -), RFC 1035, section 2.3.4 (63 characters a label).
 */
const dnsName = {
  pattern: /^(?=.{3,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
  allowed: "a name of two labels or more, lower-case, without a dot at its end",
};

export const dns = group("Names that resolve in the VPC; all others do not", {
  zone: text(
    "Private zone of the stack's own names, such as its mirrors'",
    dnsName.pattern,
    dnsName.allowed,
    "staging.overflow.internal",
  ),
  hosts: named(
    "Hosts of the build network by name, each with its address; their names resolve in the VPC without any server there",
    { ...dnsName, example: "buildmaster.corp.example" },
    address("The host's address in the build network", "10.20.0.10"),
    0,
    50,
  ),
  forward: orNone(
    group(
      "Domains whose names the build network's own servers answer, through an outbound resolver endpoint (about $183 a month)",
      {
        domains: list(
          "Domains, each with all names below it",
          text("A domain", dnsName.pattern, dnsName.allowed, "corp.example"),
          1,
          10,
        ),
        // Source of 6: Route 53 quotas, target IP addresses per Resolver rule.
        servers: list(
          "Name servers of the build network that answer them, on port 53",
          address("A name server", "10.20.0.53"),
          1,
          6,
        ),
      },
    ),
  ),
  logRetentionDays: oneOf("Days that the log of DNS queries is kept", retentionDays, 30),
});

/** Names as the settings say them. */
export type DnsSettings = Value<typeof dns>;
