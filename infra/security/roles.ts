import type * as pulumi from "@pulumi/pulumi";
import { rolePath } from "../account/names";

/** Types of IAM that bear a path. */
const withPath = new Set(["aws:iam/role:Role", "aws:iam/instanceProfile:InstanceProfile"]);

/**
 * Puts every role of a stack, whoever declares it, under the stack's path and within the account's boundary: the deploy role may make no
 * other. As a transformation, since a role without either would be found out by AWS alone.
 * @param boundaryArn `none` (null): the account has no boundary
 */
export function boundRoles(environment: string, boundaryArn: string | null): pulumi.ResourceTransformation {
  const path = `${rolePath}${environment}/`;
  return ({ type, props, opts }) => {
    if (!withPath.has(type)) return undefined;
    const boundary =
      type === "aws:iam/role:Role" && boundaryArn !== null ? { permissionsBoundary: boundaryArn } : {};
    return { props: { ...(props as object), path, ...boundary }, opts };
  };
}
