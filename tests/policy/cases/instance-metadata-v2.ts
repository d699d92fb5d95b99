import { resource, unknownNumber, unknownObject, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const template = (metadataOptions: unknown) =>
  resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { metadataOptions });
const tokens = "metadataOptions.httpTokens";
const hops = "metadataOptions.httpPutResponseHopLimit";

export const cases: RuleCases = {
  accepts: {
    "tokens required, one hop": {
      resources: [
        template({ httpTokens: "required", httpPutResponseHopLimit: 1, instanceMetadataTags: "enabled" }),
      ],
    },
  },
  refuses: {
    "nothing set": { resources: [template(undefined)], finds: [["refused", "template", "metadataOptions"]] },
    "tokens optional, two hops": {
      resources: [template({ httpTokens: "optional", httpPutResponseHopLimit: 2 })],
      finds: [
        ["refused", "template", tokens],
        ["refused", "template", hops],
      ],
    },
    "tokens and hops left to the account": {
      resources: [template({ httpEndpoint: "enabled" })],
      finds: [
        ["refused", "template", tokens],
        ["refused", "template", hops],
      ],
    },
    "what is not known": {
      resources: [template({ httpTokens: unknownText, httpPutResponseHopLimit: unknownNumber })],
      finds: [
        ["undetermined", "template", tokens],
        ["undetermined", "template", hops],
      ],
    },
    "an instance of which nothing is known": {
      resources: [resource("aws:ec2/instance:Instance", "vm", { metadataOptions: unknownObject })],
      finds: [["undetermined", "vm", "metadataOptions"]],
    },
  },
};
