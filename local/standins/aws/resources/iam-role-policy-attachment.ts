import { AttachRolePolicyCommand, DetachRolePolicyCommand, ListAttachedRolePoliciesCommand } from "@aws-sdk/client-iam";
import { isAwsError, textOf } from "../errors.ts";
import type { ResourceHandler } from "../handler.ts";
import { text } from "../values.ts";
import { iam } from "./iam-role.ts";

export const handler: ResourceHandler = {
  inputs: ["policyArn", "role"],
  replaceOn: ["policyArn", "role"],
  computed: [],
  global: true,

  async create(call, inputs) {
    const RoleName = text(inputs, "role") ?? "";
    const PolicyArn = text(inputs, "policyArn") ?? "";
    try {
      await call.client(iam).send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    } catch (error) {
      throw new Error(`attaching IAM Policy (${PolicyArn}) to IAM Role (${RoleName}): ${textOf(error)}`);
    }
    return `${RoleName}/${PolicyArn}`;
  },

  async read(call, id) {
    const [role = "", ...rest] = id.split("/");
    const policyArn = rest.join("/");
    try {
      const { AttachedPolicies = [] } = await call
        .client(iam)
        .send(new ListAttachedRolePoliciesCommand({ RoleName: role }));
      const found = AttachedPolicies.some(({ PolicyArn }) => PolicyArn === policyArn);
      return found ? { id, state: { policyArn, role } } : undefined;
    } catch (error) {
      if (isAwsError(error, "NoSuchEntityException", "NoSuchEntity")) return undefined;
      throw new Error(`reading IAM Role Policy Attachment (${id}): ${textOf(error)}`);
    }
  },

  async delete(call, id, state) {
    const RoleName = text(state, "role");
    const PolicyArn = text(state, "policyArn");
    try {
      await call.client(iam).send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    } catch (error) {
      if (isAwsError(error, "NoSuchEntityException", "NoSuchEntity")) return;
      throw new Error(`detaching IAM Policy (${id}): ${textOf(error)}`);
    }
  },
};
