import { type StackFacts } from "../facts/resource";
import { type InterfacePart, type Layout, type SubnetPart } from "../network/build/parts";
import { type Network, type Zone } from "../network/network";

/** What names are looked up in. */
export interface Surroundings {
  readonly stack: StackFacts;
  readonly network: Network;
  readonly layout: Layout;
}

/** What a name in a question stands for. */
export type Named =
  | {
      readonly kind: "interfaces";
      readonly interfaces: readonly InterfacePart[];
      /** The address that was asked for, as a block: one of theirs. */
      readonly address?: string;
      /** There if none of them has the address for certain; any may get it. */
      readonly doubt?: string;
    }
  /** The public address of an interface. */
  | { readonly kind: "public"; readonly interfaces: readonly InterfacePart[]; readonly address: string }
  | { readonly kind: "subnet"; readonly subnet: SubnetPart; readonly address?: string }
  | { readonly kind: "zones"; readonly zones: readonly Zone[]; readonly address?: string };
