import { type ResourceType } from "../../resourceType";
import { bucket } from "./bucket";
import {
  bucketLogging,
  bucketOwnershipControls,
  bucketPolicy,
  bucketPublicAccessBlock,
} from "./bucketAccess";
import {
  bucketLifecycleConfiguration,
  bucketServerSideEncryptionConfiguration,
  bucketVersioning,
} from "./bucketKeeping";

export const types: readonly ResourceType[] = [
  bucket,
  bucketLifecycleConfiguration,
  bucketLogging,
  bucketOwnershipControls,
  bucketPolicy,
  bucketPublicAccessBlock,
  bucketServerSideEncryptionConfiguration,
  bucketVersioning,
];
