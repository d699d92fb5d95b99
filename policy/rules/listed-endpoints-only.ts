import { controls } from "../controls";
import { denied, deniedName } from "../denied/denied";
import { expect, expectSet, expectUnset } from "../expect";
import { type ResourceFacts } from "../facts/resource";
import { type Finding, refused, type OptionValues, type Rule, type RuleOption, undetermined } from "../rule";

const id = "listed-endpoints-only";
const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";
const beside = "Who reads the endpoint would not see it, and it may be for an endpoint of somebody else's.";
const whole = "Declare it in the endpoint: routeTableIds, subnetIds, securityGroupIds, privateDnsEnabled.";
const fix =
  "Use an endpoint of a listed AWS service of the stack's own Region, with security groups of this stack.";
const reason = "An endpoint of any other service is a link to a network that the policy does not know.";

/** Services that the scaler, the workers and the mirrors call. */
const servicesOption: RuleOption = {
  description: "AWS services that may have an endpoint: what follows `com.amazonaws.<region>.` in the name.",
  default: [
    "dynamodb",
    "ec2",
    "kms",
    "lambda",
    "logs",
    "monitoring",
    "s3",
    "scheduler",
    "secretsmanager",
    "sqs",
    "sts",
  ],
  check(values) {
    const odd = values.find((value) => !/^[a-z0-9][a-z0-9.-]*$/.test(value));
    if (odd === undefined) return;
    throw new RangeError(
      `services: '${odd}' is not a service. Allowed: the end of an endpoint's name, e.g. ec2 or logs.`,
    );
  },
};

/** `com.amazonaws.eu-central-1.ec2`, and the same of AWS China. Anything else is someone's own endpoint service. */
const serviceName = /^(?:cn\.)?com\.amazonaws\.[a-z]{2}(?:-[a-z]+)+-\d+\.([a-z0-9.-]+)$/;

/** AWS: an interface endpoint without groups gets the VPC's default group (API CreateVpcEndpoint). */
function checkGroups(endpoint: ResourceFacts): readonly Finding[] {
  const { props } = endpoint;
  const type = props.text("vpcEndpointType");
  if (type.state === "unknown") return [undetermined([endpoint, "vpcEndpointType"], type, reason, fix)];
  const kind = type.state === "known" ? type.value : "Gateway";
  if (kind === "Gateway") return [];
  if (kind !== "Interface") {
    return [
      refused([endpoint, "vpcEndpointType"], `"${kind}"`, "Only gateways and interfaces are AWS's own.", fix),
    ];
  }
  const why = "The endpoint would get the default security group.";
  const groups = props.get("securityGroupIds");
  return expectSet(endpoint, "securityGroupIds", groups, why, "Name the endpoint's security group.");
}

function check(endpoint: ResourceFacts, options: OptionValues): readonly Finding[] {
  const { props } = endpoint;
  const services = options["services"] ?? servicesOption.default;
  const foreign = ["serviceRegion", "resourceConfigurationArn", "serviceNetworkArn"].flatMap((name) =>
    expectUnset(endpoint, name, props.get(name), reason, fix),
  );
  const name = expect({
    ...{ resource: endpoint, property: "serviceName", fact: props.text("serviceName"), reason },
    accepts: (text) => services.includes(serviceName.exec(text)?.[1] ?? ""),
    absentIs: "refused",
    fix: `Use a listed service: ${[...services].sort().join(", ")}.`,
  });
  return [...name, ...foreign, ...checkGroups(endpoint)];
}

export const listedEndpointsOnly: Rule = {
  id,
  title: "VPC endpoints are for listed AWS services only, and have security groups of their own.",
  control: controls.listedServices,
  severity: "critical",
  frameworks: { nist: ["SC-7(5)", "SC-7(4)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html",
  cause:
    "An endpoint of another service, Region or owner; an interface endpoint without a security group; its tables, subnets or groups as " +
    "resources of their own.",
  fix,
  options: { services: servicesOption },
  judges: (type) => type === endpointType || deniedName(id, type) !== undefined,
  check: (resource, options) =>
    resource.type === endpointType ? check(resource, options) : denied(id, resource, beside, whole),
};
