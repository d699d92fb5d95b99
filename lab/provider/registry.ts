import { echoOf } from "./echo";
import { type Invoke, type ResourceType } from "./resourceType";

/** What one service brings. Loaded at the first use, since each AWS client takes time to load. */
interface Family {
  readonly types: readonly ResourceType[];
}

const ec2 = (): Promise<Family> => import("./types/ec2/index.js");

/** Module of @pulumi/aws → its family. */
const families: Readonly<Record<string, () => Promise<Family>>> = {
  autoscaling: () => import("./types/autoscaling/index.js"),
  cloudwatch: () => import("./types/cloudwatch/index.js"),
  dynamodb: () => import("./types/dynamodb/index.js"),
  ebs: ec2,
  ec2,
  iam: () => import("./types/iam/index.js"),
  kms: () => import("./types/kms/index.js"),
  lambda: () => import("./types/lambda/index.js"),
  lb: () => import("./types/lb/index.js"),
  route53: () => import("./types/route53/index.js"),
  s3: () => import("./types/s3/index.js"),
  scheduler: () => import("./types/scheduler/index.js"),
  secretsmanager: () => import("./types/secretsmanager/index.js"),
  sns: () => import("./types/sns/index.js"),
  vpc: ec2,
};

async function loadInvokes(): Promise<Readonly<Record<string, Invoke>>> {
  return (await import("./invokes/index.js")).invokes;
}

const moduleOf = (token: string): string => token.split(":")[1]?.split("/")[0] ?? "";

/** How `token` is served; a type that the lab does not run is echoed at preview. */
export async function resourceType(token: string): Promise<ResourceType> {
  const family = await families[moduleOf(token)]?.();
  return family?.types.find((type) => type.token === token) ?? echoOf(token);
}

/** Every type that the lab runs. */
export async function servedTypes(): Promise<readonly ResourceType[]> {
  const loaded = await Promise.all([...new Set(Object.values(families))].map((load) => load()));
  return loaded.flatMap((family) => family.types);
}

/** @throws when the lab does not serve the function. */
export async function invokeOf(token: string): Promise<Invoke> {
  const invokes = await loadInvokes();
  const invoke = invokes[token];
  if (invoke !== undefined) return invoke;
  throw new Error(
    `The lab does not serve the function ${token}. It serves: ${Object.keys(invokes).sort().join(", ")}.`,
  );
}
