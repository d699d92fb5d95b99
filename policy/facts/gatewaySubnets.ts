import { type ResourceFacts, type StackFacts } from "./resource";

const associationType = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";

/**
 * Subnets, by URN, whose route table holds a gateway endpoint's route. S3 and DynamoDB have public addresses, and only
 * from there do packets to them have a way.
 */
export function subnetsWithGatewayEndpoint(stack: StackFacts): ReadonlySet<string> {
  const tables = new Set(
    stack
      .ofType(endpointType)
      .filter(isGateway)
      .flatMap((endpoint) => endpoint.sources("routeTableIds").map(({ urn }) => urn)),
  );
  return new Set(
    stack
      .ofType(associationType)
      .filter((association) => association.sources("routeTableId").some(({ urn }) => tables.has(urn)))
      .flatMap((association) => association.sources("subnetId").map(({ urn }) => urn)),
  );
}

/** Source of the default: EC2 API, CreateVpcEndpoint, VpcEndpointType. */
function isGateway({ props }: ResourceFacts): boolean {
  const type = props.text("vpcEndpointType");
  return type.state === "absent" || (type.state === "known" && type.value === "Gateway");
}
