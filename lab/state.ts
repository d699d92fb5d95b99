/** What a lab remembers of itself, in `lab.json` of its folder. Written by `lab up`, read by every other command. */
export interface LabState {
  readonly schema: 1;
  /** Absolute path of the lab's folder; all it owns lies below. */
  readonly directory: string;
  readonly region: string;
  readonly ports: LabPorts;
}

/** Loopback ports (127.0.0.1), chosen free at `lab up`. */
export interface LabPorts {
  /** The AWS API: moto with the overlay; also `/lab/...`. */
  readonly emulator: number;
  /** Control of machines and link: `/machines`, `/link`. */
  readonly machines: number;
  /** The build master's web API and its worker (PB) port. */
  readonly masterWeb: number;
  readonly masterWorkers: number;
  /** The function runner: `/functions/<name>/invocations`. */
  readonly functions: number;
  /** The link's HTTP CONNECT entry for functions. */
  readonly linkFunctions: number;
  /** Servers of source archives: the company's, and one that the egress alone leads to. */
  readonly originSources: number;
  readonly originFiles: number;
  /** The build network's egress, which passes TLS on by the name that is asked for. */
  readonly egress: number;
  /** How the build network's own machines reach its servers by name: an HTTP proxy that opens tunnels. */
  readonly switch: number;
}

/** One process that a lab started, `processes/<name>.json`. `startTicks` (field 22 of /proc/<pid>/stat) guards against a reused pid. */
export interface LabProcess {
  readonly name: string;
  readonly pid: number;
  readonly startTicks: number;
  readonly command: readonly string[];
  readonly log: string;
}
