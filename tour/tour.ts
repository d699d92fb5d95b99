import { join } from "node:path";
import { guardLab, labDown, labUp, type LabState, layoutOf } from "../lab/lab";
import { administratorOf } from "../lab/master/administrator";
import { IN_HOUSE_WORKERS } from "../lab/status";
import { projectRoot, type Toolchain } from "../lab/toolchain";
import { withLock } from "../lab/toolchain/lock";
import { regionInSettings } from "../operations/settings";
import { downStack, upStack } from "../operations/stack";
import { stackResources } from "../operations/stackState";
import { readMasterFiles } from "../operations/pools";
import { labWorld, type World } from "../operations/world";
import { type EngineEvent, type RunResult } from "../engine";
import { prices } from "../reports/prices";
import { Decisions } from "./decisions";
import { policyRecord, templateFacts } from "./facts";
import { emptyOutput, heldLocks, keepEvidence, readMirrorRecord, writeReport } from "./evidence";
import { type TourView } from "./frame";
import { untilMirrorsServe } from "./mirrorsServe";
import { type MirrorRecord } from "./mirrorSummary";
import { masterView } from "./masterView";
import { type Look, Observer } from "./observer";
import { type ApiCall, type TourRecord, type Wave } from "./record";
import { Screen } from "./screen";
import { type Chapter } from "./steps";
import { summarise, type Summary } from "./summary";
import { allAsleep, fileWave, watchUntil } from "./waves";

export interface TourOptions {
  readonly tools: Toolchain;
  /** Folder of the tour's own lab; whatever an earlier tour left there is ended first. */
  readonly labDirectory: string;
  readonly outDirectory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly onView: (view: TourView) => void;
  /** A line for a log: chapters, and what the scaler decided. */
  readonly onLine: (line: string) => void;
}

export interface TourResult {
  readonly summary: Summary;
  readonly files: readonly string[];
  /** Every build finished once, and nothing is left. */
  readonly ok: boolean;
}

const environment = "local";

/** Runs the whole story once, on this machine. Whatever happens, the lab and all in it are gone when this ends. One tour of a folder at a time. */
export async function runTour(options: TourOptions): Promise<TourResult> {
  return withLock(`${options.labDirectory}.lock`, () => runAlone(options), {
    signal: options.signal,
    onWait: (pid) => {
      options.onLine(`Waiting for process ${pid}, which runs a tour here`);
    },
  });
}

async function runAlone(options: TourOptions): Promise<TourResult> {
  const tour = new Tour(options);
  await labDown(options.labDirectory);
  emptyOutput(options.outDirectory);
  const guard = guardLab(options.labDirectory);
  try {
    return await tour.run();
  } catch (error) {
    tour.screen.steps.fail();
    throw error;
  } finally {
    await labDown(options.labDirectory);
    guard.release();
  }
}

class Tour {
  readonly screen: Screen;
  private readonly startedAtMs = Date.now();
  private readonly waves: Wave[] = [];
  private observer: Observer | null = null;

  constructor(private readonly options: TourOptions) {
    this.screen = new Screen(this.startedAtMs, options.onView, options.onLine);
  }

  async run(): Promise<TourResult> {
    const lab = await this.chapter("lab", () => this.bringUpLab());
    const world = labWorld(environment, lab, this.options.tools, this.options.env);
    const update = await this.chapter("up", () => this.bringUpStack(world, lab));
    const files = await readMasterFiles(world.engine);
    const { scalerFunctionName: functionName } = files;
    const cloudWorkers = files.pools.pools.flatMap((pool) => pool.workers);
    this.screen.watch(
      cloudWorkers,
      new Decisions(join(layoutOf(lab.directory).logs, `function-${functionName}.log`)),
    );

    await this.chapter("wave1", () => this.buildWave(lab, 0));
    await this.chapter("sleep1", () => this.watch("putting every idle VM to sleep", allAsleep));
    await this.chapter("wave2", () => this.buildWave(lab, 1));
    await this.chapter("sleep2", () => this.watch("putting every idle VM to sleep again", allAsleep));

    const resources = await stackResources(world.engine);
    const builds = await this.master(lab).builds();
    const mirror = await readMirrorRecord(world, lab, this.startedAtMs);
    const leftovers = await this.chapter("down", () => this.bringDown(world, lab, mirror));
    const record: TourRecord = {
      ...{ environment, region: lab.region, startedAtMs: this.startedAtMs, endedAtMs: Date.now() },
      ...{ waves: this.waves, builds, resources, mirror, leftovers: leftovers.names },
      calls: leftovers.calls,
      attaches: this.observer?.attaches ?? [],
      workerOf: Object.fromEntries(this.observer?.workerOf ?? []),
      policy: policyRecord(update),
      ...templateFacts(resources),
    };
    const summary = summarise(record, prices);
    const written = writeReport(this.options.outDirectory, record, summary, this.screen.allWorkers);
    const { filed, finishedOnce } = summary.builds;
    return {
      summary,
      files: written,
      ok: filed === finishedOnce && filed > 0 && summary.leftovers.length === 0,
    };
  }

