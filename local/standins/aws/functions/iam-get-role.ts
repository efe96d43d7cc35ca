import { tagMap } from "../call.ts";
import type { FunctionHandler } from "../handler.ts";
import { normalisedJson } from "../json.ts";
import { findRole } from "../resources/iam-role.ts";
import { text } from "../values.ts";

export const handler: FunctionHandler = async (call, args) => {
  const name = text(args, "name") ?? "";
  const role = await findRole(call, name);
  if (role === undefined) throw new Error(`reading IAM Role (${name}): couldn't find resource`);
  return {
    arn: role.Arn,
    assumeRolePolicy: normalisedJson(decodeURIComponent(role.AssumeRolePolicyDocument ?? "")),
    createDate: role.CreateDate?.toISOString().replace(".000Z", "Z"),
    description: role.Description ?? "",
    id: name,
    maxSessionDuration: role.MaxSessionDuration ?? 3600,
    name,
    path: role.Path,
    permissionsBoundary: role.PermissionsBoundary?.PermissionsBoundaryArn ?? "",
    roleLastUseds: [],
    tags: tagMap(role.Tags),
    uniqueId: role.RoleId,
  };
};
