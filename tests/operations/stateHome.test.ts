import { expect } from "chai";
import { SettingsError } from "../../operations/settingsError";
import { stateHomeOf, type StateFacts } from "../../operations/stateHome";

const kms = "awskms://alias/overflow-state?region=us-east-1";
const bucket = "s3://overflow-111122223333-us-east-1-state";
const facts = (over: Partial<StateFacts> = {}): StateFacts => ({
  environment: "staging",
  settings: "config:\n  aws:region: us-east-1\n",
  asked: undefined,
  env: { PULUMI_BACKEND_URL: bucket },
  credentials: null,
  passphraseFile: null,
  ...over,
});

describe("where state goes", () => {
  it("is where PULUMI_BACKEND_URL says, else where Pulumi is logged in, else its service for who has a token", () => {
    const credentials = JSON.stringify({ current: "s3://elsewhere" });
    const backend = (over: Partial<StateFacts>) => stateHomeOf(facts({ asked: kms, ...over })).backend;
    expect(backend({ credentials })).to.equal(bucket);
    expect(backend({ credentials, env: {} })).to.equal("s3://elsewhere");
    expect(backend({ env: { PULUMI_ACCESS_TOKEN: "x" } })).to.equal("https://api.pulumi.com");
  });

  it("must be said", () => {
    for (const credentials of [null, "{}", '{"current":""}', "no JSON"])
      expect(() => stateHomeOf(facts({ env: {}, credentials }))).to.throw(
        SettingsError,
        "pulumi login s3://",
      );
  });
});

describe("what seals a state", () => {
  it("is what the stack was made with", () => {
    expect(stateHomeOf(facts({ settings: `secretsprovider: ${kms}\nencryptedkey: x\n` }))).to.deep.include({
      sealing: kms,
      secretsProvider: kms,
    });
  });

  it("is what is asked for a stack that is not made yet", () => {
    expect(stateHomeOf(facts({ asked: kms })).secretsProvider).to.equal(kms);
  });

  it("is Pulumi's service by its own choice", () => {
    const home = stateHomeOf(facts({ env: { PULUMI_BACKEND_URL: "https://api.pulumi.com" } }));
    expect(home).to.not.have.property("secretsProvider");
  });

  it("is a passphrase, from the variable or from a file", () => {
    const sealed = { settings: "encryptionsalt: v1:x\n" };
    const env = { PULUMI_BACKEND_URL: bucket, PULUMI_CONFIG_PASSPHRASE: "words" };
    expect(stateHomeOf(facts({ ...sealed, env })).secretsProvider).to.equal("passphrase");
    expect(stateHomeOf(facts({ ...sealed, passphraseFile: "words\n" })).sealing).to.equal("your passphrase");
  });

  const refused: readonly [string, Partial<StateFacts>, RegExp][] = [
    ["nothing", {}, /nothing to seal its secrets with[\s\S]*--secrets-provider 'awskms:/],
    [
      "an empty passphrase",
      { env: { PULUMI_BACKEND_URL: bucket, PULUMI_CONFIG_PASSPHRASE: "" } },
      /nothing to seal/,
    ],
    ["an empty file", { settings: "encryptionsalt: v1:x\n", passphraseFile: "\n" }, /no passphrase/],
    ["a provider that Pulumi does not have", { asked: "plain" }, /--secrets-provider is 'plain', allowed/],
    [
      "another provider than the stack's",
      { asked: "passphrase", settings: `secretsprovider: ${kms}\n` },
      /is sealed by awskms.*change-secrets-provider/,
    ],
  ];
  for (const [what, over, words] of refused) {
    it(`is not ${what}`, () => {
      expect(() => stateHomeOf(facts(over))).to.throw(SettingsError, words);
    });
  }
});
