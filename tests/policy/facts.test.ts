import { expect } from "chai";
import fc from "fast-check";
import { absent, type Fact, known, notYetKnown } from "../../policy/facts/fact";
import { mergeProps } from "../../policy/facts/merge";
import { isFullyKnown, peek, Props } from "../../policy/facts/props";
import { StackFacts } from "../../policy/facts/resource";
import {
  unknownFlag,
  unknownList,
  unknownCheckingProxy,
  unknownNumber,
  unknownObject,
  unknownText,
} from "./stack";

const marks = [unknownText, unknownFlag, unknownList, unknownNumber, unknownObject];

describe("facts of properties", () => {
  it("are unknown for each mark of the engine, behind its proxy too, and never an error", () => {
    for (const mark of marks) {
      expect(new Props(unknownCheckingProxy({ a: mark })).get("a")).to.deep.equal(notYetKnown);
      expect(new Props({ a: mark }).flag("a")).to.deep.equal(notYetKnown);
    }
  });

  it("tell absent from false, and take an empty text for absent", () => {
    const props = new Props(unknownCheckingProxy({ off: false, text: "", none: null }));
    expect(props.flag("off")).to.deep.equal(known(false));
    expect(props.flag("missing")).to.equal(absent);
    expect(props.flag("none")).to.equal(absent);
    expect(props.text("text")).to.equal(absent);
  });

  it("read true and false written as texts", () => {
    const props = new Props({ on: "true", off: "false", odd: "yes" });
    expect(props.flag("on")).to.deep.equal(known(true));
    expect(props.flag("off")).to.deep.equal(known(false));
    expect(props.flag("odd").state).to.equal("unknown");
  });

  it("are unknown where a value is of the wrong kind, without showing it", () => {
    const props = new Props({ cidr: 7, flag: ["s3cret"], list: "s3cret", object: ["s3cret"] });
    const facts: Fact<unknown>[] = [
      props.text("cidr"),
      props.flag("flag"),
      props.texts("list"),
      props.object("object"),
    ];
    for (const fact of facts) {
      expect(fact.state).to.equal("unknown");
      expect(JSON.stringify(fact)).to.not.contain("s3cret");
    }
  });

  it("keep what is known of a list with an unknown item", () => {
    const list = new Props(unknownCheckingProxy({ cidrs: ["10.0.0.0/8", unknownText] })).texts("cidrs");
    expect(list).to.deep.equal(known([known("10.0.0.0/8"), notYetKnown]));
  });

  it("read inherited names as absent", () => expect(new Props({}).get("constructor")).to.equal(absent));

  it("are unknown if a property cannot be read at all", () => {
    const broken = new Proxy(
      {},
      {
        getOwnPropertyDescriptor: () => {
          throw new Error("no");
        },
      },
    );
    expect(peek(broken, "a").state).to.equal("unknown");
  });

  it("say of any value whether a mark is in it", () => {
    const value = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.string(),
        fc.boolean(),
        fc.array(tie("tree")),
        fc.dictionary(fc.string(), tie("tree")),
      ),
    })).tree;
    fc.assert(
      fc.property(value, fc.constantFrom(...marks), (tree, mark) => {
        expect(isFullyKnown(tree)).to.equal(true);
        expect(isFullyKnown({ tree, more: [tree, { mark }] })).to.equal(false);
      }),
    );
  });
});

describe("inputs joined with outputs", () => {
  const merge = (inputs: object | undefined, outputs: object): Props =>
    new Props(mergeProps(inputs && unknownCheckingProxy(inputs), unknownCheckingProxy(outputs)));

  it("take the answer where it is complete", () =>
    expect(merge({ cidrBlock: unknownText }, { cidrBlock: "10.0.0.0/8" }).text("cidrBlock")).to.deep.equal(
      known("10.0.0.0/8"),
    ));

  it("keep an input whose output the engine dropped for one unknown inside it", () => {
    const rules = merge(
      { ingress: [{ cidrBlocks: ["0.0.0.0/0"], securityGroups: [unknownText] }] },
      {},
    ).objects("ingress");
    expect(rules.state).to.equal("known");
  });

  it("leave out what only the provider will compute, and keep an unknown that the program gave", () => {
    const merged = merge({ gatewayId: unknownText }, { ipv6CidrBlock: unknownText, gatewayId: unknownText });
    expect(merged.get("ipv6CidrBlock")).to.equal(absent);
    expect(merged.get("gatewayId")).to.equal(notYetKnown);
  });

  it("take outputs as they are for a resource whose inputs were never seen", () =>
    expect(merge(undefined, { cidrBlock: unknownText }).text("cidrBlock")).to.equal(notYetKnown));
});

describe("a stack", () => {
  it("is in the order of its URNs, whatever order it came in", () => {
    const urns = ["c", "a", "b"].map((name) => ({
      urn: name,
      type: "t",
      name,
      provider: undefined,
      props: new Props({}),
      sources: () => [],
    }));
    fc.assert(
      fc.property(fc.shuffledSubarray(urns, { minLength: 3 }), (shuffled) => {
        expect(new StackFacts(shuffled).ofType("t").map(({ urn }) => urn)).to.deep.equal(["a", "b", "c"]);
      }),
    );
  });
});
