import { isJson } from "../json";
import { UnusableInput } from "../unusableInput";
import { type Item } from "./item";

/**
 * A policy document of an answer: an object from the AWS CLI, percent-encoded or plain JSON from the API.
 * @returns undefined if there is none
 * @throws UnusableInput if it is no JSON
 */
export function documentOf(item: Item, key: string): unknown {
  const value = item.json[key];
  if (value === undefined || value === null || isJson(value)) return value ?? undefined;
  const text = item.id(key);
  try {
    return JSON.parse(text.startsWith("%") ? decodeURIComponent(text) : text) as unknown;
  } catch {
    throw new UnusableInput(`${item.place}.${key} is no policy document.`);
  }
}

/** As `documentOf`, as the text that the provider's properties hold. */
export function documentText(item: Item, key: string): string | undefined {
  const document = documentOf(item, key);
  return document === undefined ? undefined : JSON.stringify(document);
}
