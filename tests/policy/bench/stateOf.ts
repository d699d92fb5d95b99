import { type Declared } from "../../../policy/sources/declared";

const provider = "urn:pulumi:bench::overflow::pulumi:providers:aws::default";

/** The text of a `pulumi stack export` that holds these resources. */
export function stateOf(declared: readonly Declared[]): string {
  const inputs = { region: "us-east-1" };
  const resources = [
    { urn: provider, type: "pulumi:providers:aws", custom: true, id: "1", inputs, outputs: inputs },
    ...declared.map(({ urn, type, inputs: own }) => ({
      ...{ urn, type, custom: true, id: own["id"], inputs: own, outputs: own },
      provider: `${provider}::1`,
    })),
  ];
  return JSON.stringify({ version: 3, deployment: { manifest: {}, resources } });
}
