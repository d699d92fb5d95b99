import { createHmac } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EC2Client, RunInstancesCommand } from "@aws-sdk/client-ec2";
import { labAuthority } from "../../lab/certificates/authority";
import { type LabState } from "../../lab/state";
import { type LabInstance } from "../../lab/machines/instance";
import { type MachineState } from "../../lab/machines/machine";
import { type LinkPortState } from "../../lab/link/linkPort";
import { type Toolchain } from "../../lab/toolchain";

/** Key of the pool that `writePools` writes. */
const WORKER_KEY = "test-key";

function required(variable: string, what: string): string {
  const value = process.env[variable];
  if (value === undefined || value === "") {
    throw new Error(`${variable} is not set: it must name ${what}; run the tests by "npm test".`);
  }
  return value;
}

/** The tools that the test runner provides. */
export const testTools = (): Toolchain => ({
  node: process.execPath,
  python: required("OVERFLOW_PYTHON", "a Python with buildbot and moto"),
  pulumi: required("OVERFLOW_PULUMI", "the Pulumi CLI"),
  cacheDirectory: join(tmpdir(), "overflow-test-cache"),
});

/** Reads JSON of one of the lab's ports. */
export async function getJson<T>(port: number, path: string): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

export async function sendJson(port: number, method: string, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

/** A lab's region and machines as a test looks at them. */
export class Region {
  readonly ec2: EC2Client;

  constructor(private readonly state: LabState) {
    this.ec2 = new EC2Client({
      region: state.region,
      endpoint: `http://127.0.0.1:${state.ports.emulator}`,
      credentials: { accessKeyId: "lab-test", secretAccessKey: "lab" },
    });
  }

  /** Launches a VM for a worker, as the scaler does. `told`: more of its user data. */
  async launch(
    worker: string,
    { subnetId, ...told }: { readonly subnetId?: string; readonly [key: string]: unknown } = {},
  ): Promise<string> {
    const password = createHmac("sha256", WORKER_KEY).update(worker).digest("base64url");
    const master = { host: "10.20.0.10", port: 9989, tls: true };
    const userData = { overflow: 1, worker, master, certificateAuthority: labAuthority(), password, ...told };
    const { Instances } = await this.ec2.send(
      new RunInstancesCommand({
        ImageId: "ami-0123456789abcdef0",
        InstanceType: "m5.large",
        MinCount: 1,
        MaxCount: 1,
        ...(subnetId === undefined ? {} : { SubnetId: subnetId }),
        BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { Encrypted: true, VolumeSize: 30 } }],
        HibernationOptions: { Configured: true },
        MetadataOptions: { HttpTokens: "required", InstanceMetadataTags: "enabled" },
        UserData: Buffer.from(JSON.stringify(userData)).toString("base64"),
        TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: worker }] }],
      }),
    );
    const id = Instances?.[0]?.InstanceId;
    if (id === undefined) throw new Error("RunInstances answered no instance");
    return id;
  }

  async instance(id: string): Promise<LabInstance | undefined> {
    const { instances } = await getJson<{ instances: LabInstance[] }>(
      this.state.ports.emulator,
      "/lab/instances",
    );
    return instances.find((instance) => instance.id === id);
  }

  async machine(id: string): Promise<MachineState | undefined> {
    return (await this.machines()).find((machine) => machine.instanceId === id);
  }

  machines(): Promise<MachineState[]> {
    return getJson<MachineState[]>(this.state.ports.machines, "/machines");
  }

  async path(machine: string): Promise<LinkPortState | undefined> {
    const ports = await getJson<LinkPortState[]>(this.state.ports.machines, "/link");
    return ports.find((port) => port.machine === machine);
  }

  setPath(command: { machine: string; mode: string; delayMs?: number }): Promise<void> {
    return sendJson(this.state.ports.machines, "POST", "/link", command);
  }
}
