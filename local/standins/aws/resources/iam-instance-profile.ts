import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  DeleteInstanceProfileCommand,
  GetInstanceProfileCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagInstanceProfileCommand,
  UntagInstanceProfileCommand,
} from "@aws-sdk/client-iam";
import { tagList, tagMap } from "../call.ts";
import { isAwsError, textOf } from "../errors.ts";
import { type ResourceHandler, Started } from "../handler.ts";
import { text, textMap } from "../values.ts";
import { iam } from "./iam-role.ts";

export const handler: ResourceHandler = {
  inputs: ["name", "namePrefix", "path", "role", "tags"],
  replaceOn: ["name", "namePrefix", "path"],
  computed: ["arn", "createDate", "name", "namePrefix", "uniqueId"],
  zero: { namePrefix: "" },
  defaults: { path: "/" },
  autoName: { property: "name", maximum: 128, prefixProperty: "namePrefix" },
  global: true,
  tagged: true,

  async create(call, inputs) {
    const InstanceProfileName = text(inputs, "name") ?? `${text(inputs, "namePrefix") ?? ""}${Date.now()}`;
    const client = call.client(iam);
    try {
      await client.send(
        new CreateInstanceProfileCommand({ InstanceProfileName, Path: text(inputs, "path"), Tags: tagList(call.tags) }),
      );
    } catch (error) {
      throw new Error(`creating IAM Instance Profile (${InstanceProfileName}): ${textOf(error)}`);
    }
    try {
      const RoleName = text(inputs, "role");
      if (RoleName !== undefined)
        await client.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
    } catch (error) {
      throw new Started(InstanceProfileName, textOf(error));
    }
    return InstanceProfileName;
  },

  async read(call, id) {
    try {
      const { InstanceProfile: found } = await call
        .client(iam)
        .send(new GetInstanceProfileCommand({ InstanceProfileName: id }));
      return {
        id,
        tags: tagMap(found?.Tags),
        state: {
          arn: found?.Arn,
          createDate: found?.CreateDate?.toISOString().replace(".000Z", "Z"),
          name: id,
          path: found?.Path,
          role: found?.Roles?.[0]?.RoleName ?? "",
          uniqueId: found?.InstanceProfileId,
        },
      };
    } catch (error) {
      if (isAwsError(error, "NoSuchEntityException", "NoSuchEntity")) return undefined;
      throw new Error(`reading IAM Instance Profile (${id}): ${textOf(error)}`);
    }
  },

  async update(call, InstanceProfileName, inputs, old, changed) {
    const client = call.client(iam);
    if (changed.has("role")) {
      const [before, after] = [text(old, "role"), text(inputs, "role")];
      if (before)
        await client.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName: before }));
      if (after) await client.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName: after }));
    }
    const TagKeys = Object.keys(textMap(old, "tagsAll")).filter((key) => !(key in call.tags));
    if (TagKeys.length > 0) await client.send(new UntagInstanceProfileCommand({ InstanceProfileName, TagKeys }));
    const Tags = tagList(call.tags);
    if (Tags.length > 0) await client.send(new TagInstanceProfileCommand({ InstanceProfileName, Tags }));
  },

  async delete(call, InstanceProfileName, state) {
    const client = call.client(iam);
    try {
      const RoleName = text(state, "role");
      if (RoleName) await client.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName }));
      await client.send(new DeleteInstanceProfileCommand({ InstanceProfileName }));
    } catch (error) {
      if (isAwsError(error, "NoSuchEntityException", "NoSuchEntity")) return;
      throw new Error(`deleting IAM Instance Profile (${InstanceProfileName}): ${textOf(error)}`);
    }
  },
};
