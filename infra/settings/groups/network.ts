import { group, list } from "../containers";
import { cidr, text } from "../values";

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
    workers: subnetBlocks("the VMs that build", "10.130.0.0/20"),
    endpoints: subnetBlocks("the interface endpoints of AWS services", "10.130.32.0/26"),
    scaler: subnetBlocks("the scaler", "10.130.33.0/26"),
  }),
  readableBuckets: list(
    "S3 buckets of this account that builds may read through the gateway endpoint",
    text("A bucket", /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "a bucket name", "acme-clone-bundles"),
    0,
    20,
  ),
});
