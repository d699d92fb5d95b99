import { expect } from "chai";
import fc from "fast-check";
import { factsOfDescribe } from "../../../policy/sources/describe/describe";
import { type DescribeFile } from "../../../policy/sources/describe/file";
import { UnusableInput } from "../../../policy/sources/unusableInput";
import { answer, answersOf } from "./answers";

const office = answersOf("office");
const aVpc = { VpcId: "vpc-1", CidrBlock: "10.0.0.0/16", DhcpOptionsId: "default", OwnerId: "111122223333" };
const vpcs = (...all: readonly object[]) => answer("describe-vpcs", { Vpcs: all });

describe("answers that cannot be used", () => {
  const refused: readonly (readonly [what: string, files: readonly DescribeFile[], line: RegExp])[] = [
    ["an empty folder", [], /holds no answer of AWS that is read.*overflow describe/],
    ["a folder of other things", [answer("notes", {})], /holds no answer of AWS that is read/],
    ["an answer that is a list", [answer("describe-vpcs", [aVpc])], /describe-vpcs.json is no answer of AWS/],
    [
      "a list that is none",
      [answer("describe-vpcs", { Vpcs: "none" })],
      /describe-vpcs.json: Vpcs is not a list/,
    ],
    [
      "an object that is a text",
      [answer("describe-vpcs", { Vpcs: ["vpc-1"] })],
      /describe-vpcs.json: Vpcs\[0\] is not an object/,
    ],
    [
      "an object without its id",
      [vpcs({ CidrBlock: "10.0.0.0/16" })],
      /describe-vpcs.json: Vpcs\[0\].VpcId is not a text/,
    ],
    [
      "an interface that two instances have, each as another",
      [
        answer("describe-instances", {
          Reservations: ["1", "2"].map((last) => ({
            Instances: [
              {
                InstanceId: `i-${last}`,
                NetworkInterfaces: [{ NetworkInterfaceId: "eni-0", PrivateIpAddress: `10.0.0.${last}` }],
              },
            ],
          })),
        }),
      ],
      /contradict each other: privateIp of eni-0 differs/,
    ],
    ["an id that is a number", [vpcs({ ...aVpc, VpcId: 7 })], /Vpcs\[0\].VpcId is not a text/],
    [
      "one id with two contents",
      [vpcs(aVpc, { ...aVpc, CidrBlock: "10.9.0.0/16" })],
      /Vpcs\[0\] and describe-vpcs.json: Vpcs\[1\] contradict each other: cidrBlock of vpc-1 differs/,
    ],
    [
      "one id with two contents in two accounts",
      [
        { ...vpcs(aVpc), account: "111122223333", region: "eu-west-1" },
        { ...vpcs({ ...aVpc, CidrBlock: "10.9.0.0/16" }), account: "444455556666", region: "eu-west-1" },
      ],
      /contradict each other: cidrBlock of vpc-1/,
    ],
    [
      "a policy that is no JSON",
      [
        answer("iam-get-account-authorization-details", {
          RoleDetailList: [{ RoleName: "r", AssumeRolePolicyDocument: "%7Bcut" }],
        }),
      ],
      /AssumeRolePolicyDocument is no policy document/,
    ],
  ];
  for (const [what, files, line] of refused) {
    it(`are refused for ${what}, with one line`, () => {
      expect(() => factsOfDescribe(files)).to.throw(UnusableInput, line);
    });
  }

  it("end in facts or in one clear line, whatever member is broken", () => {
    const broken = fc.constantFrom<unknown>(null, 7, "", "x", [], {}, [null], true);
    fc.assert(
      fc.property(fc.nat(), fc.nat(), broken, (which, where, value) => {
        const file = office[which % office.length]!;
        const changed = { ...file, answer: breakAt(file.answer, where, value) };
        try {
          factsOfDescribe(office.map((one) => (one === file ? changed : one)));
        } catch (error) {
          expect(error).to.be.instanceOf(UnusableInput);
          expect((error as Error).message).not.to.contain("\n");
        }
      }),
      { numRuns: 500 },
    );
  });

  it("give the same facts in whatever order the files come", () => {
    const shown = (files: readonly DescribeFile[]) => JSON.stringify(factsOfDescribe(files).stack.resources);
    const once = shown(office);
    fc.assert(
      fc.property(fc.shuffledSubarray([...office], { minLength: office.length }), (files) => {
        expect(shown(files)).to.equal(once);
      }),
      { numRuns: 10 },
    );
  });
});

/** The same answer with the n-th member, counted through, replaced. */
function breakAt(answer_: unknown, where: number, value: unknown): unknown {
  let count = 0;
  const total = countMembers(answer_);
  const target = total === 0 ? 0 : where % total;
  const walk = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map((item: unknown) => (count++ === target ? value : walk(item)));
    if (typeof inner !== "object" || inner === null) return inner;
    return Object.fromEntries(
      Object.entries(inner).map(([key, item]) => [key, count++ === target ? value : walk(item)]),
    );
  };
  return walk(answer_);
}

function countMembers(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const inner: readonly unknown[] = Object.values(value);
  return inner.length + inner.reduce<number>((sum, item) => sum + countMembers(item), 0);
}
