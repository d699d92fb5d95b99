import { resource, unknownList, unknownObject, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const lambda = (vpcConfig: unknown, props: object = {}) =>
  resource("aws:lambda/function:Function", "scaler", { vpcConfig, ...props });
const ids = { subnetIds: [unknownText], securityGroupIds: [unknownText] };

export const cases: RuleCases = {
  accepts: {
    "a function in subnets and groups that do not exist yet": {
      resources: [lambda(ids)],
    },
    "a function whose lists of subnets and groups are not known yet": {
      resources: [lambda({ subnetIds: unknownList, securityGroupIds: unknownList })],
    },
  },
  refuses: {
    "a function without a VPC": {
      resources: [lambda(undefined)],
      finds: [["refused", "scaler", "vpcConfig"]],
    },
    "a function whose VPC is not known": {
      resources: [lambda(unknownObject)],
      finds: [["undetermined", "scaler", "vpcConfig"]],
    },
    "a function without subnets or groups, which AWS runs outside": {
      resources: [lambda({ subnetIds: [], securityGroupIds: [] })],
      finds: [
        ["refused", "scaler", "vpcConfig.subnetIds"],
        ["refused", "scaler", "vpcConfig.securityGroupIds"],
      ],
    },
    "a function with IPv6": {
      resources: [lambda({ ...ids, ipv6AllowedForDualStack: true })],
      finds: [["refused", "scaler", "vpcConfig.ipv6AllowedForDualStack"]],
    },
    "a function on a capacity provider": {
      resources: [lambda(ids, { capacityProviderConfig: unknownObject })],
      finds: [["refused", "scaler", "capacityProviderConfig"]],
    },
  },
};
