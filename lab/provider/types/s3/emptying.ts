import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
} from "@aws-sdk/client-s3";
import { type Aws } from "../../aws";
import { s3 } from "./common";

async function abortUploads(aws: Aws, Bucket: string): Promise<void> {
  const { Uploads = [] } = await s3(aws).send(new ListMultipartUploadsCommand({ Bucket }));
  for (const { Key, UploadId } of Uploads)
    await s3(aws).send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
}

/**
 * Deletes every version of every object, and uploads that never ended.
 * @throws what S3 says of the first object that it does not delete.
 */
export async function empty(aws: Aws, Bucket: string): Promise<void> {
  await abortUploads(aws, Bucket);
  for (;;) {
    const page = await s3(aws).send(new ListObjectVersionsCommand({ Bucket }));
    const Objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
      Key,
      VersionId,
    }));
    if (Objects.length === 0) return;
    const { Errors = [] } = await s3(aws).send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    );
    const [refused] = Errors;
    if (refused !== undefined)
      throw new Error(`${refused.Code ?? "Error"}: ${refused.Message ?? ""} (${refused.Key ?? Bucket})`);
  }
}
