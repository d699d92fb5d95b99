import { expect } from "chai";
import { allowedTypes } from "../../../policy/types";
import { type Declared } from "../../../policy/sources/declared";
import { ownDeclared } from "../ownStack";
import { harmless } from "./harmless";
import { ProviderTypes } from "./providerTypes";
import { unread } from "./unread";

/** `ec2 Vpc` of `aws:ec2/vpc:Vpc`. */
const nameOf = (token: string): string => token.replace(/^aws:([^/]+)\/[^:]+:/, "$1 ");
const tokens = [...allowedTypes].filter((token) => token.startsWith("aws:")).sort();

const covers = (entry: string, path: string): boolean =>
  entry.endsWith("*") ? path.startsWith(entry.slice(0, -1)) : path === entry;

describe("properties of allowed types, as the provider has them", function () {
  this.timeout(60_000);
  let own: readonly Declared[] = [];
  const types = new ProviderTypes();
  before(async () => {
    own = await ownDeclared("local");
  });

  for (const token of tokens) {
    it(`are each read by a rule, or known to open nothing: ${nameOf(token)}`, () => {
      const [found, listed] = [unread(own, types, token), harmless[nameOf(token)] ?? []];
      expect(
        found.filter((path) => !listed.some((entry) => covers(entry, path))),
        "neither read nor known to be harmless",
      ).to.deep.equal([]);
      expect(
        listed.filter((entry) => !found.some((path) => covers(entry, path))),
        "read by now, or no longer there",
      ).to.deep.equal([]);
    });
  }

  it("are of types that are allowed", () => {
    expect(
      Object.keys(harmless).filter((name) => !tokens.some((token) => nameOf(token) === name)),
    ).to.deep.equal([]);
  });
});
