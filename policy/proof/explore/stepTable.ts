import { type Network, type NetworkNode, type Step, type Take } from "../../network/network";
import { type Box, replaced, SENDER } from "../space/box";
import { type Rewriting, rewritingOf } from "../space/rewriting";
import { EMPTY, FULL } from "../space/sets";
import { type Space } from "../space/space";
import { firstAbove } from "../space/addressAxis";

/** Where a step ends at which nothing goes on. */
export const DROPPED = -1;

const takes: Readonly<Record<Take, number>> = { always: 0, some: 1, perhaps: 2 };
const [always, perhaps] = [takes.always, takes.perhaps];

/**
 * The steps of a network in the coordinates of a space: each is read once, for every reading, and named by its number. Flat lists, as a large
 * network has a million.
 */
export class StepTable {
  /** By the node's place, the number of its first step; at the end, how many steps there are. */
  readonly firsts: Int32Array;
  /** Place of the next node, or `DROPPED`. */
  private readonly next: Int32Array;
  private readonly takes: Uint8Array;
  private readonly rewrites: Uint8Array;
  /** What each matches; undefined: nothing. Steps of one match share the box. */
  private readonly boxes: (Box | undefined)[];
  private readonly places = new Map<string, number>();
  private readonly named = new Map<Box, Box | undefined>();

  /** @throws Error if a step leads to a node that is not there */
  constructor(
    readonly space: Space,
    readonly network: Network,
  ) {
    const { nodes } = network;
    this.firsts = new Int32Array(nodes.length + 1);
    let count = 0;
    for (const [place, { id, steps }] of nodes.entries()) {
      this.places.set(id, place);
      this.firsts[place] = count;
      count += steps.length;
    }
    this.firsts[nodes.length] = count;
    this.next = new Int32Array(count);
    this.takes = new Uint8Array(count);
    this.rewrites = new Uint8Array(count);
    this.boxes = new Array<Box | undefined>(count);
    let at = 0;
    for (const { steps } of nodes) {
      for (const { match, to, take, rewrite } of steps) {
        this.next[at] = this.placeOfTarget(to);
        this.takes[at] = takes[take];
        this.rewrites[at] = rewrite ? 1 : 0;
        this.boxes[at] = space.boxOf(match);
        at += 1;
      }
    }
  }

  placeOf(id: string): number | undefined {
    return this.places.get(id);
  }

  node(place: number): NetworkNode {
    const node = this.network.nodes[place];
    if (!node) throw new Error(`no node at place ${place}`);
    return node;
  }

  first(place: number): number {
    return this.firsts[place] ?? 0;
  }

  /** Of the node that has the step. */
  placeOfStep(step: number): number {
    return firstAbove(this.firsts, step) - 1;
  }

  /** As the network has it. */
  step(step: number): Step {
    const place = this.placeOfStep(step);
    const found = this.node(place).steps[step - this.first(place)];
    if (!found) throw new Error(`no step ${step}`);
    return found;
  }

  box(step: number): Box | undefined {
    return this.boxes[step];
  }

  to(step: number): number {
    return this.next[step] ?? DROPPED;
  }

  isAlways(step: number): boolean {
    return this.takes[step] === always;
  }

  isPerhaps(step: number): boolean {
    return this.takes[step] === perhaps;
  }

  /** Of the packets that the step matches, those that it can keep from later steps: what anybody may have sent is kept by no list of senders. */
  kept(step: number): Box | undefined {
    const box = this.boxes[step];
    if (!box || box[SENDER] === FULL) return box;
    if (this.named.has(box)) return this.named.get(box);
    const senders = this.space.boxes.of(SENDER).subtract(box[SENDER] ?? EMPTY, this.space.anybody);
    const made = senders === EMPTY ? undefined : replaced(box, SENDER, senders);
    this.named.set(box, made);
    return made;
  }

  hasRewriting(step: number): boolean {
    return this.rewrites[step] === 1;
  }

  /** Whether the step makes answers. */
  isAnswer(step: number): boolean {
    return this.hasRewriting(step) && this.step(step).rewrite?.reply === true;
  }

  rewriting(step: number): Rewriting | undefined {
    const { rewrite } = this.hasRewriting(step) ? this.step(step) : {};
    return rewrite && rewritingOf(this.space, rewrite);
  }

  private placeOfTarget(to: string | null): number {
    const place = to === null ? DROPPED : this.places.get(to);
    if (place === undefined) throw new Error(`a step leads to '${String(to)}', which is not there`);
    return place;
  }
}
