/** A lab: a region and a build network on one machine, nothing outside loopback. */
export { buildNetworkOf } from "./buildNetwork";
export { labDown, type LabDown, type LabDownOptions } from "./down";
export { applyEnvironment, labEnvironment, type LabEnvironment } from "./environment";
export { readLabState } from "./folder";
export { guardLab, type LabGuard } from "./guard";
export { layoutOf, type LabLayout } from "./layout";
export { type LabProcess, type LabState } from "./state";
export { labStatus, type LabStatus, type ServiceStatus } from "./status";
export { labUp, type LabUp, type LabUpOptions } from "./up";
