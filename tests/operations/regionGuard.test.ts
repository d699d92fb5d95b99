import { expect } from "chai";
import { projectRoot } from "../../lab/toolchain";
import { regionLines } from "../../cli/regionWords";
import { cutWays } from "../../operations/publicWays";
import { checkGuard, GuardRefused, placeOnAws, regionReport } from "../../operations/regionGuard";
import { type LabState } from "../../lab/state";
import { type Answers, closedRegion, denied, FakeRegion, options } from "./fakeRegion";

const settings = (regionGuard: "owner" | "asserted" | "organization", account = "111122223333") => ({
  account,
  region: "us-east-1",
  regionGuard,
});
const held = "<managedBy>declarative-policy</managedBy>";
const gateway = (id: string, vpc: string): string =>
  `<item><internetGatewayId>${id}</internetGatewayId><attachmentSet>${vpc === "" ? "" : `<item><vpcId>${vpc}</vpcId></item>`}</attachmentSet>` +
  "<tagSet><item><key>Name</key><value>shop</value></item></tagSet></item>";
/** A region that is in use: what block public access would cut, and what not. */
const busy: Answers = {
  ...closedRegion,
  DescribeVpcBlockPublicAccessOptions: options("off", "<state>default-state</state>"),
  DescribeInternetGateways: `<internetGatewaySet>${gateway("igw-1", "vpc-1")}${gateway("igw-2", "")}${gateway("igw-3", "vpc-3")}</internetGatewaySet>`,
  DescribeEgressOnlyInternetGateways:
    "<egressOnlyInternetGatewaySet><item><egressOnlyInternetGatewayId>eigw-1</egressOnlyInternetGatewayId><attachmentSet><item><vpcId>vpc-1</vpcId></item></attachmentSet></item></egressOnlyInternetGatewaySet>",
  DescribeNatGateways: `<natGatewaySet>${["public", "private"]
    .map(
      (kind) =>
        `<item><natGatewayId>nat-${kind}</natGatewayId><connectivityType>${kind}</connectivityType><state>available</state><vpcId>vpc-1</vpcId></item>`,
    )
    .join("")}</natGatewaySet>`,
  DescribeLoadBalancers: `<LoadBalancers>${["internet-facing", "internal"]
    .map(
      (scheme) =>
        `<member><LoadBalancerArn>arn:${scheme}</LoadBalancerArn><LoadBalancerName>web</LoadBalancerName><Scheme>${scheme}</Scheme><VpcId>vpc-1</VpcId></member>`,
    )
    .join("")}</LoadBalancers>`,
  DescribeVpcBlockPublicAccessExclusions: `<vpcBlockPublicAccessExclusionSet>${[
    "create-complete",
    "delete-complete",
  ]
    .map(
      (state) =>
        `<item><exclusionId>e-${state}</exclusionId><internetGatewayExclusionMode>allow-bidirectional</internetGatewayExclusionMode><resourceArn>arn:aws:ec2:us-east-1:1:vpc/vpc-3</resourceArn><state>${state}</state></item>`,
    )
    .join("")}</vpcBlockPublicAccessExclusionSet>`,
};
const wouldCut = [
  "internet gateway igw-1",
  "egress-only internet gateway eigw-1",
  "public NAT gateway nat-public",
  "internet-facing load balancer arn:internet-facing",
];

