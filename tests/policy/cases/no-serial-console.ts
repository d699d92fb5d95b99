import { resource, unknownFlag } from "../stack";
import { type RuleCases } from "./ruleCases";

const console_ = (props: object) =>
  resource("aws:ec2/serialConsoleAccess:SerialConsoleAccess", "console", { ...props });
const encryption = resource("aws:ebs/encryptionByDefault:EncryptionByDefault", "encryption", {});

export const cases: RuleCases = {
  accepts: {
    "a console that is off": { resources: [console_({ enabled: false }), encryption] },
    "a stack that owns no switch of the region": { resources: [] },
  },
  refuses: {
    "a console that is on where nothing is said": {
      resources: [console_({})],
      finds: [["refused", "console", "enabled"]],
    },
    "a console that is on": {
      resources: [console_({ enabled: true })],
      finds: [["refused", "console", "enabled"]],
    },
    "an owner of other switches that leaves it out": {
      resources: [encryption],
      finds: [["refused", "encryption"]],
    },
    "a console of which it is not known": {
      resources: [console_({ enabled: unknownFlag })],
      finds: [["undetermined", "console", "enabled"]],
    },
  },
};
