/** What a stack exports, by name. `infra/index.ts` exports exactly these; cli, lab and tests read them through this type. */
export interface StackOutputs {
  readonly environment: string;
  readonly region: string;
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly subnetIds: Readonly<Record<string, readonly string[]>>;
  readonly vpnConnectionId: string;
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
