import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version } from "@pulumi/aws/package.json";
import { expect } from "chai";
import { awsSettings, loopback } from "../../lab/provider/configuration";
import { installProvider } from "../../lab/provider/install";

describe("lab provider: installProvider", () => {
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "overflow home's "));
  });

  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  it("places a program that starts the bundle with the chosen node, whatever the paths are called", () => {
    const bundle = join(home, "the bundle.js");
    writeFileSync(bundle, "process.stdout.write(process.argv.slice(2).join());");
    const folder = installProvider(home, bundle, process.execPath);
    expect(folder).to.equal(join(home, "plugins", `resource-aws-v${version}`));
    const run = spawnSync(join(folder, "pulumi-resource-aws"), ["127.0.0.1:1", "x"], { encoding: "utf8" });
    expect(run.stdout).to.equal("127.0.0.1:1,x");
  });

  it("changes nothing when it is there already, and leaves no draft", () => {
    const folder = installProvider(home, "/a.js", "/node");
    const before = statSync(join(folder, "pulumi-resource-aws")).mtimeMs;
    installProvider(home, "/a.js", "/node");
    expect(statSync(join(folder, "pulumi-resource-aws")).mtimeMs).to.equal(before);
    expect(readdirSync(folder)).to.deep.equal(["pulumi-resource-aws"]);
  });

  it("takes the place of another version's program", () => {
    installProvider(home, "/a.js", "/node");
    const folder = installProvider(home, "/b.js", "/node");
    expect(readFileSync(join(folder, "pulumi-resource-aws"), "utf8")).to.contain("'/b.js'");
  });
});

describe("lab provider: settings", () => {
  const environment = { AWS_ENDPOINT_URL: "http://127.0.0.1:5000", AWS_REGION: "eu-west-1" };

  it("reads region and default tags, which come as JSON text", () => {
    const settings = awsSettings(
      { region: "us-east-1", defaultTags: `{"tags":{"owner":"build"}}` },
      environment,
    );
    expect(settings).to.deep.equal({
      region: "us-east-1",
      defaultTags: { owner: "build" },
      endpoint: "http://127.0.0.1:5000",
      accessKeyId: "lab-provider",
    });
  });

  it("takes the region of the environment, then the lab's own", () => {
    expect(awsSettings({}, environment).region).to.equal("eu-west-1");
    expect(awsSettings({}, { ...environment, AWS_REGION: undefined }).region).to.equal("eu-central-1");
  });

  it("accepts emulators of this machine only", () => {
    for (const url of ["http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1"])
      expect(loopback(url)).to.equal(url);
    const others = [
      undefined,
      "",
      "no url",
      "https://ec2.eu-central-1.amazonaws.com",
      "http://127.0.0.1.example.com",
    ];
    for (const url of others) expect(() => loopback(url), url).to.throw("AWS_ENDPOINT_URL is");
  });
});
