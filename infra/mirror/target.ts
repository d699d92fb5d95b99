import { type MirrorSettings } from "../settings/groups/mirrors";

/** Modules of nginx that a configuration may use beyond those of every build. */
export type NginxModule = "http_slice_module";

/** The nginx that a configuration is rendered for. Relative paths are below the folder given to nginx by `-p`. */
export interface NginxTarget {
  readonly modules: readonly NginxModule[];
  /** `ADDRESS:PORT` where workers are served. */
  readonly listen: string;
  /** `ADDRESS:PORT` of the load balancer's health check, plain HTTP. */
  readonly heartbeat: string;
  /** What workers are shown; null: plain HTTP. */
  readonly certificate: { readonly chain: string; readonly privateKey: string } | null;
  /** Authorities that an origin's certificate must come from, PEM. */
  readonly trusted: string;
  readonly cacheFolder: string;
  /** For files on their way in or out. */
  readonly temporaryFolder: string;
  readonly accessLog: string;
  readonly pidFile: string;
}

/** Port of the heartbeat: apart from what workers may reach. */
export const heartbeatPort = 8081;

/** Port that a level's workers are served on. */
export function servingPort(transport: MirrorSettings["transport"]): 443 | 80 {
  return transport === "tls" ? 443 : 80;
}

/** nginx on the mirror image, as images/mirror/bootstrap.py lays its files out. */
export function imageTarget({ transport, slice }: Pick<MirrorSettings, "transport" | "slice">): NginxTarget {
  return {
    modules: slice ? ["http_slice_module"] : [],
    listen: `0.0.0.0:${servingPort(transport)}`,
    heartbeat: `0.0.0.0:${heartbeatPort}`,
    certificate: transport === "tls" ? { chain: "certificate.pem", privateKey: "certificate.key" } : null,
    trusted: "trusted.pem",
    cacheFolder: "cache",
    temporaryFolder: "temp",
    accessLog: "logs/access.jsonl",
    pidFile: "nginx.pid",
  };
}
