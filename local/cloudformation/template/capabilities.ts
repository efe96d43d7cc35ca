import { ApiError } from "../errors.ts";
import { serverlessTransform, type Template } from "./template.ts";

const nameProperty: Readonly<Record<string, string | undefined>> = {
  "AWS::IAM::AccessKey": undefined,
  "AWS::IAM::Group": "GroupName",
  "AWS::IAM::InstanceProfile": "InstanceProfileName",
  "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
  "AWS::IAM::Policy": undefined,
  "AWS::IAM::Role": "RoleName",
  "AWS::IAM::User": "UserName",
  "AWS::IAM::UserToGroupAddition": undefined,
};

export interface RequiredCapabilities {
  readonly capabilities: readonly string[];
  /** Types of the resources that require them. */
  readonly because: readonly string[];
}

/** What a template requires, after transforms. Only its own resources count: a nested template is asked when its stack is created. */
export function requiredCapabilities(template: Template): RequiredCapabilities {
  const iam = Object.values(template.resources).filter(({ type }) => type in nameProperty);
  const named = iam.some(({ type, properties }) => (nameProperty[type] ?? "") in properties);
  return {
    capabilities: [
      ...(iam.length === 0 ? [] : [named ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM"]),
      ...(template.transforms.length > 0 ? ["CAPABILITY_AUTO_EXPAND"] : []),
    ],
    because: [...new Set(iam.map(({ type }) => type))].sort(),
  };
}

/** @throws ApiError InsufficientCapabilitiesException when a template requires a capability that was not acknowledged. */
export function checkCapabilities(template: Template, acknowledged: readonly string[]): void {
  const covers = (capability: string) =>
    acknowledged.includes(capability) ||
    (capability === "CAPABILITY_IAM" && acknowledged.includes("CAPABILITY_NAMED_IAM"));
  const missing = requiredCapabilities(template).capabilities.filter((capability) => !covers(capability));
  if (missing.length > 0) {
    throw new ApiError("InsufficientCapabilitiesException", `Requires capabilities : [${missing.join(", ")}]`);
  }
}

/** @throws ApiError for a transform that this engine doesn't know. */
export function checkTransforms(template: Template): void {
  const unknown = template.transforms.find((transform) => transform !== serverlessTransform);
  if (unknown !== undefined) {
    throw new ApiError("ValidationError", `No transform named ${unknown} found.`);
  }
}
