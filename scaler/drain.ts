import { closedFor, emptied, type Emptied, type EmptyingOptions } from "./emptying";
import { namesOf } from "./look";
import { type TickPorts } from "./tick";

/**
 * First half of a teardown, for those who wait longer than one call of the function lasts: closes the lease and the doors, and waits for
 * builds. Nothing is removed. Repeated until no build is left; `create` and `update` of the stack's events open the table again, and the
 * next run opens the doors.
 */
export async function drain(ports: TickPorts, options: EmptyingOptions): Promise<Emptied> {
  const document = await ports.document.read();
  const names = namesOf(document, await ports.fleet.read());
  return closedFor(ports, options, false, () => emptied(ports, names, document.limits.drainSeconds, options));
}
