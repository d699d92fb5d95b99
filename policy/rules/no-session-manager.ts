import { controls } from "../controls";
import { deniedTypes } from "../denied/denied";
import { referencesOf } from "../facts/references";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { grantsOf } from "../iam/grants";
import { holderTypes, iamTypes, principalsOf } from "../iam/principals";
import { type Finding, refused, type Rule, undetermined } from "../rule";
import { nameIn } from "../types";

const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";
const fix = "Remove it. People reach VMs from the build network, over the VPN.";
const reason =
  "Systems Manager opens a shell, and a tunnel to any host that the machine reaches, to whoever may call AWS, from anywhere.";
const types = deniedTypes["no-session-manager"] ?? {};

/** Services that the agent on a machine calls. Source: Systems Manager guide, "Create VPC endpoints". */
const agentService = /\.(?:ssm|ssm-fips|ssmmessages|ssm-contacts|ssm-incidents|ec2messages)$/;

/** What the agent calls to take a session or command. Source: service authorization reference, Session Manager Message Gateway Service. */
const agentActions = [
  "ssmmessages:createcontrolchannel",
  "ssmmessages:createdatachannel",
  "ssmmessages:opencontrolchannel",
  "ssmmessages:opendatachannel",
  "ec2messages:getmessages",
  "ssm:updateinstanceinformation",
];

function check(resource: ResourceFacts): readonly Finding[] {
  if (resource.type === endpointType) {
    const service = resource.props.text("serviceName");
    // A name that is not known is a finding of `listed-endpoints-only`.
    return service.state === "known" && agentService.test(service.value)
      ? [refused([resource, "serviceName"], `"${service.value}"`, reason, fix)]
      : [];
  }
  const name = nameIn(types, resource.type);
  return name === undefined ? [] : [refused([resource], name, reason, fix)];
}

/** One finding for each statement that lets an agent in. */
function relate(stack: StackFacts): readonly Finding[] {
  const references = referencesOf(stack);
  return principalsOf(stack, references).flatMap((principal) => {
    const found = new Map<string, Finding>();
    for (const action of agentActions) {
      for (const { policy, statement, unknown } of grantsOf(principal, action)) {
        const place = [policy.owner, policy.property] as const;
        const key = `${policy.owner.urn} ${policy.property} ${statement?.sid ?? ""}`;
        if (found.has(key)) continue;
        const finding =
          unknown === undefined
            ? refused(place, `statement ${statement?.sid ?? ""}: ${action}`, reason, fix)
            : undetermined(place, unknown, reason, fix);
        found.set(key, finding);
      }
    }
    return [...found.values()];
  });
}

export const noSessionManager: Rule = {
  id: "no-session-manager",
  title: "No machine takes sessions or commands from Systems Manager.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["AC-17", "SC-7", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html",
  cause:
    "An endpoint of Systems Manager, a role with the rights of its agent (AmazonSSMManagedInstanceCore or the same by name), a hybrid activation, a " +
    "document, an association, a maintenance window.",
  fix,
  judges: (type) =>
    type === endpointType ||
    [...holderTypes, iamTypes.role, iamTypes.user, iamTypes.group].includes(type) ||
    nameIn(types, type) !== undefined,
  check,
  relate,
};
