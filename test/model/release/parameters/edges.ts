import { roleParameters } from "../../../../model/release/parameters/catalog/role.ts";
import { rootParameters } from "../../../../model/release/parameters/catalog.ts";
import { checkParameters, type ParameterCheck } from "../../../../model/release/parameters/checkParameters.ts";
import { documentedTemplate } from "../../../../model/release/parameters/declaration.ts";

/** A template that has every documented parameter, and values for those that it requires. */
export const everything = documentedTemplate([...rootParameters, ...roleParameters]);
export const requiredValues = {
  FirstUserEmail: "security@example.com",
  PulumiSecretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:pulumi",
  PulumiSecretKeyArn: "arn:aws:kms:us-east-1:123456789012:key/pulumi",
};

/** What is said about one parameter: `code` each, in order. */
export function codesOf(parameter: string, values: ParameterCheck["values"], rest: Partial<ParameterCheck> = {}) {
  const { findings } = checkParameters({ template: everything, values: { ...requiredValues, ...values }, ...rest });
  return findings.filter((found) => found.parameter === parameter).map(({ code }) => code);
}
