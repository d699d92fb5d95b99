import { type ResourceType } from "./resourceType";

/**
 * A type that the lab does not run: a preview shows it, so that policies judge it, but nothing can be made of it.
 * A change of it shows as an update, whatever AWS would do, since the lab never has one to change.
 */
export function echoOf(token: string): ResourceType {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new Error(
        `The lab does not run ${token}; it can only be previewed here. Take it out of this environment, ` +
          `or update the environment on AWS (without --lab).`,
      ),
    );
  return { token, replaceOn: [], outputs: [], create: refuse, read: refuse, update: refuse, remove: refuse };
}
