import { mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Command } from "../../cli/command";
import { parse } from "../../cli/parse";
import { Terminal } from "../../cli/terminal";
import { projectRoot } from "../../lab/toolchain";

export interface CommandRun {
  readonly code: number;
  /** stdout. */
  readonly printed: string;
  /** stderr, and why it failed. */
  readonly said: string;
}

/** Runs a command as `main` does, without a process of its own. */
export async function runCommand(command: Command, ...args: readonly string[]): Promise<CommandRun> {
  const texts = { out: "", err: "" };
  const stream = (name: keyof typeof texts) =>
    ({
      isTTY: false,
      write: (text: string) => {
        texts[name] += text;
        return true;
      },
    }) as unknown as NodeJS.WriteStream;
  const terminal = new Terminal(stream("out"), stream("err"), {});
  const signal = new AbortController().signal;
  try {
    const code = await command.run(parse(command, args), { root: projectRoot, terminal, signal });
    return { code, printed: texts.out, said: texts.err };
  } catch (error) {
    if (command.failureCode === undefined || !(error instanceof Error)) throw error;
    return { code: command.failureCode, printed: texts.out, said: texts.err + error.message };
  }
}

export const temporaryFolder = (): string => mkdtempSync(join(realpathSync(tmpdir()), "overflow-prove-"));

const urnOf = (type: string, name: string): string => `urn:pulumi:dev::p::${type}::${name}`;

/** A resource as a state holds it. */
export const stateResource = (type: string, name: string, id: string, outputs: object = {}) => ({
  ...{ urn: urnOf(`aws:${type}`, name), type: `aws:${type}`, id, custom: true, inputs: outputs },
  outputs: { id, ...outputs },
  sourcePosition: "project:///infra/network.ts#7,3",
});

/** A VPC with `web`, which `db` lets in on port 22; no way out of it. */
export const smallStack = [
  stateResource("ec2/vpc:Vpc", "main", "vpc-1", { cidrBlock: "10.0.0.0/16" }),
  stateResource("ec2/subnet:Subnet", "front", "subnet-1", { vpcId: "vpc-1", cidrBlock: "10.0.1.0/24" }),
  stateResource("ec2/routeTable:RouteTable", "table", "rtb-1", { vpcId: "vpc-1" }),
  stateResource("ec2/routeTableAssociation:RouteTableAssociation", "front", "rtbassoc-1", {
    ...{ subnetId: "subnet-1", routeTableId: "rtb-1" },
  }),
  stateResource("ec2/securityGroup:SecurityGroup", "web", "sg-web", {
    ...{ vpcId: "vpc-1", ingress: [] },
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
  }),
  stateResource("ec2/securityGroup:SecurityGroup", "db", "sg-db", {
    ...{ vpcId: "vpc-1", egress: [] },
    ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, securityGroups: ["sg-web"] }],
  }),
  ...[
    ["web", "10.0.1.10"],
    ["db", "10.0.1.20"],
  ].map(([name = "", privateIp]) =>
    stateResource("ec2/instance:Instance", name, `i-${name}`, {
      ...{ subnetId: "subnet-1", privateIp, vpcSecurityGroupIds: [`sg-${name}`], sourceDestCheck: true },
      ...{ associatePublicIpAddress: false, publicIp: "", instanceState: "running" },
    }),
  ),
];

/** What opens it: an internet gateway, a default route, and a public address of `web`. */
export const wayOut = [
  stateResource("ec2/internetGateway:InternetGateway", "gateway", "igw-1", { vpcId: "vpc-1" }),
  stateResource("ec2/route:Route", "default", "r-1", {
    ...{ routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" },
  }),
  stateResource("ec2/eip:Eip", "public", "eipalloc-1", { publicIp: "198.51.100.10", instance: "i-web" }),
];

/** Writes a state as `pulumi stack export` does. @returns the file */
export function writeState(folder: string, name: string, resources: readonly object[]): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify({ version: 3, deployment: { resources } }));
  return file;
}
