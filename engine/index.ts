export { type EngineEvent, parseEvent, resourceName, shortUrn } from "./events";
export { type OutputsOptions, stackOutputs } from "./outputs";
export { plannedIn, type PlannedResource, plannedResources } from "./planned";
export { type PolicyFinding, type PolicyReport } from "./policyReport";
export { type Engine } from "./pulumi";
export { type Operation, runOperation, type RunOptions, type RunResult, settingsFile } from "./run";
export { changesNothing, type RunSummary } from "./summary";
export { updateStack, type UpdateOptions, type UpdateResult } from "./update";
