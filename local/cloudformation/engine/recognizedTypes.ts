import { validationError } from "../errors.ts";
import type { Template } from "../template/template.ts";
import type { Scope } from "../types.ts";
import type { Services } from "./services.ts";
import { nestedStackType } from "./state.ts";

// The engine has these itself.
const own = new Set([nestedStackType, "AWS::CloudFormation::WaitConditionHandle", "AWS::Serverless::Application"]);

/** @throws ApiError for a template with types that nobody can make, whether their conditions hold or not, as on AWS. */
export function refuseUnrecognizedTypes(
  { resources }: Pick<Services, "resources">,
  template: Template,
  { partition }: Pick<Scope, "partition">,
): void {
  const types = Object.values(template.resources).map(({ type }) => type);
  const unknown = new Set(types.filter((type) => !own.has(type) && resources.supports?.(type, partition) === false));
  if (unknown.size > 0) {
    throw validationError(`Template format error: Unrecognized resource types: [${[...unknown].join(", ")}]`);
  }
}
