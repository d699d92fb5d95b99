import { type Json } from "../json";
import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { metadataOf } from "./instances";
import { type Item } from "./item";
import { types } from "./types";

/** A Region's switch: the type that stands for it, the call that tells it, and how its answer is read. Source: EC2 API, each call. */
const switches: readonly (readonly [type: string, call: string, read: (root: Item) => Json | undefined])[] = [
  [
    types.encryptionByDefault,
    "get-ebs-encryption-by-default",
    (root) => ({ enabled: root.flag("EbsEncryptionByDefault") }),
  ],
  [
    types.serialConsole,
    "get-serial-console-access-status",
    (root) => ({ enabled: root.flag("SerialConsoleAccessEnabled") }),
  ],
  [types.snapshotBlock, "get-snapshot-block-public-access-state", (root) => ({ state: root.text("State") })],
  [
    types.imageBlock,
    "get-image-block-public-access-state",
    (root) => ({ state: root.text("ImageBlockPublicAccessState") }),
  ],
  [
    types.metadataDefaults,
    "get-instance-metadata-defaults",
    (root) => metadataOf(root.object("AccountLevel") ?? root),
  ],
  [
    types.blockPublicAccess,
    "describe-vpc-block-public-access-options",
    (root) => {
      const options = root.object("VpcBlockPublicAccessOptions");
      return options && { internetGatewayBlockMode: options.text("InternetGatewayBlockMode") };
    },
  ],
];

/** What holds for a whole Region, and exclusions from it. */
export function readRegionSwitches(answers: Answers, collection: Collection): void {
  for (const [type, call, read] of switches) {
    for (const root of answers.roots(call)) {
      const props = read(root);
      // The provider's id for it is the Region's name.
      if (props !== undefined) collection.add(type, root.file.region ?? "region", props, root);
    }
  }
  for (const item of answers.items("describe-vpc-block-public-access-exclusions")) {
    if ((item.text("State") ?? "").startsWith("delete")) continue;
    const props = {
      internetGatewayExclusionMode: item.text("InternetGatewayExclusionMode"),
      resourceArn: item.text("ResourceArn"),
    };
    collection.add(types.blockExclusion, item.id("ExclusionId"), props, item);
  }
}
