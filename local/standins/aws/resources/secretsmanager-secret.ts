import {
  CreateSecretCommand,
  DeleteResourcePolicyCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { type Call, tagList, tagMap } from "../call.ts";
import { isAwsError, textOf } from "../errors.ts";
import { type ResourceHandler, Started } from "../handler.ts";
import { isEmpty, number, type Properties, text, textMap } from "../values.ts";

export const secretsManager = { id: "Secrets Manager", Client: SecretsManagerClient };
const defaultRecoveryDays = 30;

export const handler: ResourceHandler = {
  inputs: [
    "description",
    "forceOverwriteReplicaSecret",
    "kmsKeyId",
    "name",
    "namePrefix",
    "policy",
    "recoveryWindowInDays",
    "replicas",
    "tags",
    "type",
  ],
  replaceOn: ["name", "namePrefix", "type"],
  computed: ["arn", "name", "namePrefix", "policy", "replicas", "type"],
  zero: { description: "", forceOverwriteReplicaSecret: false, kmsKeyId: "", policy: "", replicas: [] },
  defaults: { forceOverwriteReplicaSecret: false },
  autoName: { property: "name", maximum: 512, prefixProperty: "namePrefix" },
  policies: ["policy"],
  tagged: true,

  check(inputs) {
    const days = inputs.recoveryWindowInDays;
    if (typeof days !== "number" || days === 0 || (days >= 7 && days <= 30)) return [];
    return [
      {
        property: "recoveryWindowInDays",
        reason: `expected recovery_window_in_days to be one of [0] or in the range (7 - 30), got ${days}`,
      },
    ];
  },

  async create(call, inputs) {
    const name = text(inputs, "name") ?? `${text(inputs, "namePrefix") ?? ""}${Date.now()}`;
    const id = await call
      .client(secretsManager)
      .send(
        new CreateSecretCommand({
          Name: name,
          Description: text(inputs, "description"),
          KmsKeyId: text(inputs, "kmsKeyId"),
          Tags: tagList(call.tags),
        }),
      )
      .then(({ ARN = name }) => ARN)
      .catch((error) => {
        throw new Error(`creating Secrets Manager Secret (${name}): ${textOf(error)}`);
      });
    try {
      await putPolicy(call, id, inputs);
    } catch (error) {
      throw new Started(id, textOf(error));
    }
    return id;
  },

  async read(call, id) {
    const found = await describeSecret(call, id);
    if (found === undefined || found.DeletedDate !== undefined) return undefined;
    const policy = await readPolicy(call, id);
    return {
      id: found.ARN ?? id,
      tags: tagMap(found.Tags),
      state: {
        arn: found.ARN,
        description: found.Description ?? "",
        kmsKeyId: found.KmsKeyId ?? "",
        name: found.Name,
        policy,
        replicas: [],
      },
    };
  },

  async update(call, id, inputs, old, changed) {
    const client = call.client(secretsManager);
    if (changed.has("description") || changed.has("kmsKeyId")) {
      await client.send(
        new UpdateSecretCommand({
          SecretId: id,
          Description: String(inputs.description ?? ""),
          KmsKeyId: text(inputs, "kmsKeyId"),
        }),
      );
    }
    if (changed.has("policy")) await putPolicy(call, id, inputs);
    const before = textMap(old, "tagsAll");
    const gone = Object.keys(before).filter((key) => !(key in call.tags));
    if (gone.length > 0) await client.send(new UntagResourceCommand({ SecretId: id, TagKeys: gone }));
    const wanted = Object.entries(call.tags).filter(([key, value]) => before[key] !== value);
    if (wanted.length > 0) {
      await client.send(new TagResourceCommand({ SecretId: id, Tags: tagList(Object.fromEntries(wanted)) }));
    }
  },

  async delete(call, id, state) {
    const days = number(state, "recoveryWindowInDays") ?? (state.recoveryWindowInDays === 0 ? 0 : defaultRecoveryDays);
    const how = days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days };
    try {
      await call.client(secretsManager).send(new DeleteSecretCommand({ SecretId: id, ...how }));
    } catch (error) {
      if (isAwsError(error, "ResourceNotFoundException")) return;
      throw new Error(`deleting Secrets Manager Secret (${id}): ${textOf(error)}`);
    }
  },
};

export async function describeSecret(call: Call, id: string) {
  try {
    return await call.client(secretsManager).send(new DescribeSecretCommand({ SecretId: id }));
  } catch (error) {
    if (isAwsError(error, "ResourceNotFoundException")) return undefined;
    throw new Error(`reading Secrets Manager Secret (${id}): ${textOf(error)}`);
  }
}

export async function readPolicy(call: Call, id: string): Promise<string> {
  const { ResourcePolicy = "" } = await call
    .client(secretsManager)
    .send(new GetResourcePolicyCommand({ SecretId: id }));
  return ResourcePolicy;
}

async function putPolicy(call: Call, id: string, inputs: Properties): Promise<void> {
  const policy = text(inputs, "policy");
  const client = call.client(secretsManager);
  if (policy !== undefined && policy !== "{}") {
    await client.send(new PutResourcePolicyCommand({ SecretId: id, ResourcePolicy: policy }));
  } else if (!isEmpty(await readPolicy(call, id))) {
    await client.send(new DeleteResourcePolicyCommand({ SecretId: id }));
  }
}
