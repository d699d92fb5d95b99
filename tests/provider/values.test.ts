import { expect } from "chai";
import fc from "fast-check";
import {
  compact,
  holdsSecret,
  holdsUnknown,
  type Props,
  sealed,
  secretKeys,
  unknownValue,
  unsealed,
} from "../../lab/provider/values";
import { fromStruct, toStruct } from "../../lab/provider/struct";

const secretOf = (value: Props[string]): Props => sealed({ value }, new Set(["value"])).value as Props;

/** Property values as a program can write them. */
const props = fc.dictionary(
  fc.stringMatching(/^[a-z][A-Za-z0-9]{0,8}$/),
  fc.jsonValue({ maxDepth: 3, noUnicodeString: true }).filter((value) => value !== null),
  { maxKeys: 6 },
) as fc.Arbitrary<Props>;

describe("lab provider: property values", () => {
  it("unsealing gives back what was sealed", () => {
    fc.assert(
      fc.property(props, (plain) => {
        const keys = new Set(Object.keys(plain));
        expect(unsealed(sealed(plain, keys))).to.deep.equal(unsealed(plain));
        expect([...secretKeys(sealed(plain, keys))]).to.include.members([...keys]);
      }),
    );
  });

  it("finds a secret at any depth and names its top-level property", () => {
    const source = {
      environment: { variables: { TOKEN: secretOf("x") } },
      name: "scaler",
      list: [secretOf(1)],
    };
    expect([...secretKeys(source)].sort()).to.deep.equal(["environment", "list"]);
    expect(unsealed(source)).to.deep.equal({
      environment: { variables: { TOKEN: "x" } },
      name: "scaler",
      list: [1],
    });
  });

  it("keeps tagsAll secret when a tag is", () => {
    expect([...secretKeys({ tags: { owner: secretOf("x") } })].sort()).to.deep.equal(["tags", "tagsAll"]);
  });

  it("unwraps a secret in a secret", () => {
    expect(unsealed({ key: secretOf(secretOf("x")) })).to.deep.equal({ key: "x" });
  });

  it("seals nothing that is absent", () => {
    expect(sealed({ key: undefined }, new Set(["key", "other"]))).to.deep.equal({ key: undefined });
  });

  it("finds an unknown at any depth", () => {
    expect(holdsUnknown({ rules: [{ cidr: unknownValue }] })).to.equal(true);
    expect(holdsUnknown({ rules: [{ cidr: "10.0.0.0/8" }] })).to.equal(false);
    expect(holdsSecret("x")).to.equal(false);
  });

  it("drops null and undefined at any depth, and nothing else", () => {
    expect(compact({ a: null, b: undefined, c: { d: null, e: 0 }, f: "", g: false, h: [] })).to.deep.equal({
      c: { e: 0 },
      f: "",
      g: false,
      h: [],
    });
  });

  it("survives the way over gRPC", () => {
    const sent = {
      text: "x",
      number: 1.5,
      flag: false,
      list: [1, "a"],
      map: { key: secretOf("y") },
      none: null,
    };
    const { none: _, ...received } = sent;
    expect(fromStruct(toStruct(sent))).to.deep.equal(received);
    expect(fromStruct(undefined)).to.deep.equal({});
  });
});
