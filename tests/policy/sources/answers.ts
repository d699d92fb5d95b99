import { join } from "node:path";
import { type Fact } from "../../../policy/facts/fact";
import { type ResourceFacts, type StackFacts } from "../../../policy/facts/resource";
import { type DescribeFile } from "../../../policy/sources/describe/file";
import { readDescribeFolder } from "../../../operations/describe/folder";

/** The answers of a case: a folder as `overflow describe` and the AWS CLI write it. */
export function answersOf(name: string): readonly DescribeFile[] {
  return readDescribeFolder(join(__dirname, "describe", name));
}

/** One answer of a folder that has no accounts and Regions below it. */
export function answer(command: string, content: unknown, id?: string): DescribeFile {
  return { command, answer: content, ...(id !== undefined && { id }) };
}

/** The resource with this id; a test that asks for one that is not there fails. */
export function withId(stack: StackFacts, id: string): ResourceFacts {
  const found = stack.resources.filter(({ props }) => value(props.text("id")) === id);
  if (found.length !== 1) throw new Error(`${found.length} resources have the id ${id}`);
  return found[0]!;
}

/** Ids of all resources of a type. */
export function idsOf(stack: StackFacts, type: string): readonly unknown[] {
  return stack.ofType(type).map(({ props }) => value(props.text("id")));
}

/** A property as plain data; what is not known as `{ unknown: why }`. */
export function prop({ props }: ResourceFacts, name: string): unknown {
  return value(props.get(name));
}

function value(fact: Fact<unknown>): unknown {
  if (fact.state === "absent") return undefined;
  return fact.state === "known" ? fact.value : { unknown: fact.why };
}
