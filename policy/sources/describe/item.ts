import { isJson, type Json } from "../json";
import { UnusableInput } from "../unusableInput";
import { type DescribeFile, nameOf } from "./file";

/**
 * One object of an answer, read strictly: a member that is there and of another kind than AWS documents ends the reading with the member's
 * place. What is not there is undefined, and so is an empty text.
 */
export class Item {
  constructor(
    readonly json: Json,
    readonly file: DescribeFile,
    private readonly path: string = "",
  ) {}

  text(key: string): string | undefined {
    const value = this.json[key];
    if (value === undefined || value === null || value === "") return undefined;
    return typeof value === "string" ? value : this.refuse(key, "a text");
  }

  /** @throws UnusableInput too if it is not there */
  id(key: string): string {
    return this.text(key) ?? this.refuse(key, "a text");
  }

  flag(key: string): boolean | undefined {
    const value = this.json[key];
    if (value === undefined || value === null) return undefined;
    return typeof value === "boolean" ? value : this.refuse(key, "true or false");
  }

  number(key: string): number | undefined {
    const value = this.json[key];
    if (value === undefined || value === null) return undefined;
    return typeof value === "number" ? value : this.refuse(key, "a number");
  }

  object(key: string): Item | undefined {
    const value = this.json[key];
    if (value === undefined || value === null) return undefined;
    return isJson(value) ? new Item(value, this.file, this.under(key)) : this.refuse(key, "an object");
  }

  /** Empty if it is not there. */
  list(key: string): readonly Item[] {
    return this.values(key).map((value, index) => {
      const path = `${this.under(key)}[${index}]`;
      return isJson(value) ? new Item(value, this.file, path) : this.refuse(`${key}[${index}]`, "an object");
    });
  }

  texts(key: string): readonly string[] {
    return this.values(key).map((value, index) =>
      typeof value === "string" ? value : this.refuse(`${key}[${index}]`, "a text"),
    );
  }

  /** A member of each object of a list, of those that have it. */
  textsOf(key: string, member: string): readonly string[] {
    return this.list(key).flatMap((item) => item.text(member) ?? []);
  }

  has(key: string): boolean {
    return this.json[key] !== undefined && this.json[key] !== null;
  }

  /** `describe-vpcs.json: Vpcs[3]` */
  get place(): string {
    return this.path === "" ? nameOf(this.file) : `${nameOf(this.file)}: ${this.path}`;
  }

  /** AWS's tags, in both spellings. */
  tags(): Json | undefined {
    const tags = [...this.list("Tags"), ...this.list("TagSet")];
    if (tags.length === 0) return undefined;
    return Object.fromEntries(tags.map((tag) => [tag.text("Key") ?? "", tag.text("Value") ?? ""]));
  }

  private values(key: string): readonly unknown[] {
    const value = this.json[key];
    if (value === undefined || value === null) return [];
    return Array.isArray(value) ? value : this.refuse(key, "a list");
  }

  private under(key: string): string {
    return this.path === "" ? key : `${this.path}.${key}`;
  }

  private refuse(key: string, kind: string): never {
    throw new UnusableInput(`${nameOf(this.file)}: ${this.under(key)} is not ${kind}.`);
  }
}
