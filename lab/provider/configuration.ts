import { type AwsSettings } from "./aws";
import { text, textMap } from "./properties";
import { isProps, type Props, type Value } from "./values";

/** The region where nothing names one: the lab's own. */
const defaultRegion = "eu-central-1";

/** Who calls, where AWS_ACCESS_KEY_ID does not say it. */
const defaultAccessKeyId = "lab-provider";

export type Environment = Readonly<Record<string, string | undefined>>;

/** The engine sends the provider's settings as text: objects and flags as JSON. */
function parsed(value: Value | undefined): Value | undefined {
  if (typeof value !== "string" || !value.startsWith("{")) return value;
  return JSON.parse(value) as Value;
}

/**
 * Reads the settings of an `aws` provider resource.
 * @throws when the environment does not name an emulator on this machine; see {@link loopback}.
 */
export function awsSettings(settings: Props, environment: Environment): AwsSettings {
  const defaultTags = parsed(settings.defaultTags);
  return {
    region: text(settings, "region") ?? environment.AWS_REGION ?? defaultRegion,
    defaultTags: isProps(defaultTags) ? textMap(defaultTags, "tags") : {},
    endpoint: loopback(environment.AWS_ENDPOINT_URL),
    accessKeyId: environment.AWS_ACCESS_KEY_ID ?? defaultAccessKeyId,
  };
}

/**
 * The emulator's URL: any AWS but one on this machine is refused, whatever the program says.
 * @throws naming AWS_ENDPOINT_URL, what it is, and what it must be.
 */
export function loopback(endpoint: string | undefined): string {
  const host = endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint).hostname : "";
  if (endpoint !== undefined && /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(host)) return endpoint;
  throw new Error(
    `AWS_ENDPOINT_URL is ${endpoint === undefined ? "not set" : `"${endpoint}"`}; the lab's provider talks to an ` +
      `emulator on this machine only, such as http://127.0.0.1:5000. Run the command through "overflow … --lab".`,
  );
}
