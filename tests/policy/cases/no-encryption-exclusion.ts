import { resource, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const control = (props: object, type = "aws:ec2/vpcEncryptionControl:VpcEncryptionControl") =>
  resource(type, "control", { vpcId: "vpc-1", mode: "enforce", ...props });
const exclusions = ["egressOnlyInternetGateway", "elasticFileSystem", "internetGateway", "lambda"]
  .concat("natGateway", "virtualPrivateGateway", "vpcLattice", "vpcPeering")
  .map((name) => `${name}Exclusion`);

export const cases: RuleCases = {
  accepts: {
    "a control that excludes nothing": { resources: [control({})] },
    "one that says so": {
      resources: [control(Object.fromEntries(exclusions.map((name) => [name, "disable"])))],
    },
  },
  refuses: {
    "each exclusion": {
      resources: [control(Object.fromEntries(exclusions.map((name) => [name, "enable"])))],
      finds: exclusions.map((name) => ["refused", "control", name] as const),
    },
    "one under the type's older name": {
      resources: [
        control({ internetGatewayExclusion: "enable" }, "aws:ec2/encryptionControl:EncryptionControl"),
      ],
      finds: [["refused", "control", "internetGatewayExclusion"]],
    },
    "one that is not known": {
      resources: [control({ natGatewayExclusion: unknownText })],
      finds: [["undetermined", "control", "natGatewayExclusion"]],
    },
  },
};
