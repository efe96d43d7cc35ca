import { roleParameters } from "../../../../model/release/parameters/catalog/role.ts";
import { rootParameters } from "../../../../model/release/parameters/catalog.ts";
import { checkParameters, type ParameterCheck } from "../../../../model/release/parameters/checkParameters.ts";
import { documentedTemplate } from "../../../../model/release/parameters/declaration.ts";
import type { FindingCode } from "../../../../model/release/parameters/finding.ts";
import type { ParameterValues } from "../../../../model/release/parameters/settings.ts";

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

/** An ARN of the account that the tests are about. */
export const arn = (service: string, rest: string, partition = "aws", region = "us-east-1") =>
  `arn:${partition}:${service}:${region}:123456789012:${rest}`;

/** A template with the one parameter P. */
export const small = (declaration: string): string => `Parameters: {P: ${declaration}}`;

/** A code, values that it is found for, and values that it is not found for. */
export interface Case {
  readonly code: FindingCode;
  readonly parameter: string;
  readonly found: ParameterValues;
  readonly notFound: ParameterValues;
  readonly rest?: Partial<ParameterCheck>;
  readonly notFoundRest?: Partial<ParameterCheck>;
}

export const one = (
  code: FindingCode,
  parameter: string,
  found: ParameterValues,
  notFound: ParameterValues,
  rest: Partial<ParameterCheck> = {},
  notFoundRest = rest,
): Case => ({ code, parameter, found, notFound, rest, notFoundRest });
