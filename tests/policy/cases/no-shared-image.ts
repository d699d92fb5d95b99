import { resource, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";
import { refusedTypes } from "./types";

const images = (state: unknown) =>
  resource("aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess", "images", { state });
const allowed = (state: unknown) =>
  resource("aws:ec2/allowedImagesSettings:AllowedImagesSettings", "allowed", { state });
const encryption = resource("aws:ebs/encryptionByDefault:EncryptionByDefault", "encryption", {});

export const cases: RuleCases = {
  accepts: {
    "a block, and allowed images": {
      resources: [images("block-new-sharing"), allowed("enabled"), encryption],
    },
  },
  refuses: {
    ...refusedTypes({
      "a launch permission": "aws:ec2/amiLaunchPermission:AmiLaunchPermission",
      "Image Builder's distribution": "aws:imagebuilder/distributionConfiguration:DistributionConfiguration",
    }),
    "no block": { resources: [images("unblocked")], finds: [["refused", "images", "state"]] },
    "images that are only counted": {
      resources: [allowed("audit-mode")],
      finds: [["refused", "allowed", "state"]],
    },
    "an owner of other switches that leaves it out": {
      resources: [encryption],
      finds: [["refused", "encryption"]],
    },
    "a block of which it is not known": {
      resources: [images(unknownText)],
      finds: [["undetermined", "images", "state"]],
    },
  },
};
