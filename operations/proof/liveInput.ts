import { buildNetworkOf } from "../../infra/settings/buildNetwork";
import { ruleOptionsOf } from "../../infra/settings/ruleOptions";
import { tagKeys } from "../../infra/tags";
import { StackFacts } from "../../policy/facts/resource";
import { type DescribeFile } from "../../policy/sources/describe/file";
import { UnusableInput } from "../../policy/sources/unusableInput";
import { type Failure } from "../describe/ask";
import { askAccount, type LiveOptions } from "../describe/live";
import { readSettings } from "../settings";
import { answersInput } from "./describeInput";
import { type ProofInput } from "./input";
import { accountOnAws, asOneAccount, providerOf } from "./providerOfAnswers";

export interface LiveInputOptions extends LiveOptions {
  readonly onFailure: (failure: Failure) => void;
}

/** What AWS says now of an account. Only asks. @throws UnusableInput if it answers nothing */
export async function askLive(
  options: LiveInputOptions,
  told: (files: readonly DescribeFile[]) => readonly DescribeFile[] = (files) => files,
): Promise<ProofInput> {
  const { files, failures } = await askAccount(options);
  failures.forEach(options.onFailure);
  if (files.length === 0)
    throw new UnusableInput("AWS answered no call: is this the right account and Region?");
  return answersInput(told(files), "live", options.regions.join(","));
}

/** Region of an environment, by its settings. @throws SettingsError */
export function regionOf(root: string, environment: string): string {
  return readSettings({ environment, engine: { projectDirectory: root } }).region;
}

export interface EnvironmentOptions extends LiveInputOptions {
  /** The lab has one account for the environments of all: what their settings name is one there. */
  readonly inLab: boolean;
}

/**
 * The account of an environment, of which the environment's own VPC is judged, against the build network of its settings.
 * @throws UnusableInput if there is no such VPC, or it is another account; SettingsError
 */
export async function askEnvironment(
  root: string,
  environment: string,
  options: EnvironmentOptions,
): Promise<ProofInput> {
  const settings = readSettings({ environment, engine: { projectDirectory: root } });
  const found = await askLive(options, options.inLab ? asOneAccount(root, settings.account) : undefined);
  const account = accountOnAws(found.stack, settings, environment);
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
    stack: new StackFacts([...found.stack.resources, ...providerOf(settings, account).resources]),
    input: { ...found.input, name: environment },
    buildNetwork: buildNetworkOf(settings),
    ruleOptions: ruleOptionsOf(settings),
    vpcs,
  };
}
