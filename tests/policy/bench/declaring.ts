import { type Declared } from "../../../policy/sources/declared";

/** Collects resources whose ids are known, as in a state: the key of each is its id. */
export class Declaring {
  readonly made: Declared[] = [];

  /** @param module, name of the type: `ec2`, `Vpc` */
  add(module: string, name: string, key: string, inputs: Declared["inputs"]): void {
    const token = `aws:${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
    this.made.push({
      ...{ urn: `urn:pulumi:bench::overflow::${token}::${key}`, type: token, name: key, sources: {} },
      inputs: { id: key, ...inputs },
      provider: "pulumi:providers:aws",
    });
  }
}

/** Addresses of 10.0.0.0/8, by number from 0. */
export const address = (number: number): string =>
  `10.${Math.floor(number / 65_536) % 256}.${Math.floor(number / 256) % 256}.${number % 256}`;
