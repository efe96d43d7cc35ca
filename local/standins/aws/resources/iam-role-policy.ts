import { DeleteRolePolicyCommand, GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { Call } from "../call.ts";
import { isAwsError, textOf } from "../errors.ts";
import type { ResourceHandler } from "../handler.ts";
import { jsonProblem, normalisedJson } from "../json.ts";
import { hasUnknown, type Properties, text } from "../values.ts";
import { iam } from "./iam-role.ts";

export const handler: ResourceHandler = {
  inputs: ["name", "namePrefix", "policy", "role"],
  replaceOn: ["name", "namePrefix", "role"],
  computed: ["name", "namePrefix"],
  zero: { namePrefix: "" },
  autoName: { property: "name", maximum: 128, prefixProperty: "namePrefix" },
  policies: ["policy"],
  global: true,

  check(inputs) {
    const policy = text(inputs, "policy");
    const problem = policy === undefined || hasUnknown(policy) ? undefined : jsonProblem(policy);
    return problem === undefined
      ? []
      : [{ property: "policy", reason: `"policy" contains an invalid JSON policy: ${problem}` }];
  },

  async create(call, inputs) {
    const name = text(inputs, "name") ?? `${text(inputs, "namePrefix") ?? ""}${Date.now()}`;
    const role = text(inputs, "role") ?? "";
    await put(call, role, name, inputs);
    return `${role}:${name}`;
  },

  async read(call, id) {
    const [RoleName = "", PolicyName = ""] = id.split(":");
    try {
      const found = await call.client(iam).send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      const policy = normalisedJson(decodeURIComponent(found.PolicyDocument ?? ""));
      return { id, state: { name: PolicyName, role: RoleName, policy } };
    } catch (error) {
      if (isAwsError(error, "NoSuchEntityException", "NoSuchEntity")) return undefined;
      throw new Error(`reading IAM Role Policy (${id}): ${textOf(error)}`);
    }
  },

  async update(call, id, inputs) {
    const [role = "", name = ""] = id.split(":");
    await put(call, role, name, inputs);
  },

  async delete(call, id) {
    const [RoleName = "", PolicyName = ""] = id.split(":");
    try {
      await call.client(iam).send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    } catch (error) {
      if (isAwsError(error, "NoSuchEntityException", "NoSuchEntity")) return;
      throw new Error(`deleting IAM Role Policy (${id}): ${textOf(error)}`);
    }
  },
};

async function put(call: Call, RoleName: string, PolicyName: string, inputs: Properties): Promise<void> {
  const PolicyDocument = normalisedJson(text(inputs, "policy") ?? "");
  try {
    await call.client(iam).send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  } catch (error) {
    throw new Error(`putting IAM Role (${RoleName}) Policy (${PolicyName}): ${textOf(error)}`);
  }
}