describe("the guard of a region on AWS", () => {
  const region = new FakeRegion();
  before(() => region.start());
  after(() => region.stop());
  beforeEach(() => {
    region.answers = closedRegion;
    region.asked.length = 0;
  });

  const check = async (guard: ReturnType<typeof settings>) => {
    const notices: string[] = [];
    const place = placeOnAws("staging", projectRoot, region.env);
    const cuts = await checkGuard(place, guard, (line) => notices.push(line));
    return {
      cuts: cuts === null ? undefined : cutWays(cuts).map(({ kind, id }) => `${kind} ${id}`),
      notices,
    };
  };
  const refusalOf = async (guard: ReturnType<typeof settings>): Promise<Error> => {
    const error = await check(guard).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error instanceof Error) return error;
    throw new Error("It was not refused.");
  };

  it("lets up who relies on it where it is closed, and looks at what is cut for nobody", async () => {
    for (const guard of ["asserted", "owner"] as const)
      expect(await check(settings(guard))).to.deep.equal({ cuts: undefined, notices: [] });
    expect(region.asked).not.to.include("DescribeInternetGateways");
  });

  it("refuses who relies on it where a switch is open, on its way, or may not be read", async () => {
    for (const [change, words] of [
      [
        { GetEbsEncryptionByDefault: "<ebsEncryptionByDefault>false</ebsEncryptionByDefault>" },
        "got      off",
      ],
      [{ GetInstanceMetadataDefaults: "<accountLevel/>" }, "got      no preference"],
      [
        {
          DescribeVpcBlockPublicAccessOptions: options(
            "block-bidirectional",
            "<state>update-in-progress</state>",
          ),
        },
        "got      block-bidirectional, not yet in force",
      ],
      [{ GetSerialConsoleAccessStatus: denied }, "ec2:GetSerialConsoleAccessStatus is not allowed"],
      [
        { DescribeVpcBlockPublicAccessOptions: denied },
        "ec2:DescribeVpcBlockPublicAccessOptions is not allowed",
      ],
    ] as const) {
      region.answers = { ...closedRegion, ...change };
      const error = await refusalOf(settings("asserted"));
      expect(error).to.be.instanceOf(GuardRefused);
      expect(error.message).to.contain(words);
    }
  });

  it("tells an owner whom the organization overrules", async () => {
    const more = `<state>update-complete</state>${held}`;
    region.answers = {
      ...closedRegion,
      DescribeVpcBlockPublicAccessOptions: options("block-bidirectional", more),
    };
    expect((await check(settings("owner"))).notices[0]).to.contain(
      "Set overflow:regionGuard to organization",
    );
  });

  it("shows its owner, before block public access is first set, all that it cuts and nothing else", async () => {
    region.answers = busy;
    const { cuts } = await check(settings("owner"));
    expect(cuts).to.have.members(wouldCut);
    region.answers = { ...busy, ...quiet };
    expect((await check(settings("owner"))).cuts).to.equal(undefined);
  });

  it("is another account's for credentials of another account: that says nothing", async () => {
    expect((await refusalOf(settings("asserted", "444455556666"))).message).to.contain(
      "The credentials are of account 111122223333, and staging is for 444455556666",
    );
  });

  it("is not looked at for an owner in the lab", async () => {
    const place = { ...placeOnAws("staging", projectRoot, region.env), lab: {} as LabState };
    expect(await checkGuard(place, settings("owner"), () => undefined)).to.equal(null);
    expect(region.asked).to.deep.equal([]);
  });

  it("is told whole by doctor: each switch, each way that is cut, what is let be, and what cannot be seen", async () => {
    region.answers = { ...busy, DescribeNatGateways: denied, GetImageBlockPublicAccessState: denied };
    const place = placeOnAws("staging", projectRoot, region.env);
    const lines = regionLines(await regionReport(place, settings("owner"))).join("\n");
    for (const words of [
      /^us-east-1 in account 111122223333, whose guard staging owns/,
      /✗ VPC block public access +off, must be block-bidirectional/,
      /✓ EC2 serial console access +off\n/,
      /✗ block public access for AMIs +nothing: ec2:GetImageBlockPublicAccessState is not allowed/,
      /'overflow up staging' closes what is open\./,
      /cuts 3 way\(s\) to or from the internet:\n {2}internet gateway igw-1 'shop' of vpc-1\n/,
      / {2}internet-facing load balancer arn:internet-facing 'web' of vpc-1\n/,
      / {2}excluded: arn:aws:ec2:us-east-1:1:vpc\/vpc-3 \(e-create-complete, allow-bidirectional\)/,
      / {2}not known: ec2:DescribeNatGateways is not allowed/,
    ])
      expect(lines).to.match(words);
    for (const absent of ["igw-2", "igw-3", "arn:internal", "e-delete-complete"])
      expect(lines).not.to.contain(absent);
  });
});

/** Nothing that block public access would cut. */
const quiet: Answers = {
  DescribeInternetGateways: "",
  DescribeEgressOnlyInternetGateways: "",
  DescribeNatGateways: "",
  DescribeLoadBalancers: "",
};
