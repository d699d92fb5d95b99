import { EC2Client } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { LambdaClient, paginateListFunctions } from "@aws-sdk/client-lambda";
import { type Destination, type Surroundings } from "../link/destination";
import { type Routes } from "../link/routes";
import { type Behind, targetsBehind } from "./balancers";
import { Briefly } from "./briefly";
import { type Directory, findDestination } from "./finder";
import { type Listeners } from "./listeners";
import { lookUp, type NameAnswer } from "./names";
import { type Place, placeOf, storageEndpointOf } from "./places";
import { passToStorage } from "./storage";

/** Who asks, in the emulator's log of calls. */
const CALLER = "lab-machines";

export interface VpcOptions {
  readonly emulatorUrl: string;
  readonly region: string;
  readonly routes: Routes;
  /** What the build network's own name servers know: name → address. */
  readonly buildNetworkNames: Readonly<Record<string, string>>;
  readonly listeners: Listeners;
}

/**
 * The networks that the lab's machines and functions stand in, as the emulator's API tells them: names, load balancers, gateway endpoints.
 * Security groups and network ACLs do not act here: no packets run that they could filter (the policy judges them).
 */
export class VpcNetwork {
  private readonly ec2: EC2Client;
  private readonly balancing: ElasticLoadBalancingV2Client;
  private readonly lambda: LambdaClient;
  private readonly places = new Map<string, Promise<Place>>();
  private readonly names = new Briefly<NameAnswer>();
  private readonly balancers = new Briefly<Behind>();
  private readonly endpoints = new Briefly<string | null>();
  private readonly functionVpcs = new Briefly<readonly string[]>();
  private turn = 0;

  constructor(private readonly options: VpcOptions) {
    const configuration = {
      region: options.region,
      endpoint: options.emulatorUrl,
      credentials: { accessKeyId: CALLER, secretAccessKey: "lab" },
    };
    this.ec2 = new EC2Client(configuration);
    this.balancing = new ElasticLoadBalancingV2Client(configuration);
    this.lambda = new LambdaClient(configuration);
  }

  /** What an instance's network knows. */
  ofInstance(instanceId: string): Surroundings {
    return {
      find: (address) => this.find(address, async () => [(await this.placeOf(instanceId)).vpcId]),
      answer: (request, response) => {
        this.storageEndpoint(instanceId)
          .then((endpointId) => {
            passToStorage(this.options.emulatorUrl, endpointId, request, response);
          })
          .catch((error: unknown) => {
            response.writeHead(502, { "content-type": "text/plain" }).end(`${String(error)}\n`);
          });
      },
    };
  }

  /** What the functions' network knows. They share one entry, so a name may be known in the VPC of any of them. */
  ofFunctions(): Surroundings {
    return {
      find: (address) => this.find(address, () => this.functionVpcs.get("", () => this.vpcsOfFunctions())),
      answer: (_request, response) => {
        response
          .writeHead(405, { allow: "CONNECT" })
          .end("Functions reach the build network by CONNECT only.\n");
      },
    };
  }

  /** The instance is no more. */
  forget(instanceId: string): void {
    this.places.delete(instanceId);
  }

  private find(address: string, vpcIds: () => Promise<readonly string[]>): Promise<Destination> {
    const { emulatorUrl, routes, buildNetworkNames, listeners } = this.options;
    const directory: Directory = {
      buildNetworkNames,
      lookUp: async (name) => {
        let last: NameAnswer = { kind: "nothing", reason: `There is no VPC to look ${name} up in.` };
        for (const vpcId of await vpcIds()) {
          last = await this.names.get(`${vpcId} ${name}`, () => lookUp(emulatorUrl, vpcId, name));
          if (last.kind !== "nothing") break;
        }
        return last;
      },
      targetsBehind: (dnsName, port) =>
        this.balancers.get(`${dnsName}:${port}`, () => targetsBehind(this.balancing, dnsName, port)),
      portOf: ({ instanceId, port }) => listeners.portOf(instanceId, port),
      choose: (count) => (this.turn = (this.turn + 1) % count),
    };
    return findDestination(address, routes, directory);
  }

  private placeOf(instanceId: string): Promise<Place> {
    const known = this.places.get(instanceId);
    if (known !== undefined) return known;
    const place = placeOf(this.ec2, instanceId);
    this.places.set(instanceId, place);
    place.catch(() => this.places.delete(instanceId));
    return place;
  }

  private async storageEndpoint(instanceId: string): Promise<string | null> {
    const place = await this.placeOf(instanceId);
    return this.endpoints.get(place.subnetId, () => storageEndpointOf(this.ec2, place, this.options.region));
  }

  private async vpcsOfFunctions(): Promise<readonly string[]> {
    const found = new Set<string>();
    for await (const { Functions = [] } of paginateListFunctions({ client: this.lambda }, {})) {
      for (const { VpcConfig } of Functions) if (VpcConfig?.VpcId) found.add(VpcConfig.VpcId);
    }
    return [...found];
  }
}