  private async chapter<T>(name: Chapter, work: () => Promise<T>): Promise<T> {
    this.options.signal.throwIfAborted();
    this.screen.steps.begin(name);
    const result = await work();
    this.screen.steps.end(name);
    return result;
  }

  private async bringUpLab(): Promise<LabState> {
    const { labDirectory, tools, signal } = this.options;
    const onProgress = (line: string): void => {
      this.screen.steps.tell("lab", line.replace(/^Started /, ""));
    };
    const region = regionInSettings(environment, projectRoot);
    const { state } = await labUp({
      ...{ directory: labDirectory, tools, signal, onProgress },
      ...(region === undefined ? {} : { region }),
    });
    this.screen.steps.tell("lab", `emulator, build master, ${IN_HOUSE_WORKERS} in-house machines, link`);
    return state;
  }

  private async bringUpStack(world: World, lab: LabState): Promise<RunResult> {
    let count = 0;
    const onEvent = (event: EngineEvent): void => {
      if (event.kind !== "step-ended" || event.op !== "create") return;
      count += 1;
      this.screen.steps.tell("up", `${event.planned ? "planned" : "created"} ${count}`);
    };
    const { preview, update } = await upStack(world, {
      onEvent,
      signal: this.options.signal,
      onPlanned: () => {
        count = 0;
        return true;
      },
    });
    const last = update ?? preview;
    if (!last.ok)
      throw new Error(
        ["The stack did not come up:", ...last.failures, `Whole log: ${last.logFile}`].join("\n"),
      );
    await untilMirrorsServe(emulatorUrl(lab), this.options.signal);
    const { resourcesSeen, rules } = policyRecord(last);
    this.screen.steps.tell(
      "up",
      `${last.changes["create"] ?? 0} resources; ${rules} rules judged ${resourcesSeen}`,
    );
    return last;
  }

  private async buildWave(lab: LabState, index: 0 | 1): Promise<void> {
    const wave = await fileWave(administratorOf(lab), index, this.options.signal);
    this.waves.push(wave);
    this.observer ??= new Observer(this.master(lab), emulatorUrl(lab));
    await this.watch(`finishing wave ${wave.number}`, ({ complete }) => complete >= this.filedSoFar());
    this.screen.steps.tell(index === 0 ? "wave1" : "wave2", `${wave.requestIds.length} builds finished`);
  }

  private async watch(what: string, done: Parameters<typeof watchUntil>[2]): Promise<void> {
    if (this.observer === null) return;
    const onLook = (look: Look): void => {
      this.screen.seen(look);
    };
    await watchUntil(this.observer, what, done, onLook, this.options.signal);
  }

  private async bringDown(
    world: World,
    lab: LabState,
    mirror: MirrorRecord,
  ): Promise<{ readonly names: readonly string[]; readonly calls: readonly ApiCall[] }> {
    let count = 0;
    const { destroy, leftovers } = await downStack(world, {
      signal: this.options.signal,
      onEvent: (event) => {
        if (event.kind !== "step-ended" || event.op !== "delete") return;
        count += 1;
        this.screen.steps.tell("down", `deleted ${count}`);
      },
    });
    if (!destroy.ok)
      throw new Error(
        ["The stack did not go down:", ...destroy.failures, `Whole log: ${destroy.logFile}`].join("\n"),
      );
    const answer = await fetch(`${emulatorUrl(lab)}/lab/calls?after=0`);
    const calls = (await answer.json()) as readonly ApiCall[];
    const locks = heldLocks(lab);
    await labDown(this.options.labDirectory, { keep: true });
    keepEvidence(this.options.outDirectory, lab, mirror);
    // What the first end missed, the second would find.
    const again = await labDown(this.options.labDirectory);
    const processes = [
      ...again.ended.map(({ name, pid }) => `process ${name} (${pid})`),
      ...again.strays.map((pid) => `process ${pid}`),
    ];
    const names = [...leftovers, ...locks, ...processes];
    this.screen.steps.tell(
      "down",
      `${count} resources deleted, ${names.length === 0 ? "nothing left" : `${names.length} left`}`,
    );
    return { names, calls };
  }

  private filedSoFar(): number {
    return this.waves.reduce((sum, { requestIds }) => sum + requestIds.length, 0);
  }

  private master(lab: LabState): ReturnType<typeof masterView> {
    return masterView(administratorOf(lab));
  }
}

function emulatorUrl({ ports }: LabState): string {
  return `http://127.0.0.1:${ports.emulator}`;
}
