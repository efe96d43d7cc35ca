import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  type Role,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { type Call, tagList, tagMap } from "../call.ts";
import { isAwsError, textOf } from "../errors.ts";
import { type ResourceHandler, Started } from "../handler.ts";
import { normalisedJson } from "../json.ts";
import { number, text, textMap, texts } from "../values.ts";

export const iam = { id: "IAM", Client: IAMClient };

export const handler: ResourceHandler = {
  inputs: [
    "assumeRolePolicy",
    "description",
    "forceDetachPolicies",
    "managedPolicyArns",
    "maxSessionDuration",
    "name",
    "namePrefix",
    "path",
    "permissionsBoundary",
    "tags",
  ],
  replaceOn: ["name", "namePrefix", "path"],
  computed: ["arn", "createDate", "inlinePolicies", "managedPolicyArns", "name", "namePrefix", "uniqueId"],
  zero: { description: "", namePrefix: "", permissionsBoundary: "" },
  defaults: { forceDetachPolicies: false, maxSessionDuration: 3600, path: "/" },
  autoName: { property: "name", maximum: 64, prefixProperty: "namePrefix" },
  sets: ["managedPolicyArns"],
  policies: ["assumeRolePolicy"],
  global: true,
  tagged: true,

  async create(call, inputs) {
    const name = text(inputs, "name") ?? `${text(inputs, "namePrefix") ?? ""}${Date.now()}`;
    try {
      await call.client(iam).send(
        new CreateRoleCommand({
          RoleName: name,
          AssumeRolePolicyDocument: normalisedJson(text(inputs, "assumeRolePolicy") ?? ""),
          Path: text(inputs, "path"),
          Description: text(inputs, "description"),
          MaxSessionDuration: number(inputs, "maxSessionDuration"),
          PermissionsBoundary: text(inputs, "permissionsBoundary"),
          Tags: tagList(call.tags),
        }),
      );
    } catch (error) {
      throw new Error(`creating IAM Role (${name}): ${textOf(error)}`);
    }
    try {
      await setManagedPolicies(call, name, [], texts(inputs, "managedPolicyArns") ?? []);
    } catch (error) {
      throw new Started(name, textOf(error));
    }
    return name;
  },

  async read(call, id) {
    const role = await findRole(call, id);
    if (role === undefined) return undefined;
    return {
      id,
      tags: tagMap(role.Tags),
      state: {
        arn: role.Arn,
        assumeRolePolicy: normalisedJson(decodeURIComponent(role.AssumeRolePolicyDocument ?? "")),
        createDate: role.CreateDate?.toISOString().replace(".000Z", "Z"),
        description: role.Description ?? "",
        inlinePolicies: [],
        managedPolicyArns: await managedPolicies(call, id),
        maxSessionDuration: role.MaxSessionDuration ?? 3600,
        name: role.RoleName,
        path: role.Path,
        permissionsBoundary: role.PermissionsBoundary?.PermissionsBoundaryArn ?? "",
        uniqueId: role.RoleId,
      },
    };
  },

  async update(call, id, inputs, old, changed) {
    const client = call.client(iam);
    if (changed.has("assumeRolePolicy")) {
      const PolicyDocument = normalisedJson(text(inputs, "assumeRolePolicy") ?? "");
      await client.send(new UpdateAssumeRolePolicyCommand({ RoleName: id, PolicyDocument }));
    }
    if (changed.has("description") || changed.has("maxSessionDuration")) {
      await client.send(
        new UpdateRoleCommand({
          RoleName: id,
          Description: String(inputs.description ?? ""),
          MaxSessionDuration: number(inputs, "maxSessionDuration"),
        }),
      );
    }
    if (changed.has("permissionsBoundary")) {
      const PermissionsBoundary = text(inputs, "permissionsBoundary");
      await (PermissionsBoundary === undefined
        ? client.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: id }))
        : client.send(new PutRolePermissionsBoundaryCommand({ RoleName: id, PermissionsBoundary })));
    }
    if (changed.has("managedPolicyArns")) {
      await setManagedPolicies(
        call,
        id,
        texts(old, "managedPolicyArns") ?? [],
        texts(inputs, "managedPolicyArns") ?? [],
      );
    }
    const before = textMap(old, "tagsAll");
    const TagKeys = Object.keys(before).filter((key) => !(key in call.tags));
    if (TagKeys.length > 0) await client.send(new UntagRoleCommand({ RoleName: id, TagKeys }));
    const Tags = tagList(call.tags).filter(({ Key, Value }) => before[Key] !== Value);
    if (Tags.length > 0) await client.send(new TagRoleCommand({ RoleName: id, Tags }));
  },

  async delete(call, id, state) {
    const client = call.client(iam);
    try {
      // What hangs on the role and is not managed elsewhere goes with it: always the attachments made here.
      await setManagedPolicies(call, id, await managedPolicies(call, id), []);
      if (state.forceDetachPolicies === true) {
        const { PolicyNames = [] } = await client.send(new ListRolePoliciesCommand({ RoleName: id }));
        for (const PolicyName of PolicyNames) {
          await client.send(new DeleteRolePolicyCommand({ RoleName: id, PolicyName }));
        }
      }
      await client.send(new DeleteRoleCommand({ RoleName: id }));
    } catch (error) {
      if (isAwsError(error, "NoSuchEntityException", "NoSuchEntity")) return;
      throw new Error(`deleting IAM Role (${id}): ${textOf(error)}`);
    }
  },
};

export async function findRole(call: Call, name: string): Promise<Role | undefined> {
  try {
    return (await call.client(iam).send(new GetRoleCommand({ RoleName: name }))).Role;
  } catch (error) {
    if (isAwsError(error, "NoSuchEntityException", "NoSuchEntity")) return undefined;
    throw new Error(`reading IAM Role (${name}): ${textOf(error)}`);
  }
}

async function managedPolicies(call: Call, name: string): Promise<readonly string[]> {
  const { AttachedPolicies = [] } = await call
    .client(iam)
    .send(new ListAttachedRolePoliciesCommand({ RoleName: name }));
  return AttachedPolicies.map(({ PolicyArn = "" }) => PolicyArn);
}

async function setManagedPolicies(
  call: Call,
  RoleName: string,
  before: readonly string[],
  after: readonly string[],
): Promise<void> {
  const client = call.client(iam);
  for (const PolicyArn of before.filter((arn) => !after.includes(arn))) {
    await client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  }
  for (const PolicyArn of after.filter((arn) => !before.includes(arn))) {
    await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  }
}
