import { resource, unknownFlag } from "../stack";
import { type RuleCases } from "./ruleCases";

const key = (props: object) => resource("aws:kms/key:Key", "key", { ...props });
const finds = [["refused", "key", "enableKeyRotation"]] as const;

export const cases: RuleCases = {
  accepts: { "a key that is rotated": { resources: [key({ enableKeyRotation: true })] } },
  refuses: {
    "a key that is not rotated": { resources: [key({ enableKeyRotation: false })], finds },
    "a key that does not say": { resources: [key({})], finds },
    "a key of which it is not known": {
      resources: [key({ enableKeyRotation: unknownFlag })],
      finds: [["undetermined", "key", "enableKeyRotation"]],
    },
  },
};
