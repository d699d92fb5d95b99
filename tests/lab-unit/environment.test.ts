import { expect } from "chai";
import { applyEnvironment, labEnvironment, type LabState } from "../../lab/lab";

const state: LabState = {
  schema: 1,
  directory: "/srv/lab",
  region: "eu-central-1",
  ports: {
    ...{ emulator: 1, machines: 2, masterWeb: 3, masterWorkers: 4, functions: 5, linkFunctions: 6 },
    ...{ originSources: 7, originFiles: 8, egress: 9, switch: 10 },
  },
};
const tools = { node: "/opt/node/bin/node", cacheDirectory: "/srv/cache" };

const inLab = (base: NodeJS.ProcessEnv) => applyEnvironment(base, labEnvironment(state, tools, base));

describe("the environment of a lab", () => {
  it("leads AWS to the emulator and Pulumi to the lab's own folder", () => {
    expect(inLab({})).to.deep.include({
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "lab-provider",
      PULUMI_BACKEND_URL: "file:///srv/lab/backend",
      PULUMI_HOME: "/srv/lab/pulumi-home",
      PULUMI_CONFIG_PASSPHRASE_FILE: "/srv/lab/passphrase",
    });
  });

  it("shows no credential, profile or endpoint of a real account", () => {
    const environment = inLab({
      AWS_ACCESS_KEY_ID: "AKIAREAL",
      AWS_SECRET_ACCESS_KEY: "real",
      AWS_SESSION_TOKEN: "real",
      AWS_PROFILE: "production",
      AWS_WEB_IDENTITY_TOKEN_FILE: "/var/run/token",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.2",
      AWS_ENDPOINT_URL_EC2: "https://ec2.eu-central-1.amazonaws.com",
      PULUMI_ACCESS_TOKEN: "pul-real",
      PULUMI_CONFIG_PASSPHRASE: "real",
    });
    expect(JSON.stringify(environment)).not.to.match(/real|AKIAREAL|production|169\.254|amazonaws/);
    expect(environment).to.include.keys(
      "AWS_SECRET_ACCESS_KEY",
      "AWS_CONFIG_FILE",
      "AWS_SHARED_CREDENTIALS_FILE",
    );
  });

  it("leaves all else as it is", () => {
    expect(inLab({ HOME: "/home/me", AWSOME: "yes" })).to.deep.include({ HOME: "/home/me", AWSOME: "yes" });
  });

  it("puts the lab's pulumi and Node.js first on PATH, once, however often it is applied", () => {
    const path = "/srv/lab/bin:/opt/node/bin:/usr/bin:/bin";
    expect(inLab({ PATH: "/usr/bin:/bin" })["PATH"]).to.equal(path);
    expect(inLab(inLab({ PATH: "/usr/bin:/bin" }))["PATH"]).to.equal(path);
  });

  it("names other callers by their access key id", () => {
    expect(labEnvironment(state, tools, {}, "lab-operator").set["AWS_ACCESS_KEY_ID"]).to.equal(
      "lab-operator",
    );
  });
});
