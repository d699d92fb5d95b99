import { delimiter } from "node:path";
import { dirname, join } from "node:path";
import { layoutOf } from "./layout";
import { type LabState } from "./state";
import { type Toolchain } from "./toolchain";

/** What to change in an environment so that AWS and Pulumi mean the lab, and only it. */
export interface LabEnvironment {
  readonly set: Readonly<Record<string, string>>;
  /** Variables to remove: credentials and settings that could lead to a real account or another Pulumi backend. */
  readonly unset: readonly string[];
}

/** Pulumi's variables that would point it elsewhere. https://www.pulumi.com/docs/iac/cli/environment-variables/ */
const PULUMI_ELSEWHERE: readonly string[] = [
  "PULUMI_ACCESS_TOKEN",
  "PULUMI_API",
  "PULUMI_CONFIG_PASSPHRASE",
  "PULUMI_DISABLE_PROVIDER_PREVIEW",
  "PULUMI_STACK",
];

/**
 * Variables of `lab env`. Every `AWS_…` variable of `base` that is not the lab's own is removed, so that no command in the lab
 * sees a credential, a profile or an endpoint of a real account; nor do the files under `~/.aws`.
 * @param caller names who calls in the emulator's log, as the access key id
 */
export function labEnvironment(
  state: LabState,
  tools: Pick<Toolchain, "node" | "cacheDirectory">,
  base: NodeJS.ProcessEnv,
  caller = "lab-provider",
): LabEnvironment {
  const layout = layoutOf(state.directory);
  const nothing = join(state.directory, "no-aws-configuration");
  const set = {
    AWS_ACCESS_KEY_ID: caller,
    AWS_SECRET_ACCESS_KEY: "lab",
    AWS_ENDPOINT_URL: `http://127.0.0.1:${state.ports.emulator}`,
    AWS_REGION: state.region,
    AWS_DEFAULT_REGION: state.region,
    AWS_CONFIG_FILE: nothing,
    AWS_SHARED_CREDENTIALS_FILE: nothing,
    AWS_EC2_METADATA_DISABLED: "true",
    PULUMI_HOME: layout.pulumiHome,
    PULUMI_BACKEND_URL: `file://${layout.backend}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: layout.passphrase,
    // Nothing outside of loopback is asked: no plugin, no newer version.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    NODE_COMPILE_CACHE: join(tools.cacheDirectory, "node-compile-cache"),
    PATH: searchPath(base["PATH"], [layout.bin, dirname(tools.node)]),
  };
  const isForeign = (name: string) => name.startsWith("AWS_") || PULUMI_ELSEWHERE.includes(name);
  return { set, unset: Object.keys(base).filter((name) => isForeign(name) && !Object.hasOwn(set, name)) };
}

/** `base` with the changes made. */
export function applyEnvironment(base: NodeJS.ProcessEnv, { set, unset }: LabEnvironment): NodeJS.ProcessEnv {
  const kept = Object.entries(base).filter(([name]) => !unset.includes(name));
  return { ...Object.fromEntries(kept), ...set };
}

/** Puts `first` before the rest, each folder once: `eval "$(overflow lab env)"` may be run again and again. */
function searchPath(path: string | undefined, first: readonly string[]): string {
  const rest = (path ?? "").split(delimiter).filter((each) => each !== "");
  return [...new Set([...first, ...rest])].join(delimiter);
}
