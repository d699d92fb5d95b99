import { stackFile } from "./parse";
import { type Settings } from "./schema";

/** What an environment's settings declare the build network to be: its blocks, the public addresses of its VPN gateways, and who says so. */
export interface DeclaredBuildNetwork {
  readonly blocks: readonly string[];
  readonly gateways: readonly string[];
  readonly declaredBy: string;
}

export function buildNetworkOf({
  environment,
  buildNetwork,
  link,
}: Pick<Settings, "environment" | "buildNetwork" | "link">): DeclaredBuildNetwork {
  return {
    blocks: buildNetwork.blocks,
    gateways: Object.values(link.gateways).map(({ address }) => address),
    declaredBy: stackFile(environment),
  };
}
