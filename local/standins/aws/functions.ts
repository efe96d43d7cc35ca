import type { FunctionHandler } from "./handler.ts";
import { notServed } from "./not-served.ts";

const functions: Readonly<Record<string, () => Promise<{ readonly handler: FunctionHandler }>>> = {
  "aws:cloudformation/getStack:getStack": () => import("./functions/cloudformation-get-stack.ts"),
  "aws:iam/getPolicyDocument:getPolicyDocument": () => import("./functions/iam-get-policy-document.ts"),
  "aws:iam/getRole:getRole": () => import("./functions/iam-get-role.ts"),
  "aws:index/getAvailabilityZones:getAvailabilityZones": () => import("./functions/get-availability-zones.ts"),
  "aws:index/getCallerIdentity:getCallerIdentity": () => import("./functions/get-caller-identity.ts"),
  "aws:index/getPartition:getPartition": () => import("./functions/get-partition.ts"),
  "aws:index/getRegion:getRegion": () => import("./functions/get-region.ts"),
  "aws:s3/getBucket:getBucket": () => import("./functions/s3-get-bucket.ts"),
  "aws:s3/getObject:getObject": () => import("./functions/s3-get-object.ts"),
  "aws:s3/getObjects:getObjects": () => import("./functions/s3-get-objects.ts"),
  "aws:secretsmanager/getSecret:getSecret": () => import("./functions/secretsmanager-get-secret.ts"),
  "aws:secretsmanager/getSecretVersion:getSecretVersion": () =>
    import("./functions/secretsmanager-get-secret-version.ts"),
  "aws:secretsmanager/getSecretVersions:getSecretVersions": () =>
    import("./functions/secretsmanager-get-secret-versions.ts"),
  "aws:ssm/getParameter:getParameter": () => import("./functions/ssm-get-parameter.ts"),
};

export async function functionFor(token: string): Promise<FunctionHandler> {
  const load = functions[token];
  if (load === undefined) throw notServed("function", token);
  return (await load()).handler;
}
