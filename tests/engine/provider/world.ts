import { type Props, unsealed } from "../../../lab/provider/values";
import { type Driver, urnOf } from "./driver";

interface Made {
  readonly urn: string;
  readonly id: string;
  readonly state: Props;
}

/** A resource that a case stands on: its properties, read by name. */
export class Part {
  constructor(readonly props: Props) {}

  get id(): string {
    return this.text("id");
  }

  text(key: string): string {
    const value = this.props[key];
    if (typeof value !== "string") throw new Error(`The part has no text "${key}": ${JSON.stringify(value)}`);
    return value;
  }
}

/** Makes what a case stands on, through the provider itself, and takes it away in reverse order. */
export class World {
  private readonly made: Made[] = [];

  constructor(private readonly driver: Driver) {}

  async make(token: string, inputs: Props): Promise<Part> {
    const urn = urnOf(token);
    const checked = await this.driver.check(urn, inputs);
    if (checked.failures.length > 0) throw new Error(checked.failures.join("\n"));
    const { id, state } = await this.driver.create(urn, checked.inputs);
    this.made.push({ urn, id, state });
    return new Part(unsealed(state));
  }

  vpc(): Promise<Part> {
    return this.make("aws:ec2/vpc:Vpc", { cidrBlock: "10.130.0.0/16", enableDnsHostnames: true });
  }

  subnet(vpc: Part, cidrBlock = "10.130.1.0/24"): Promise<Part> {
    return this.make("aws:ec2/subnet:Subnet", { vpcId: vpc.id, cidrBlock });
  }

  async remove(): Promise<void> {
    for (let part = this.made.pop(); part !== undefined; part = this.made.pop())
      await this.driver.delete(part.urn, part.id, part.state);
  }
}

/** One life of one resource type. */
export interface LifeCase {
  readonly token: string;
  /** Outputs that AWS leaves out for these inputs. */
  readonly absent?: readonly string[];
  /** Deleting it only lets go of it. */
  readonly permanent?: boolean;
  prepare(world: World): Promise<Life>;
}

export interface Life {
  readonly inputs: Props;
  /** Properties that the created resource must have, as AWS answers them. */
  readonly expected?: Props;
  /** Inputs to change in place, one update each. */
  readonly updates?: readonly Props[];
  /** Inputs whose change must make a replacement. */
  readonly replacements?: Props;
}
