import { S3Client } from "@aws-sdk/client-s3";
import { type Aws, type ClientSettings } from "../../aws";

/** The bucket's name in the path: the emulator has one address, not one name for each bucket. */
class PathStyleS3 extends S3Client {
  constructor(settings: ClientSettings) {
    super({ ...settings, forcePathStyle: true });
  }
}

export const s3 = (aws: Aws): S3Client => aws.client(PathStyleS3);
