import { isFullyKnown, peek } from "./props";

/**
 * Joins what a program gave (inputs) with what the provider answered (outputs), property by property.
 *
 * The answer wins where it is complete. Where it is not, the input stands: an engine may drop a whole output because
 * one value inside it is not known (pulumi/pulumi#7854). An output that is unknown and that the program did not give
 * is the provider's own to compute, and left out: it says nothing about what was declared.
 *
 * Without `inputs` (a resource that was read, or a state file) the outputs are taken as they are.
 */
export function mergeProps(inputs: object | undefined, outputs: object): object {
  if (inputs === undefined) return outputs;
  const merged: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(inputs), ...Object.keys(outputs)])) {
    const output = Object.getOwnPropertyDescriptor(outputs, key)?.value as unknown;
    const answered = peek(outputs, key).state !== "absent" && isFullyKnown(output);
    if (answered) merged[key] = output;
    else if (peek(inputs, key).state !== "absent") {
      merged[key] = Object.getOwnPropertyDescriptor(inputs, key)?.value as unknown;
    } else if (peek(outputs, key).state === "known") merged[key] = output;
  }
  return merged;
}
