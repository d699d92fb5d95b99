/** The account that the lab plays. */
export const accountId = "123456789012";

export const partition = "aws";

/** What {@link Aws.client} passes to each client of the AWS SDK. */
export interface ClientSettings {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** The settings of one `aws` provider resource, which Configure brings. */
export interface AwsSettings {
  readonly region: string;
  /** Tags that every taggable resource gets beside its own. */
  readonly defaultTags: Readonly<Record<string, string>>;
  /** URL of the emulator. */
  readonly endpoint: string;
  /** Tells the lab's programs apart in the call log; no secret, since the emulator checks none. */
  readonly accessKeyId: string;
}

/** By class, then by region. */
type Clients = Map<unknown, Map<string, unknown>>;

/** Access to AWS for one request: clients of one region, and how long waits may take. */
export class Aws {
  readonly settings: AwsSettings;
  /** Aborted when the engine cancels: every wait ends. */
  readonly signal: AbortSignal;
  readonly region: string;
  /** How long a wait may take, when the resource's `customTimeouts` says; else the resource type decides. */
  readonly timeoutSeconds: number | undefined;
  /** See {@link acknowledged}; undefined while nothing was made. */
  createdId: string | undefined;
  private readonly clients: Clients;

  constructor(
    settings: AwsSettings,
    signal: AbortSignal,
    request: { region?: string | undefined; timeoutSeconds?: number; clients?: Clients } = {},
  ) {
    this.settings = settings;
    this.signal = signal;
    this.region = request.region ?? settings.region;
    // The engine says 0 when nothing is set.
    this.timeoutSeconds = request.timeoutSeconds === 0 ? undefined : request.timeoutSeconds;
    this.clients = request.clients ?? new Map<unknown, Map<string, unknown>>();
  }

  /** The same access for one request, whose resource may name another region. */
  for(request: { region?: string | undefined; timeoutSeconds?: number }): Aws {
    return new Aws(this.settings, this.signal, { ...request, clients: this.clients });
  }

  /** One client per service and region: made at its first use, since each service's model takes time to load. */
  client<Client>(constructor: new (settings: ClientSettings) => Client): Client {
    const regional = this.clients.get(constructor) ?? new Map<string, unknown>();
    this.clients.set(constructor, regional);
    const known = regional.get(this.region);
    if (known !== undefined) return known as Client;
    const { endpoint, accessKeyId } = this.settings;
    const made = new constructor({
      region: this.region,
      endpoint,
      // Always named here: the user's own credentials must never reach the lab.
      credentials: { accessKeyId, secretAccessKey: accessKeyId },
      maxAttempts: 5,
    });
    regional.set(this.region, made);
    return made;
  }

  /**
   * Notes the id of a resource that AWS has just made, and answers it. What fails after this (a wait, a second call)
   * leaves a resource that the engine must know of.
   */
  acknowledged(id: string): string {
    this.createdId = id;
    return id;
  }

  arn(service: string, resource: string): string {
    return `arn:${partition}:${service}:${this.region}:${accountId}:${resource}`;
  }
}
