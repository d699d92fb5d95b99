import { tagKeys } from "../../infra/tags";
import { type DescribeFile } from "../../policy/sources/describe/file";
import { UnusableInput } from "../../policy/sources/unusableInput";
import { clientConfig } from "../clients";
import { askAll, type Failure } from "../describe/ask";
import { accountClients } from "../describe/sdk";
import { readSettings } from "../settings";
import { buildNetworkOf } from "./environmentInput";
import { answersInput } from "./describeInput";
import { type ProofInput } from "./input";

export interface LiveOptions {
  /** With AWS's credentials, or the lab's. */
  readonly env: NodeJS.ProcessEnv;
  readonly regions: readonly string[];
  readonly onProgress: (line: string) => void;
  readonly onFailure: (failure: Failure) => void;
  readonly signal: AbortSignal;
}

/** What AWS says now of an account. Only asks. @throws UnusableInput if it answers nothing */
export async function askLive(options: LiveOptions): Promise<ProofInput> {
  const { env, regions, onFailure, ...more } = options;
  const files: DescribeFile[] = [];
  for (const region of regions) {
    const clients = accountClients(clientConfig(env, region));
    try {
      const asked = await askAll(clients.ask, { ...more, region, withGlobal: region === regions[0] });
      files.push(...asked.files);
      asked.failures.forEach(onFailure);
    } finally {
      clients.close();
    }
  }
  if (files.length === 0)
    throw new UnusableInput("AWS answered no call: is this the right account and Region?");
  return answersInput(files, "live", regions.join(","));
}

/** Region of an environment, by its settings. @throws SettingsError */
export function regionOf(root: string, environment: string): string {
  return readSettings({ environment, engine: { projectDirectory: root } }).region;
}

/**
 * The account of an environment, of which the environment's own VPC is judged, against the build network of its settings.
 * @throws UnusableInput if there is no such VPC; SettingsError
 */
export async function askEnvironment(
  root: string,
  environment: string,
  options: LiveOptions,
): Promise<ProofInput> {
  const settings = readSettings({ environment, engine: { projectDirectory: root } });
  const found = await askLive(options);
  const vpcs = found.stack.ofType("aws:ec2/vpc:Vpc").flatMap(({ props }) => {
    const [id, tags] = [props.text("id"), props.object("tags")];
    const tag = tags.state === "known" ? tags.value.text(tagKeys.environment) : tags;
    return id.state === "known" && tag.state === "known" && tag.value === environment ? [id.value] : [];
  });
  if (vpcs.length === 0) {
    throw new UnusableInput(
      `There is no VPC with the tag ${tagKeys.environment}=${environment} in ${options.regions.join(", ")}.`,
    );
  }
  return {
    ...found,
    input: { ...found.input, name: environment },
    buildNetwork: buildNetworkOf(settings),
    vpcs,
  };
}
