import { resource, unknownFlag, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const console_ = (props: object) =>
  resource("aws:ec2/serialConsoleAccess:SerialConsoleAccess", "console", { ...props });
const encryption = (props: object) =>
  resource("aws:ebs/encryptionByDefault:EncryptionByDefault", "encryption", { ...props });
const images = (state: unknown) =>
  resource("aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess", "images", { state });
const snapshots = (state: unknown) =>
  resource("aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess", "snapshots", { state });
const metadata = (httpTokens: unknown) =>
  resource("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults", "metadata", { httpTokens });

export const cases: RuleCases = {
  accepts: {
    "every switch where it guards": {
      resources: [
        console_({ enabled: false }),
        encryption({ enabled: true }),
        images("block-new-sharing"),
        snapshots("block-all-sharing"),
        metadata("required"),
      ],
    },
    "encryption by default that is only declared": { resources: [encryption({})] },
  },
  refuses: {
    "a serial console, which is open where nothing is said": {
      resources: [console_({})],
      finds: [["refused", "console", "enabled"]],
    },
    "volumes without encryption": {
      resources: [encryption({ enabled: false })],
      finds: [["refused", "encryption", "enabled"]],
    },
    "images and snapshots that may be shared, metadata without a token": {
      resources: [images("unblocked"), snapshots("block-new-sharing"), metadata("optional")],
      finds: [
        ["refused", "snapshots", "state"],
        ["refused", "images", "state"],
        ["refused", "metadata", "httpTokens"],
      ],
    },
    "switches that are not known": {
      resources: [console_({ enabled: unknownFlag }), metadata(unknownText)],
      finds: [
        ["undetermined", "metadata", "httpTokens"],
        ["undetermined", "console", "enabled"],
      ],
    },
  },
};
