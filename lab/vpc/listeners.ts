/** Which loopback port plays a port of an instance: `i-1`, 443 → 41001. Told by the machines, asked by their neighbours. */
export class Listeners {
  private readonly byInstance = new Map<string, ReadonlyMap<number, number>>();

  set(instanceId: string, ports: ReadonlyMap<number, number>): void {
    this.byInstance.set(instanceId, ports);
  }

  remove(instanceId: string): void {
    this.byInstance.delete(instanceId);
  }

  /** null: nothing listens there. */
  portOf(instanceId: string, port: number): number | null {
    return this.byInstance.get(instanceId)?.get(port) ?? null;
  }
}
