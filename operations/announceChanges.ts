import { type EngineEvent, resourceName, stackOutputs } from "../engine";
import { renderPoolsFile } from "../infra/workers/poolsFile";
import { type StackOutputs } from "../infra/outputs";
import { type LookReport } from "../scaler/look";
import { configOf } from "./clients";
import { poolPlan } from "./poolPlan";
import { ScalerCallFailed, scalerCaller } from "./scalerCall";
import { readSettings } from "./settings";
import { type World } from "./world";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
/** The scaler's document is the one item that a stack writes. */
const DOCUMENT = "aws:dynamodb/tableItem:TableItem";
const CHANGES: readonly string[] = ["update", "replace", "delete", "create-replacement", "delete-replaced"];

/** Watches a preview for what it would change of the pools. */
export class PoolWatch {
  private readonly templates = new Set<string>();
  private document = false;

  see(event: EngineEvent): void {
    if (event.kind !== "step-ended" || !event.planned || !CHANGES.includes(event.op)) return;
    if (event.type === TEMPLATE && event.op !== "delete") this.templates.add(poolOf(event.urn));
    if (event.type === DOCUMENT) this.document = true;
  }

  /** What the update would do to VMs that are there. Asks nothing where it changes no pool. */
  async plan(world: World): Promise<readonly string[]> {
    if (!this.document && this.templates.size === 0) return [];
    const outputs = (await stackOutputs(world.engine)) as Partial<StackOutputs>;
    const { poolsFile: before, region, scalerFunctionName } = outputs;
    if (before === undefined || region === undefined || scalerFunctionName === undefined) return [];
    const change = { before, after: renderPoolsFile(readSettings(world)), newTemplates: this.templates };
    // Whether there is anything to say costs nothing; how many VMs it is about costs a call.
    if (poolPlan({ ...change, vms: null }).length === 0) return [];
    const vms = await lookAtVms(world, region, scalerFunctionName);
    return poolPlan({ ...change, vms });
  }
}

/** Pool of a launch template, whose resource is named `pool-<name>`. */
function poolOf(urn: string): string {
  return resourceName(urn).replace(/^pool-/, "");
}

async function lookAtVms(
  world: World,
  region: string,
  functionName: string,
): Promise<LookReport["vms"] | null> {
  try {
    const call = scalerCaller(configOf(world, region), functionName);
    return ((await call({ look: true })) as LookReport).vms;
  } catch (error) {
    if (error instanceof ScalerCallFailed) return null;
    throw error;
  }
}
