import { group, list, named } from "../containers";
import { cidr, oneOf, text } from "../values";
import { level, retentionDays } from "./words";

const subnetBlocks = (who: string, example: string) =>
  list(
    `Blocks of the subnets of ${who}, one a zone, in the order of the zones`,
    // Source of 16 and 28: VPC guide, "Subnet CIDR blocks".
    cidr("Block of one subnet", 16, 28, example),
    2,
    6,
  );

export const network = group("The VPC", {
  vpc: cidr(
    "Block of the VPC, private and apart from every block of the build network",
    16,
    28,
    "10.130.0.0/16",
  ),
  zones: list(
    "Availability zones, two or more",
    text("A zone", /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, "an availability zone of the region", "us-east-1a"),
    2,
    6,
  ),
  subnets: group("Subnets by role; none has a way to the internet", {
    // 3: each level has its own subnets, routes, groups and mirror.
    workers: named(
      "By trust level, which share no subnet, route table, group or mirror",
      level,
      subnetBlocks("the VMs that build at this trust level", "10.130.0.0/20"),
      1,
      3,
    ),
    mirrors: subnetBlocks("the mirrors and their load balancers", "10.130.32.0/25"),
    endpoints: subnetBlocks("the interface endpoints of AWS services", "10.130.33.0/26"),
    scaler: subnetBlocks("the scaler", "10.130.34.0/26"),
  }),
  logRetentionDays: oneOf("Days that flow logs of the VPC are kept", retentionDays, 90),
});
