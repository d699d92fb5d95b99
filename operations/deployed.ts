import { TEARDOWN_MODES, type TeardownMode } from "../scaler/teardown";
import { type StateResource } from "./stackState";

/** The call of the scaler's function that a stack makes at its end. */
export interface DeployedTeardown {
  readonly urn: string;
  readonly functionName: string;
  readonly mode: TeardownMode;
}

const INVOCATION = "aws:lambda/invocation:Invocation";

/** Null: the stack never got so far, or the call was taken out of its state. */
export function deployedTeardown(resources: readonly StateResource[]): DeployedTeardown | null {
  const found = resources.find(({ type, inputs }) => type === INVOCATION && isTeardown(inputs));
  const functionName = found?.inputs["functionName"];
  if (found === undefined || typeof functionName !== "string") return null;
  const input = JSON.parse(String(found.inputs["input"])) as { readonly teardown?: unknown };
  return {
    urn: found.urn,
    functionName,
    mode: TEARDOWN_MODES.find((mode) => mode === input.teardown) ?? "wait",
  };
}

function isTeardown({ input }: StateResource["inputs"]): boolean {
  return typeof input === "string" && input.includes("teardownWaitSeconds");
}

/** Region of a stack's resources, by its provider. */
export function deployedRegion(resources: readonly StateResource[]): string | null {
  const regions = resources
    .filter(({ type }) => type === "pulumi:providers:aws")
    .map(({ inputs }) => inputs["region"]);
  return regions.find((region) => typeof region === "string") ?? null;
}

/** What the stack leaves where it is when it is destroyed, as `type id`: the region's guard, whose owner alone may open it. */
export function meantToStay(resources: readonly StateResource[]): readonly string[] {
  return resources.filter((each) => each.retainOnDelete).map(({ type, id }) => `${type} ${id}`);
}

/** Physical name of the scaler's table, or null. */
export function deployedTable(resources: readonly StateResource[]): string | null {
  const item = resources.find(({ type }) => type === "aws:dynamodb/tableItem:TableItem");
  const name = item?.inputs["tableName"];
  return typeof name === "string" ? name : null;
}
