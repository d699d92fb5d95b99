import {
  DescribeVpcBlockPublicAccessExclusionsCommand,
  type EC2Client,
  type InternetGatewayAttachment,
  paginateDescribeEgressOnlyInternetGateways,
  paginateDescribeInternetGateways,
  paginateDescribeNatGateways,
  type Tag,
} from "@aws-sdk/client-ec2";
import {
  type ElasticLoadBalancingV2Client,
  paginateDescribeLoadBalancers,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { allowed } from "./regionSwitches";

/** A way to or from the internet in a region. */
export interface PublicWay {
  readonly kind:
    | "internet gateway"
    | "egress-only internet gateway"
    | "public NAT gateway"
    | "internet-facing load balancer";
  readonly id: string;
  /** Tag `Name`, or a balancer's own; "" where there is none. */
  readonly name: string;
  /** Null: attached to none, so it leads nowhere. */
  readonly vpcId: string | null;
}

/** A VPC or subnet that block public access lets be. */
export interface Exclusion {
  readonly id: string;
  /** ARN of the VPC or subnet. */
  readonly resource: string;
  readonly mode: string;
}

export interface PublicWays {
  readonly ways: readonly PublicWay[];
  readonly exclusions: readonly Exclusion[];
  /** What could not be looked at, e.g. `ec2:DescribeNatGateways is not allowed`. */
  readonly unread: readonly string[];
}

const nameOf = (tags: readonly Tag[] | undefined): string =>
  tags?.find(({ Key }) => Key === "Name")?.Value ?? "";

const attachedTo = (attachments: readonly InternetGatewayAttachment[] | undefined): string | null =>
  attachments?.find(({ VpcId }) => VpcId !== undefined)?.VpcId ?? null;

/**
 * What block public access cuts in a region: each gateway to the internet, and what stands behind one. Classic load balancers and public
 * addresses are not listed apart: they work by an internet gateway of their VPC, which is. A right that is missing is told in `unread`.
 * @throws Error if AWS cannot be asked
 */
export async function readPublicWays(
  ec2: EC2Client,
  balancers: ElasticLoadBalancingV2Client,
): Promise<PublicWays> {
  const found = await Promise.all([
    allowed("ec2:DescribeInternetGateways", async () => {
      const ways: PublicWay[] = [];
      for await (const { InternetGateways = [] } of paginateDescribeInternetGateways({ client: ec2 }, {}))
        for (const { InternetGatewayId: id = "", Attachments, Tags } of InternetGateways)
          ways.push({ kind: "internet gateway", id, name: nameOf(Tags), vpcId: attachedTo(Attachments) });
      return ways;
    }),
    allowed("ec2:DescribeEgressOnlyInternetGateways", async () => {
      const ways: PublicWay[] = [];
      for await (const page of paginateDescribeEgressOnlyInternetGateways({ client: ec2 }, {}))
        for (const gateway of page.EgressOnlyInternetGateways ?? [])
          ways.push({
            kind: "egress-only internet gateway",
            id: gateway.EgressOnlyInternetGatewayId ?? "",
            name: nameOf(gateway.Tags),
            vpcId: attachedTo(gateway.Attachments),
          });
      return ways;
    }),
    allowed("ec2:DescribeNatGateways", async () => {
      const ways: PublicWay[] = [];
      for await (const { NatGateways = [] } of paginateDescribeNatGateways({ client: ec2 }, {}))
        for (const { NatGatewayId: id = "", ConnectivityType, State, Tags, VpcId: vpcId } of NatGateways)
          if (ConnectivityType !== "private" && (State === "available" || State === "pending"))
            ways.push({ kind: "public NAT gateway", id, name: nameOf(Tags), vpcId: vpcId ?? null });
      return ways;
    }),
    allowed("elasticloadbalancing:DescribeLoadBalancers", async () => {
      const ways: PublicWay[] = [];
      for await (const { LoadBalancers = [] } of paginateDescribeLoadBalancers({ client: balancers }, {}))
        for (const { LoadBalancerArn: id = "", LoadBalancerName: name = "", Scheme, VpcId } of LoadBalancers)
          if (Scheme === "internet-facing")
            ways.push({ kind: "internet-facing load balancer", id, name, vpcId: VpcId ?? null });
      return ways;
    }),
  ]);
  const exclusions = await allowed("ec2:DescribeVpcBlockPublicAccessExclusions", () => readExclusions(ec2));
  return {
    ways: found.flatMap((each) => ("unread" in each ? [] : each)),
    exclusions: "unread" in exclusions ? [] : exclusions,
    unread: [...found, exclusions].flatMap((each) => ("unread" in each ? [each.unread] : [])),
  };
}

/** Those in force; deleted ones are told for a while. */
async function readExclusions(client: EC2Client): Promise<readonly Exclusion[]> {
  const exclusions: Exclusion[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await client.send(new DescribeVpcBlockPublicAccessExclusionsCommand({ NextToken }));
    for (const each of answer.VpcBlockPublicAccessExclusions ?? [])
      if (!/^(delete|disable)-/.test(each.State ?? ""))
        exclusions.push({
          id: each.ExclusionId ?? "",
          resource: each.ResourceArn ?? "",
          mode: each.InternetGatewayExclusionMode ?? "",
        });
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return exclusions;
}

/**
 * Is the whole VPC of a way let be, both ways? An exclusion of a subnet does not tell whether the way is used from there alone, and one for
 * egress still cuts what comes in. Source: VPC guide, "VPC BPA exclusions".
 */
function isExcluded({ vpcId }: PublicWay, exclusions: readonly Exclusion[]): boolean {
  return (
    vpcId !== null &&
    exclusions.some(
      ({ resource, mode }) => mode === "allow-bidirectional" && resource.endsWith(`:vpc/${vpcId}`),
    )
  );
}

/** What block public access would cut: what leads somewhere, and is not let be. Pure. */
export function cutWays({ ways, exclusions }: Pick<PublicWays, "ways" | "exclusions">): readonly PublicWay[] {
  return ways.filter((way) => way.vpcId !== null && !isExcluded(way, exclusions));
}

/** The list for people. Pure. */
export function cutLines(found: PublicWays): readonly string[] {
  const cut = cutWays(found);
  const unread = found.unread.map((what) => `  not known: ${what.replace(/^nothing: /, "")}`);
  const kept = found.exclusions.map(({ id, resource, mode }) => `  excluded: ${resource} (${id}, ${mode})`);
  if (cut.length === 0 && unread.length === 0)
    return ["Block public access of this region cuts nothing that is there.", ...kept];
  return [
    `Block public access of this region cuts ${cut.length === 0 ? "nothing that can be seen" : `${cut.length} way(s) to or from the internet`}:`,
    ...cut.map(
      ({ kind, id, name, vpcId }) => `  ${kind} ${id}${name === "" ? "" : ` '${name}'`} of ${vpcId ?? "?"}`,
    ),
    ...kept,
    ...unread,
  ];
}
