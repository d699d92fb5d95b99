/** What a stack exports, by name. `infra/index.ts` exports exactly these; cli, lab and tests read them through this type. */
export interface StackOutputs {
  readonly environment: string;
  readonly region: string;
  /** The VPN, for the machines at its other end: `overflow gateway <env>`. No secret in it. */
  readonly link: LinkOutputs;
  /** By trust level: what its mirrors answer under, and where their certificate belongs (null: they speak plain HTTP). */
  readonly mirrors: Readonly<Record<string, MirrorOutputs>>;
  /** Bucket of the mirrors' logs and of builds that went past them: `overflow report mirror <env>`. */
  readonly recordsBucket: string;
  readonly scalerFunctionName: string;
  readonly scalerTableName: string;
  /** The pools file for the build master, without secrets. */
  readonly poolsFile: PoolsFile;
  /** Secret output. */
  readonly masterCredentials: MasterCredentials;
}

/** What `overflow workers <env>` writes for the build master: which cloud workers exist, on which builders. No secret in it. */
export interface PoolsFile {
  readonly schema: 1;
  readonly environment: string;
  /** `sha256:<hex>` of the canonical JSON of all other fields (keys sorted, no spaces). */
  readonly version: string;
  readonly pools: readonly PoolsFilePool[];
}

export interface PoolsFilePool {
  readonly name: string;
  readonly platform: string;
  readonly trust: string;
  /** Glob patterns of builder names, `*` = any run of characters. */
  readonly builders: readonly string[];
  readonly workers: readonly string[];
}

/** Second file that `overflow workers <env>` writes, mode 0600: what the master needs to know the workers and the scaler. */
export interface MasterCredentials {
  readonly schema: 1;
  readonly environment: string;
  readonly scalerUser: string;
  readonly scalerPassword: string;
  /** Pool name → worker key. A worker's password is base64url(HMAC-SHA256(key, worker name)), without padding. */
  readonly workerKeys: Readonly<Record<string, string>>;
}

/** What the gateways of the build network must be told. */
export interface LinkOutputs {
  readonly connections: readonly LinkConnection[];
  /** The build network: all that may be reached through the link, and all that a gateway may announce. */
  readonly blocks: readonly string[];
  readonly vpcCidr: string;
  /** Everything that may open a connection from the VPC into the build network. */
  readonly crossings: readonly Crossing[];
  /** nginx's `stream` configuration that passes TLS on to the mirrors' origins; null where no mirror needs one. */
  readonly egress: string | null;
}

/** One VPN connection: two tunnels to one gateway of the build network. */
export interface LinkConnection {
  /** The gateway's name in the settings. */
  readonly gateway: string;
  readonly connectionId: string;
  readonly gatewayAddress: string;
  readonly gatewayAsn: number;
  readonly amazonAsn: number;
  readonly routing: "static" | "bgp";
  readonly tunnels: readonly LinkTunnel[];
}

export interface LinkTunnel {
  /** AWS's end, a public address. */
  readonly outsideAddress: string;
  /** A /30; AWS's side has its first address, the gateway its second. */
  readonly insideBlock: string;
  readonly gatewayInsideAddress: string;
  readonly amazonInsideAddress: string;
  /** The secret that holds the pre-shared keys of the connection; both tunnels name the same one. */
  readonly presharedKeySecretArn: string;
}

/** Who in the VPC may open a connection to whom in the build network. */
export interface Crossing {
  /** Name of the flow that it comes from. */
  readonly name: string;
  /** Blocks of the VPC. */
  readonly from: readonly string[];
  /** Block of the build network. */
  readonly to: string;
  readonly protocol: "tcp" | "udp";
  /** First and last port. */
  readonly ports: readonly [number, number];
}

/** The mirrors of one trust level. */
export interface MirrorOutputs {
  readonly hostNames: readonly string[];
  readonly certificateSecretArn: string | null;
}
