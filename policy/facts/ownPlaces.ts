import { type StackFacts } from "./resource";

/** Types by whose ids a policy says from where a call must come (`aws:SourceVpce`, `aws:SourceVpc`). */
const placeTypes = ["aws:ec2/vpcEndpoint:VpcEndpoint", "aws:ec2/vpc:Vpc"] as const;

/** Ids of the stack's endpoints and VPCs, as far as they are known. */
export function ownPlaces(stack: StackFacts): ReadonlySet<string> {
  const ids = placeTypes.flatMap((type) => stack.ofType(type).map(({ props }) => props.text("id")));
  return new Set(ids.flatMap((id) => (id.state === "known" ? [id.value] : [])));
}
