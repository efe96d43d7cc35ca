import type { PolicyConfigSchema } from "@pulumi/policy";
import type { RuleSetting, RuleSettings } from "../model/rules/policy/policyRule.ts";

/** A rule's settings, as Pulumi asks for them and checks them. */
export function configSchema(settings: RuleSettings): PolicyConfigSchema {
  return {
    properties: Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, propertyOf(setting)])),
  };
}

function propertyOf(setting: RuleSetting): PolicyConfigSchema["properties"][string] {
  const { text: description, pattern } = setting;
  if (typeof setting.default === "string") {
    const { choices } = setting as Extract<RuleSetting, { default: string }>;
    return {
      type: "string",
      description,
      default: setting.default,
      ...(choices && { enum: [...choices] }),
      ...(pattern !== undefined && { pattern }),
    };
  }
  const items = { type: "string", ...(pattern !== undefined && { pattern }) } as const;
  return { type: "array", items, description, default: [...setting.default] };
}
