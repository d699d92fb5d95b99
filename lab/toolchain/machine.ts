import { findOnPath, runCommand } from "./command";
import { minimumNode } from "./node";
import { findSystemPython, minimumPython } from "./python";
import { formatVersion, isAtLeast, parseVersion, type Version } from "./version";

/** What a look at this machine found; all that `judgeMachine` needs to know. */
export interface MachineProbe {
  readonly node: Version | undefined;
  readonly npm: Version | undefined;
  readonly go: Version | undefined;
  readonly python: Version | undefined;
  /** Python's modules venv and ensurepip are there (Debian ships them apart). */
  readonly pythonVenv: boolean;
  readonly git: Version | undefined;
  /** The Pulumi CLI is there already, in the cache or on PATH. */
  readonly pulumiMade: boolean;
  /** The lab's Python is there already. */
  readonly pythonMade: boolean;
}

export interface ToolFinding {
  readonly tool: "node" | "npm" | "go" | "python" | "venv" | "git" | "pulumi" | "lab python";
  /** `missing` stops the set-up; `absent` is missing too, but nothing needs it now. */
  readonly verdict: "present" | "made later" | "absent" | "missing";
  readonly version?: string;
  /** One line: what is there, or what is missing and why it is needed. */
  readonly message: string;
  /** How to get it, one line for each system. */
  readonly mend?: readonly string[];
}

/** Any Go from 1.21 on fetches the release that go.mod asks for by itself (go.dev/doc/toolchain). */
const minimumGo: Version = [1, 21, 0];

interface Tool {
  readonly tool: ToolFinding["tool"];
  readonly label: string;
  readonly minimum: Version;
  readonly version: Version | undefined;
  /** Not needed now, because what it makes is there. */
  readonly spare: boolean;
  readonly why: string;
  readonly debian: string;
  readonly macOs: string;
}

/** What is there, what must be made, and what is missing for that, with the way to mend it. */
export function judgeMachine(probe: MachineProbe): ToolFinding[] {
  const tools: readonly Tool[] = [
    {
      tool: "node",
      label: "Node.js",
      minimum: minimumNode,
      version: probe.node,
      spare: false,
      why: "everything here runs on it",
      debian: "https://nodejs.org or https://github.com/nodesource/distributions (22 or newer)",
      macOs: "brew install node@22",
    },
    {
      tool: "npm",
      label: "npm",
      minimum: [9, 0, 0],
      version: probe.npm,
      spare: true,
      why: "it installs this project's packages",
      debian: "comes with Node.js from https://nodejs.org",
      macOs: "comes with brew install node@22",
    },
    {
      tool: "go",
      label: "Go",
      minimum: minimumGo,
      version: probe.go,
      spare: probe.pulumiMade,
      why: "the Pulumi CLI is built from its Go modules, once",
      debian:
        "https://go.dev/dl (1.26), or install the Pulumi CLI 3.259 or newer instead: https://www.pulumi.com/docs/install",
      macOs: "brew install go, or instead: brew install pulumi/tap/pulumi",
    },
    {
      tool: "python",
      label: "Python",
      minimum: minimumPython,
      version: probe.python,
      spare: probe.pythonMade,
      why: "the lab's build master, workers and AWS emulator run on it",
      debian: "apt-get install python3.11 python3.11-venv",
      macOs: "brew install python@3.11",
    },
    {
      tool: "git",
      label: "git",
      minimum: [2, 0, 0],
      version: probe.git,
      spare: true,
      why: "releases are named by their commit",
      debian: "apt-get install git",
      macOs: "xcode-select --install",
    },
  ];
  return [...tools.map(judgeTool), ...judgeVenv(probe), ...judgeMade(probe)];
}

/** The findings that stop the set-up. */
export function missingTools(findings: readonly ToolFinding[]): ToolFinding[] {
  return findings.filter(({ verdict }) => verdict === "missing");
}

/** A finding as lines for the terminal. */
export function renderFinding({ message, mend }: ToolFinding): string[] {
  return [message, ...(mend ?? []).map((line) => `    ${line}`)];
}

function judgeTool({ tool, label, minimum, version, spare, why, debian, macOs }: Tool): ToolFinding {
  if (version && isAtLeast(version, minimum)) {
    const text = formatVersion(version);
    return { tool, verdict: "present", version: text, message: `${label} ${text}` };
  }
  const found = version ? `is ${formatVersion(version)}` : "was not found on PATH";
  const need = spare ? `not needed now; ${why}` : `needed because ${why}`;
  return {
    tool,
    verdict: spare ? "absent" : "missing",
    ...(version ? { version: formatVersion(version) } : {}),
    message: `${label} ${formatVersion(minimum).replace(/\.0$/, "")} or newer ${found} (${need}).`,
    mend: [`Debian, Ubuntu: ${debian}`, `macOS: ${macOs}`],
  };
}

function judgeVenv({ python, pythonVenv, pythonMade }: MachineProbe): ToolFinding[] {
  if (!python || pythonVenv) return [];
  const version = `${python[0]}.${python[1]}`;
  return [
    {
      tool: "venv",
      verdict: pythonMade ? "absent" : "missing",
      message: `Python ${version} has no modules "venv" and "ensurepip" (needed because the lab's packages get an environment of their own).`,
      mend: [
        `Debian, Ubuntu: apt-get install python${version}-venv`,
        "macOS: brew install python@3.11 brings them",
      ],
    },
  ];
}

function judgeMade({ pulumiMade, pythonMade }: MachineProbe): ToolFinding[] {
  return [
    pulumiMade
      ? { tool: "pulumi", verdict: "present", message: "Pulumi CLI 3.259 or newer" }
      : {
          tool: "pulumi",
          verdict: "made later",
          message: "Pulumi CLI: will be built once, about 6 minutes on 2 cores",
        },
    pythonMade
      ? { tool: "lab python", verdict: "present", message: "The lab's Python packages" }
      : {
          tool: "lab python",
          verdict: "made later",
          message: "The lab's Python packages: will be installed once, about a minute",
        },
  ];
}

/** Looks at this machine. Runs a few commands that print their versions; changes nothing. */
export async function probeMachine(
  env: NodeJS.ProcessEnv,
  made: { readonly pulumi: boolean; readonly python: boolean },
): Promise<MachineProbe> {
  const [npm, go, git, python] = await Promise.all([
    versionOf("npm", ["--version"], env),
    versionOf("go", ["version"], env),
    versionOf("git", ["--version"], env),
    findSystemPython(env),
  ]);
  const venv = python ? await runCommand(python.path, ["-c", "import venv, ensurepip"], { env }) : undefined;
  return {
    node: parseVersion(process.version),
    npm,
    go,
    git,
    python: python?.version,
    pythonVenv: venv?.code === 0,
    pulumiMade: made.pulumi,
    pythonMade: made.python,
  };
}

async function versionOf(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Version | undefined> {
  const path = findOnPath(command, env["PATH"]);
  if (path === undefined) return undefined;
  const { code, output } = await runCommand(path, args, { env });
  return code === 0 ? parseVersion(output) : undefined;
}
