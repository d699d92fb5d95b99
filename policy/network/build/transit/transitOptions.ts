import { type Match, type Step } from "../../network";
import { missingOf } from "../missing";
import { reasonOf } from "../parts";
import { type AttachmentPart } from "./transitTypes";

const ipv6: Match = { destination: ["::/0"] };

/** IPv6 passes an attachment only with its option. Source: EC2 API, CreateTransitGatewayVpcAttachmentRequestOptions, Ipv6Support: disabled by default. */
export function ipv6Filter({ kind, resource, name }: AttachmentPart): Step[] {
  if (kind !== "vpc" || resource === undefined) return [];
  const fact = resource.props.text("ipv6Support");
  if (fact.state === "known" && fact.value === "enable") return [];
  const why = fact.state === "unknown" ? fact.why : undefined;
  const missing = why === undefined ? undefined : missingOf(resource, "ipv6Support", why);
  const by = reasonOf(resource, `${name} has no IPv6 support`, {
    property: "ipv6Support",
    ...(missing && { missing }),
  });
  return [{ match: ipv6, to: null, take: why === undefined ? "always" : "perhaps", by }];
}

/**
 * References to groups hold through a gateway only if it and the attachment say so: then a new packet keeps its sender.
 * Source: EC2 API, SecurityGroupReferencingSupport: disabled by default for a gateway, enabled for an attachment.
 */
export function withoutSenders({ transit, resource, key }: AttachmentPart, step: Step): Step[] {
  if (transit.resource === undefined) return [step];
  const property = "securityGroupReferencingSupport";
  const gateway = transit.resource.props.text(property);
  const own = resource?.props.text(property);
  const isOff =
    gateway.state === "absent" ||
    [gateway, own].some((fact) => fact?.state === "known" && fact.value === "disable");
  if (!isOff) return [step];
  const sender = `tgw/${transit.key}/${key}`;
  return [
    { ...step, match: { ...step.match, state: "new" }, rewrite: { sender } },
    { ...step, match: { ...step.match, state: "reply" } },
  ];
}
