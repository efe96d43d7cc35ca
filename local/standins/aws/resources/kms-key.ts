import {
  CreateKeyCommand,
  type CreateKeyCommandInput,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import type { Call } from "../call.ts";
import { isAwsError, textOf } from "../errors.ts";
import { type ResourceHandler, Started } from "../handler.ts";
import { normalisedJson } from "../json.ts";
import { number, type Properties, text, textMap } from "../values.ts";

const kms = { id: "KMS", Client: KMSClient };
const defaultWindowDays = 30;

export const handler: ResourceHandler = {
  inputs: [
    "bypassPolicyLockoutSafetyCheck",
    "customerMasterKeySpec",
    "deletionWindowInDays",
    "description",
    "enableKeyRotation",
    "isEnabled",
    "keyUsage",
    "multiRegion",
    "policy",
    "rotationPeriodInDays",
    "tags",
  ],
  replaceOn: ["customerMasterKeySpec", "keyUsage", "multiRegion"],
  computed: ["arn", "description", "keyId", "multiRegion", "policy", "rotationPeriodInDays"],
  zero: { enableKeyRotation: false },
  defaults: {
    bypassPolicyLockoutSafetyCheck: false,
    customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    isEnabled: true,
    keyUsage: "ENCRYPT_DECRYPT",
  },
  policies: ["policy"],
  tagged: true,

  check(inputs) {
    const days = inputs.deletionWindowInDays;
    if (typeof days !== "number" || (days >= 7 && days <= 30)) return [];
    const reason = `expected deletion_window_in_days to be in the range (7 - 30), got ${days}`;
    return [{ property: "deletionWindowInDays", reason }];
  },

  async create(call, inputs) {
    let id: string;
    try {
      const { KeyMetadata } = await call.client(kms).send(
        new CreateKeyCommand({
          Description: text(inputs, "description"),
          Policy: text(inputs, "policy"),
          KeySpec: text(inputs, "customerMasterKeySpec"),
          KeyUsage: text(inputs, "keyUsage"),
          MultiRegion: inputs.multiRegion === true ? true : undefined,
          Tags: tags(call),
        } as CreateKeyCommandInput),
      );
      id = KeyMetadata?.KeyId ?? "";
    } catch (error) {
      throw new Error(`creating KMS Key: ${textOf(error)}`);
    }
    try {
      if (inputs.enableKeyRotation === true) await setRotation(call, id, inputs);
      if (inputs.isEnabled === false) await call.client(kms).send(new DisableKeyCommand({ KeyId: id }));
    } catch (error) {
      throw new Started(id, textOf(error));
    }
    await call.pause(4);
    return id;
  },

  async read(call, id) {
    const client = call.client(kms);
    try {
      const { KeyMetadata: key } = await client.send(new DescribeKeyCommand({ KeyId: id }));
      if (key === undefined || key.KeyState === "PendingDeletion") return undefined;
      const { Policy = "" } = await client.send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: "default" }));
      const rotation = await client.send(new GetKeyRotationStatusCommand({ KeyId: id })).catch(() => undefined);
      const { Tags = [] } = await client.send(new ListResourceTagsCommand({ KeyId: id }));
      return {
        id: key.KeyId ?? id,
        tags: Object.fromEntries(Tags.map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue])),
        state: {
          arn: key.Arn,
          customerMasterKeySpec: key.KeySpec ?? key.CustomerMasterKeySpec,
          description: key.Description ?? "",
          enableKeyRotation: rotation?.KeyRotationEnabled ?? false,
          isEnabled: key.Enabled,
          keyId: key.KeyId,
          keyUsage: key.KeyUsage,
          multiRegion: key.MultiRegion ?? false,
          policy: normalisedJson(Policy),
        },
      };
    } catch (error) {
      if (isAwsError(error, "NotFoundException")) return undefined;
      throw new Error(`reading KMS Key (${id}): ${textOf(error)}`);
    }
  },

  async update(call, id, inputs, old, changed) {
    const client = call.client(kms);
    const KeyId = id;
    if (changed.has("isEnabled") && inputs.isEnabled !== false) await client.send(new EnableKeyCommand({ KeyId }));
    if (changed.has("enableKeyRotation") || changed.has("rotationPeriodInDays")) await setRotation(call, id, inputs);
    if (changed.has("description")) {
      const Description = String(inputs.description ?? "");
      await client.send(new UpdateKeyDescriptionCommand({ KeyId, Description }));
    }
    if (changed.has("policy")) {
      await client.send(new PutKeyPolicyCommand({ KeyId, PolicyName: "default", Policy: text(inputs, "policy") }));
    }
    if (changed.has("isEnabled") && inputs.isEnabled === false) await client.send(new DisableKeyCommand({ KeyId }));
    const TagKeys = Object.keys(textMap(old, "tagsAll")).filter((key) => !(key in call.tags));
    if (TagKeys.length > 0) await client.send(new UntagResourceCommand({ KeyId, TagKeys }));
    if (Object.keys(call.tags).length > 0) await client.send(new TagResourceCommand({ KeyId, Tags: tags(call) }));
    await call.pause(4);
  },

  async delete(call, id, state) {
    const PendingWindowInDays = number(state, "deletionWindowInDays") ?? defaultWindowDays;
    try {
      await call.client(kms).send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays }));
    } catch (error) {
      if (isAwsError(error, "NotFoundException")) return;
      throw new Error(`deleting KMS Key (${id}): ${textOf(error)}`);
    }
    await call.pause(4);
  },
};

function tags(call: Call): { TagKey: string; TagValue: string }[] {
  return Object.entries(call.tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

async function setRotation(call: Call, KeyId: string, inputs: Properties): Promise<void> {
  const RotationPeriodInDays = number(inputs, "rotationPeriodInDays");
  await (inputs.enableKeyRotation === true
    ? call.client(kms).send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays }))
    : call.client(kms).send(new DisableKeyRotationCommand({ KeyId })));
}
