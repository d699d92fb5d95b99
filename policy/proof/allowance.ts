import { type Zone } from "../network/network";
import { type Contract, linesOf } from "./contract";
import { type Box, everything, replaced, SENDER, STATE } from "./space/box";
import { rewritten } from "./space/rewriting";
import { EMPTY } from "./space/sets";
import { type Space } from "./space/space";

/** What the judged interfaces say to each other is their own matter; every other zone may not even speak to itself: that is transit. */
const free: Zone = "inside";

/** Packets that arrived and may not. */
export interface Forbidden {
  /** The zone that they arrived in, or, of an answer that came back to the start zone, the one that answered. */
  readonly to: Zone;
  readonly box: Box;
}

/** What may begin from one zone to another, and what may answer it. */
interface Allowed {
  readonly asked: readonly Box[];
  readonly answers: readonly Box[];
}

/** What a contract allows, in the coordinates of a space. */
export class Allowance {
  /** By the zone of the question, and by the one that it is put to. */
  private readonly known = new Map<Zone, Map<Zone, Allowed>>();

  constructor(
    private readonly space: Space,
    private readonly contract: Contract,
  ) {}

  /**
   * @param from zone in which the exploration began, @param to zone of the node
   * @param box packets at a node of `to`
   */
  forbidden(from: Zone, to: Zone, box: Box): readonly Forbidden[] {
    const { boxes } = this.space;
    const found: Forbidden[] = [];
    const asked = boxes.intersect(box, replaced(everything, STATE, this.space.isNew));
    if (asked)
      for (const left of boxes.subtractAll([asked], this.between(from, to).asked))
        found.push({ to, box: left });
    const answers = boxes.intersect(box, replaced(everything, STATE, this.space.isReply));
    for (const [zone, part] of answers ? this.byAnswerer(answers) : []) {
      const allowed = zone === undefined ? [] : this.between(to, zone).answers;
      for (const left of boxes.subtractAll([part], allowed))
        found.push({ to: to === from ? (zone ?? to) : to, box: left });
    }
    return found;
  }

  /** True if nothing that arrives in `to` from `from` is forbidden. */
  isFree(from: Zone, to: Zone): boolean {
    return this.space.boxes.subtractAll([everything], this.between(from, to).asked).length === 0;
  }

  /** Answers by the zone of their sender: who answers is the sender of its answer. */
  private byAnswerer(box: Box): readonly (readonly [Zone | undefined, Box])[] {
    const sets = this.space.boxes.of(SENDER);
    const byZone = new Map<Zone | undefined, (readonly [number, number])[]>();
    for (const [low, high] of sets.intervalsOf(box[SENDER] ?? EMPTY)) {
      for (let atom = low; atom < high; atom++) {
        const zone = this.space.senders.zoneOf(atom);
        const atoms = byZone.get(zone);
        if (atoms) atoms.push([atom, atom + 1]);
        else byZone.set(zone, [[atom, atom + 1]]);
      }
    }
    return [...byZone].map(([zone, atoms]) => [zone, replaced(box, SENDER, sets.of(atoms))] as const);
  }

  private between(from: Zone, to: Zone): Allowed {
    let fromHere = this.known.get(from);
    if (!fromHere) this.known.set(from, (fromHere = new Map<Zone, Allowed>()));
    let there = fromHere.get(to);
    if (!there) fromHere.set(to, (there = this.read(from, to)));
    return there;
  }

  private read(from: Zone, to: Zone): Allowed {
    const asked: Box[] = from === free && to === free ? [everything] : [];
    for (const { packets = {} } of linesOf(this.contract, from, to)) {
      const box = this.space.boxOf(packets);
      if (box) asked.push(box);
    }
    // Whoever sent the question: a line's senders say nothing of who answers.
    const answers = asked.flatMap((box) =>
      rewritten(
        this.space,
        { reply: true, replaced: [] },
        replaced(box, SENDER, everything[SENDER] ?? EMPTY),
      ),
    );
    return { asked, answers };
  }
}
