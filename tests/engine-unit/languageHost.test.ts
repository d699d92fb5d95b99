import { expect } from "chai";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { ProgramInfo, RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { installLanguageHost } from "../../lab/languageHost/install";
import { runtimeOptionsFrom, splitArguments } from "../../lab/languageHost/options";
import { environmentFrom } from "../../lab/languageHost/plugin";
import { programCommand } from "../../lab/languageHost/program";

describe("the language host's options", () => {
  for (const [text, expected] of [
    ["--import=tsx", ["--import=tsx"]],
    ["  -r  tsx/cjs ", ["-r", "tsx/cjs"]],
    [`--title="my program" 'a "b"'`, ["--title=my program", 'a "b"']],
    [String.raw`a\ b ''`, ["a b", ""]],
    ["", []],
  ] as const) {
    it(`split ${JSON.stringify(text)} as a shell would`, () => {
      expect(splitArguments(text)).to.deep.equal(expected);
    });
  }

  it("leave TypeScript to Pulumi unless they say no, as a truth value or as text", () => {
    expect(runtimeOptionsFrom(undefined).typescript).to.equal(true);
    expect(runtimeOptionsFrom(Struct.fromJavaScript({ typescript: false })).typescript).to.equal(false);
    expect(runtimeOptionsFrom(Struct.fromJavaScript({ typescript: "false" })).typescript).to.equal(false);
  });

  it("keep equals signs in a value of the environment", () => {
    expect(environmentFrom(["A=b=c", "EMPTY=", "odd"])).to.deep.equal({ A: "b=c", EMPTY: "" });
  });
});

describe("a program's command", () => {
  const request = (): RunRequest =>
    new RunRequest()
      .setMonitorAddress("127.0.0.1:2")
      .setProject("overflow")
      .setStack("local")
      .setPwd("/project")
      .setParallel(8)
      .setDryrun(true)
      .setConfigsecretkeysList(["overflow:key"])
      .setInfo(
        new ProgramInfo()
          .setProgramDirectory("/project")
          .setEntryPoint("/project/infra/main.js")
          .setOptions(Struct.fromJavaScript({ typescript: false, nodeargs: "--enable-source-maps" })),
      );

  it("starts with Node.js's own arguments, then the SDK's runner, its flags, and the program last", () => {
    const { arguments: words } = programCommand(request(), "127.0.0.1:1", "/sdk/run");
    expect(words.slice(0, 2)).to.deep.equal(["--enable-source-maps", "/sdk/run"]);
    expect(words.at(-1)).to.equal("/project/infra/main.js");
    expect(words.join(" ")).to.include(
      "--monitor 127.0.0.1:2 --engine 127.0.0.1:1 --project overflow --stack local",
    );
    expect(words).to.include("--dry-run");
    expect(words).to.not.include("--organization");
  });

  it("carries configuration, secrets too, in the environment alone: arguments are seen by all users", () => {
    const secret = request();
    secret.getConfigMap().set("overflow:key", "hush");
    const { arguments: words, environment } = programCommand(secret, "127.0.0.1:1", "/sdk/run");
    expect(words.join(" ")).to.not.include("hush");
    expect(JSON.parse(environment["PULUMI_CONFIG"] ?? "")).to.deep.equal({ "overflow:key": "hush" });
    expect(environment["PULUMI_CONFIG_SECRET_KEYS"]).to.equal('["overflow:key"]');
  });
});

describe("placing the language host", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(realpathSync(tmpdir()), "overflow-place-"));
    mkdirSync(join(root, "cache"));
    writeFileSync(join(root, "cache", "pulumi"), "#!/bin/sh\necho the CLI\n");
    chmodSync(join(root, "cache", "pulumi"), 0o755);
    symlinkSync(join(root, "cache", "pulumi"), join(root, "pulumi"));
    writeFileSync(join(root, "it's a bundle.js"), "console.log(process.argv.slice(2).join())");
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });
  const place = (): ReturnType<typeof installLanguageHost> =>
    installLanguageHost(
      join(root, "bin"),
      join(root, "it's a bundle.js"),
      process.execPath,
      join(root, "pulumi"),
    );

  it("puts both side by side, the CLI as a real file: the engine looks beside the real one", () => {
    const { pulumi, languageHost } = place();
    expect(realpathSync(pulumi)).to.equal(join(root, "bin", "pulumi"));
    expect(statSync(pulumi).ino).to.equal(statSync(join(root, "cache", "pulumi")).ino);
    expect(execFileSync(languageHost, ["a b", "c"], { encoding: "utf8" })).to.equal("a b,c\n");
  });

  it("can be repeated, follows a new CLI, and leaves nothing else", () => {
    place();
    place();
    rmSync(join(root, "cache", "pulumi"));
    writeFileSync(join(root, "cache", "pulumi"), "#!/bin/sh\necho a newer CLI\n");
    chmodSync(join(root, "cache", "pulumi"), 0o755);
    const { pulumi } = place();
    expect(readFileSync(pulumi, "utf8")).to.include("newer");
    expect(readdirSync(join(root, "bin")).sort()).to.deep.equal(["pulumi", "pulumi-language-nodejs"]);
  });
});
