import { sideOfUrn } from "../model/environment/sides.ts";
import { observeStack } from "./observe.ts";
import type { PendingResource } from "./pendingCreates.ts";
import { originOf, type Run } from "./run.ts";

/**
 * The ID of what a killed Pulumi was about to create, where it is there: ARN of a stack or a secret, name of a bucket.
 * Undefined where it is not, and for what is no more than a setting of something else, which may be written twice.
 */
export async function existingResource(
  run: Run,
  { urn, type, inputs }: Pick<PendingResource, "urn" | "type" | "inputs">,
): Promise<string | undefined> {
  const name = inputs.name ?? inputs.bucket;
  if (typeof name !== "string") return undefined;
  switch (type) {
    case "aws:cloudformation/stack:Stack": {
      const found = await observeStack(sideOf(run, urn).stacks, name);
      return found.kind === "present" ? found.stackId : undefined;
    }
    case "aws:secretsmanager/secret:Secret":
      return await secretArn(run, name);
    case "aws:s3/bucket:Bucket":
      return await bucketName(run, name);
    default:
      return undefined;
  }
}

/** Of a split the side that a resource is of; the release bucket is the backend's. */
function sideOf({ aws, web, backend }: Run, urn: string): Run["aws"] {
  return sideOfUrn(urn) === "web" ? (web?.aws ?? aws) : (backend?.aws ?? aws);
}

async function secretArn(run: Run, name: string): Promise<string | undefined> {
  const { joinApis } = await import("./china/clients.ts");
  const apis = joinApis((run.backend ?? run).environment, originOf(run));
  try {
    return (await apis?.secrets.describeSecret({ SecretId: name }))?.ARN;
  } catch (error) {
    if (error instanceof Error && error.name === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

async function bucketName(run: Run, name: string): Promise<string | undefined> {
  try {
    await sideOf(run, "").objects.listObjectsV2({ Bucket: name, MaxKeys: 1 });
    return name;
  } catch (error) {
    if (error instanceof Error && error.name === "NoSuchBucket") return undefined;
    throw error;
  }
}
