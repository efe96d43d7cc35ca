import { validationError } from "../errors.ts";
import type { ParameterDeclaration, Template } from "./template.ts";

/** One parameter of a call. */
export interface SuppliedParameter {
  readonly key: string;
  readonly value?: string;
  readonly usePreviousValue?: boolean;
}

export type ParameterValues = Readonly<Record<string, string>>;

/** Stands in change sets for a value that only the change itself will tell, as DescribeChangeSet shows it. */
export const knownAfterApply = "{{changeSet:KNOWN_AFTER_APPLY}}";

/**
 * The value of every parameter of a template: what is supplied, what was before, or the default.
 * @throws ApiError with CloudFormation's wording when one is unknown, missing or breaks its constraints.
 */
export function parameterValues(
  template: Template,
  supplied: readonly SuppliedParameter[],
  previous: ParameterValues = {},
): ParameterValues {
  const declared = template.parameters;
  const unknown = supplied.filter(({ key }) => !(key in declared)).map(({ key }) => key);
  if (unknown.length > 0) throw validationError(`Parameters: [${unknown.join(", ")}] do not exist in the template`);
  const given = new Map(supplied.map((parameter) => [parameter.key, parameter]));
  const values: Record<string, string> = {};
  const missing: string[] = [];
  for (const [name, declaration] of Object.entries(declared)) {
    const parameter = given.get(name);
    const value = parameter?.usePreviousValue ? previous[name] : (parameter?.value ?? declaration.default);
    if (value === undefined) missing.push(name);
    else values[name] = value;
  }
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(", ")}] must have values`);
  for (const [name, declaration] of Object.entries(declared)) check(name, values[name] ?? "", declaration);
  return values;
}

/** A parameter as Ref gives it: a list for list types, else a string. */
export function referencedValue(declaration: ParameterDeclaration, value: string): string | readonly string[] {
  if (!isList(declaration)) return value;
  return value === "" ? [] : value.split(",").map((item) => item.trim());
}

/** What an answer may show of a parameter. */
export function shownValue(declaration: ParameterDeclaration | undefined, value: string): string {
  return declaration?.noEcho ? "****" : value;
}

function isList(declaration: ParameterDeclaration): boolean {
  return declaration.type === "CommaDelimitedList" || declaration.type.startsWith("List<");
}

function check(name: string, value: string, declaration: ParameterDeclaration): void {
  if (value === knownAfterApply) return;
  const refuse = (rule: string): never => {
    throw validationError(
      declaration.constraintDescription === undefined
        ? `Parameter '${name}' must ${rule}`
        : `Parameter ${name} failed to satisfy constraint: ${declaration.constraintDescription}`,
    );
  };
  const items = isList(declaration) ? value.split(",").map((item) => item.trim()) : [value];
  const numeric = declaration.type === "Number" || declaration.type === "List<Number>";
  for (const item of items) {
    if (numeric && (item === "" || !Number.isFinite(Number(item))))
      throw validationError(`Parameter '${name}' must be a number`);
    if (declaration.allowedValues && !declaration.allowedValues.includes(item)) refuse("be one of AllowedValues");
    if (declaration.allowedPattern !== undefined && !matches(declaration.allowedPattern, item)) {
      refuse(`match pattern ${declaration.allowedPattern}`);
    }
    if (declaration.minLength !== undefined && item.length < declaration.minLength) {
      refuse(`contain at least ${declaration.minLength} characters`);
    }
    if (declaration.maxLength !== undefined && item.length > declaration.maxLength) {
      refuse(`contain at most ${declaration.maxLength} characters`);
    }
    if (declaration.minValue !== undefined && Number(item) < declaration.minValue) {
      refuse(`be a number not less than ${declaration.minValue}`);
    }
    if (declaration.maxValue !== undefined && Number(item) > declaration.maxValue) {
      refuse(`be a number not greater than ${declaration.maxValue}`);
    }
  }
}

// CloudFormation uses Java's `matches`: the whole value has to match, anchors or not.
function matches(pattern: string, value: string): boolean {
  const insensitive = pattern.startsWith("(?i)");
  return new RegExp(`^(?:${insensitive ? pattern.slice(4) : pattern})$`, insensitive ? "i" : "").test(value);
}
