/** How to run one of the lab's processes. Whoever starts it records it and ends it by its id. */
export interface ProcessRecipe {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Whole environment of the process; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the process itself writes its log. */
  readonly log: string;
  /**
   * Resolves when the process serves.
   * @throws Error when it does not within the recipe's time, or when `signal` aborts (the process died).
   */
  ready(signal?: AbortSignal): Promise<void>;
}

/** Tools that the lab's toolchain provides. */
export interface MasterTools {
  /** A Python that has buildbot, buildbot-www and buildbot-worker. */
  readonly python: string;
}

/** Arguments that run `twistd` in the foreground on the `buildbot.tac` of the working folder. */
export const twistdArgs: readonly string[] = [
  "-c",
  "from twisted.scripts.twistd import run; run()",
  "--nodaemon",
  "--no_save",
  "--pidfile=",
  "--logfile=twistd.log",
  "--python=buildbot.tac",
];

/**
 * Environment of a Python process of the lab: no proxy, no cloud credential, nothing of the user's but the locale.
 * `path` lets a build step find ordinary tools.
 */
export function pythonEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    LANG: "C.UTF-8",
    PYTHONUNBUFFERED: "1",
    PYTHONDONTWRITEBYTECODE: "1",
    ...extra,
  };
}
