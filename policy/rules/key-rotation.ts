import { controls } from "../controls";
import { expect } from "../expect";
import { type Rule } from "../rule";

const property = "enableKeyRotation";
const fix = "Set enableKeyRotation to true.";
const reason = "A key that is never changed protects ever more data with one secret.";

export const keyRotation: Rule = {
  id: "key-rotation",
  title: "Keys are rotated every year by AWS.",
  control: controls.encryptedAtRest,
  severity: "medium",
  frameworks: { nist: ["SC-12", "SC-28(1)"], cis: ["3.6"], slsa: [] },
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
  cause: "A KMS key without `enableKeyRotation: true`.",
  fix,
  judges: (type) => type === "aws:kms/key:Key",
  check: (resource) =>
    expect({
      ...{ resource, property, fact: resource.props.flag(property), reason, fix },
      accepts: (on) => on,
      absentIs: "refused",
    }),
};
