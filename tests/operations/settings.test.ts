import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { settingsFile } from "../../engine";
import { type LabState } from "../../lab/state";
import { checkSettings, problemsOnAws, regionInSettings, settingsProblem } from "../../operations/settings";
import { SettingsError } from "../../operations/settingsError";
import { settingsOf } from "../infra/mocks";

const project = join(__dirname, "..", "..");
const textOf = (environment: string): string => readFileSync(settingsFile(project, environment), "utf8");

describe("settings, before an engine starts", () => {
  for (const environment of ["local", "staging", "production"]) {
    it(`finds nothing wrong with those of ${environment}`, () => {
      expect(settingsProblem(textOf(environment), environment)).to.equal(null);
    });
  }

  it("tells all faults at once, each with its fix", () => {
    const wrong = textOf("local")
      .replace("overflow:protect:", "overflow:protects:")
      .replace("vpc: 10.130.0.0/16", "vpc: 10.130.0.1/16")
      .replace(/^.*amazonAsn.*\n/m, "");
    expect(settingsProblem(wrong, "local")).to.match(
      /^Pulumi\.local\.yaml: 4 settings are wrong; nothing was changed\.\n {2}overflow:protects\n/,
    );
  });

  it("says where text is no YAML", () => {
    expect(settingsProblem("config:\n  a: [\n", "local")).to.match(
      /^Pulumi\.local\.yaml is no YAML.* line 3/,
    );
  });

  for (const text of ["", "42", "encryptionsalt: v1:x\n", "config: []\n"]) {
    it(`misses settings in ${JSON.stringify(text)}`, () => {
      expect(settingsProblem(text, "staging")).to.contain(
        "Pulumi.staging.yaml has no settings under 'config:'",
      );
    });
  }
});

describe("settings for AWS", () => {
  const problems = (environment: string) => problemsOnAws(settingsOf(environment)).map(({ got }) => got);

  it("may trust neither the lab's CA nor the example", () => {
    expect(problems("local")[0]).to.contain("everybody has its key");
    expect(problems("staging")[0]).to.contain("the example");
    expect(problems("production")[0]).to.contain("the example");
  });

  it("are refused for it before an engine starts; in the lab they are not", () => {
    const engine = { pulumi: "", projectDirectory: project, stack: "staging", env: {}, logDirectory: "" };
    const lab = { schema: 1, directory: "", region: "", ports: {} } as LabState;
    expect(() => checkSettings({ engine, environment: "staging", lab: null })).to.throw(
      SettingsError,
      /certificateAuthority\n.*the example[^]*use --lab/,
    );
    expect(checkSettings({ engine, environment: "staging", lab })).to.deep.equal([]);
  });

  it("are warned of before their CA ends", () => {
    const engine = { pulumi: "", projectDirectory: project, stack: "local", env: {}, logDirectory: "" };
    const lab = { schema: 1, directory: "", region: "", ports: {} } as LabState;
    const warnings = checkSettings({ engine, environment: "local", lab }, Date.parse("2055-12-24"));
    expect(warnings.join()).to.contain("list its successor beside it in time");
  });
});

describe("the region in an environment's settings", () => {
  it("is read from its file", () => {
    expect(regionInSettings("local", project)).to.equal("us-east-1");
  });

  it("is undefined where there is no such file", () => {
    expect(regionInSettings("nowhere", project)).to.equal(undefined);
  });
});
