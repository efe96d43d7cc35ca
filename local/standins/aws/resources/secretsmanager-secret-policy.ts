import {
  DeleteResourcePolicyCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-secrets-manager";
import type { Call } from "../call.ts";
import { isAwsError, textOf } from "../errors.ts";
import type { ResourceHandler } from "../handler.ts";
import { normalisedJson, normalisedPolicy } from "../json.ts";
import { type Properties, text } from "../values.ts";
import { secretsManager } from "./secretsmanager-secret.ts";

export const handler: ResourceHandler = {
  inputs: ["blockPublicPolicy", "policy", "secretArn"],
  replaceOn: ["secretArn"],
  computed: [],
  policies: ["policy"],

  async create(call, inputs) {
    return put(call, text(inputs, "secretArn") ?? "", inputs);
  },

  async read(call, id, known) {
    try {
      const { ResourcePolicy = "" } = await call
        .client(secretsManager)
        .send(new GetResourcePolicyCommand({ SecretId: id }));
      const mine = text(known, "policy") ?? "";
      const same = ResourcePolicy !== "" && normalisedPolicy(mine) === normalisedPolicy(ResourcePolicy);
      return { id, state: { secretArn: id, policy: same ? mine : ResourcePolicy } };
    } catch (error) {
      if (isAwsError(error, "ResourceNotFoundException")) return undefined;
      throw new Error(`reading Secrets Manager Secret Policy (${id}): ${textOf(error)}`);
    }
  },

  async update(call, id, inputs) {
    await put(call, id, inputs);
  },

  async delete(call, id) {
    try {
      await call.client(secretsManager).send(new DeleteResourcePolicyCommand({ SecretId: id }));
    } catch (error) {
      if (isAwsError(error, "ResourceNotFoundException")) return;
      throw new Error(`deleting Secrets Manager Secret Policy (${id}): ${textOf(error)}`);
    }
  },
};

async function put(call: Call, SecretId: string, inputs: Properties): Promise<string> {
  try {
    const { ARN = SecretId } = await call.client(secretsManager).send(
      new PutResourcePolicyCommand({
        SecretId,
        ResourcePolicy: normalisedJson(text(inputs, "policy") ?? ""),
        BlockPublicPolicy: inputs.blockPublicPolicy === true,
      }),
    );
    return ARN;
  } catch (error) {
    throw new Error(`putting Secrets Manager Secret (${SecretId}) Policy: ${textOf(error)}`);
  }
}
