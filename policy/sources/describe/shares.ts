import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { type Item } from "./item";
import { types } from "./types";

/** What is shared with others: images, snapshots, and resources by Resource Access Manager. */
export function readShares(answers: Answers, collection: Collection): void {
  for (const item of answers.items("describe-images")) {
    const imageId = item.id("ImageId");
    const told = answers.of("describe-image-attribute", imageId)?.list("LaunchPermissions") ?? [];
    for (const permission of told) addImagePermission(collection, imageId, permission);
    const isTold = told.some((permission) => permission.text("Group") === "all");
    if (item.flag("Public") === true && !isTold) {
      collection.addPart(types.imagePermission, `${imageId} all`, { imageId, group: "all" }, item);
    }
  }
  for (const root of answers.roots("describe-snapshot-attribute")) {
    const snapshotId = root.id("SnapshotId");
    for (const permission of root.list("CreateVolumePermissions")) {
      const accountId = permission.text("UserId") ?? permission.text("Group") ?? "unknown";
      collection.add(
        types.snapshotPermission,
        `${snapshotId}-${accountId}`,
        { snapshotId, accountId },
        permission,
      );
    }
  }
  for (const item of answers.items("ram-get-resource-shares")) {
    if (["DELETED", "DELETING", "FAILED"].includes(item.text("status") ?? "")) continue;
    const arn = item.id("resourceShareArn");
    const allowExternalPrincipals = item.flag("allowExternalPrincipals");
    collection.add(types.share, arn, { arn, name: item.text("name"), allowExternalPrincipals }, item);
  }
}

/** Source: EC2 API, LaunchPermission. */
function addImagePermission(collection: Collection, imageId: string, item: Item): void {
  const props = {
    imageId,
    group: item.text("Group"),
    accountId: item.text("UserId"),
    organizationArn: item.text("OrganizationArn"),
    organizationalUnitArn: item.text("OrganizationalUnitArn"),
  };
  const { group, accountId, organizationArn, organizationalUnitArn } = props;
  const who = group ?? accountId ?? organizationArn ?? organizationalUnitArn ?? "unknown";
  collection.add(types.imagePermission, `${imageId} ${who}`, props, item);
}
