import { type Zone } from "../../network/network";

/** Senders of which none is told apart from the others of its class, by any step nor by its zone. */
interface SenderClass {
  readonly zone: Zone | undefined;
  readonly ids: string[];
}

/** The class of packets that anybody may have sent: every list of senders has it, and none keeps it from later steps. */
export const ANYBODY = 0;

/** Who sent a packet, as classes. */
export class SenderAxis {
  private readonly lists = new Map<readonly string[], number>();
  private readonly byContent = new Map<string, number>();
  private readonly memberships = new Map<string, number[]>();
  private readonly zones = new Map<string, Zone>();
  private readonly classes: SenderClass[] = [{ zone: undefined, ids: [] }];
  private readonly classOf = new Map<string, number>();

  /** Who speaks for a zone: a start, or a node of the zone. */
  zone({ id, zone }: { readonly id: string; readonly zone?: Zone }): void {
    if (zone !== undefined) this.zones.set(id, zone);
  }

  /** A sender that is none of a list. */
  name(id: string): void {
    if (!this.memberships.has(id)) this.memberships.set(id, []);
  }

  /** Tells the members of a list apart from all others. */
  cut(ids: readonly string[]): void {
    if (this.lists.has(ids)) return;
    const content = JSON.stringify(ids);
    const there = this.byContent.get(content);
    const list = there ?? this.byContent.size;
    this.lists.set(ids, list);
    if (there !== undefined) return;
    this.byContent.set(content, list);
    for (const id of ids) {
      const lists = this.memberships.get(id);
      if (lists) lists.push(list);
      else this.memberships.set(id, [list]);
    }
  }

  /** Ends the cutting. @returns the number of classes */
  seal(): number {
    const byKey = new Map<string, number>();
    for (const [id, lists] of this.memberships) {
      const zone = this.zones.get(id);
      const key = `${lists.join()} ${zone ?? ""}`;
      let place = byKey.get(key);
      if (place === undefined) {
        place = this.classes.length;
        byKey.set(key, place);
        this.classes.push({ zone, ids: [] });
      }
      this.classes[place]?.ids.push(id);
      this.classOf.set(id, place);
    }
    return this.classes.length;
  }

  /** @throws Error if it was never named */
  atoms(id: string): readonly [low: number, high: number] {
    const place = this.classOf.get(id);
    if (place === undefined) throw new Error(`'${id}' sends nothing`);
    return [place, place + 1];
  }

  idsOf(atom: number): readonly string[] {
    return this.classes[atom]?.ids ?? [];
  }

  /** The zone of a class; undefined if it has none. */
  zoneOf(atom: number): Zone | undefined {
    return this.classes[atom]?.zone;
  }
}
