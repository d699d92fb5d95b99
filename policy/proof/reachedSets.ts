import { type Network } from "../network/network";
import { certificateOf } from "./certificate";
import { Graph } from "./explore/graph";
import { StepTable } from "./explore/stepTable";
import { Space, toldBy } from "./space/space";
import { Writing } from "./space/writing";
import { type ZoneCertificate } from "./verdict";
import { exactStarts, exploreAll, startsByZone } from "./zoneStarts";

/** What the packets of each zone may reach, whatever the contract says of it: for the picture of a network that is not proved. */
export function reachedSets(network: Network): readonly ZoneCertificate[] {
  const space = new Space(toldBy(network));
  const graph = new Graph(new StepTable(space, network), "may", network.starts.length > exactStarts);
  const writing = new Writing(space);
  return startsByZone(network).map(([zone, starts]) =>
    certificateOf(exploreAll(graph, starts), zone, writing),
  );
}
