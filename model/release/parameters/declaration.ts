import { section, type Template } from "../template.ts";
import type { DocumentedParameter, Limits } from "./documented.ts";

/** A parameter as a template declares it. All values are text, as CloudFormation sends them. */
export interface Declaration extends Limits {
  readonly name: string;
  /** Such as `String`, `Number`, `CommaDelimitedList` or `AWS::EC2::VPC::Id`. */
  readonly type: string;
  /** Missing: it is required. */
  readonly default?: string;
  /** CloudFormation never shows its value again. */
  readonly noEcho: boolean;
  /** What the template says to a value that breaks its limits. */
  readonly constraintDescription?: string;
}

/** The parameters that a template declares, in its order. */
export function declarationsOf(template: Template): ReadonlyMap<string, Declaration> {
  const parameters = section(template, "Parameters");
  return new Map(Object.keys(parameters).map((name) => [name, declaration(name, section(parameters, name))]));
}

/** A template that declares what is documented, for checks before a release's own is at hand. */
export function documentedTemplate(parameters: readonly DocumentedParameter[]): Template {
  return { Parameters: Object.fromEntries(parameters.map((parameter) => [parameter.name, declared(parameter)])) };
}

/** Whether a value is several, separated by commas. */
export function isList(type: string): boolean {
  return type === "CommaDelimitedList" || type.startsWith("List<");
}

export function isNumeric(type: string): boolean {
  return type === "Number" || type === "List<Number>";
}

/** The single values of a parameter's text. */
export function itemsOf(type: string, text: string): readonly string[] {
  return isList(type) ? text.split(",").map((item) => item.trim()) : [text];
}

function declaration(name: string, raw: Template): Declaration {
  const { Type, Default, NoEcho, AllowedValues, AllowedPattern, ConstraintDescription } = raw;
  return {
    name,
    type: typeof Type === "string" ? Type : "String",
    ...(Default !== undefined && { default: textOf(Default) }),
    noEcho: String(NoEcho) === "true",
    ...(Array.isArray(AllowedValues) && { allowedValues: AllowedValues.map(textOf) }),
    ...(AllowedPattern !== undefined && { allowedPattern: textOf(AllowedPattern) }),
    ...bound("minValue", raw.MinValue),
    ...bound("maxValue", raw.MaxValue),
    ...bound("minLength", raw.MinLength),
    ...bound("maxLength", raw.MaxLength),
    ...(ConstraintDescription !== undefined && { constraintDescription: textOf(ConstraintDescription) }),
  };
}

// Unquoted `true` or `2048` are no text to YAML, but are to CloudFormation; and nothing at all is blank.
function textOf(value: unknown): string {
  return String(value ?? "");
}

function bound(name: "minValue" | "maxValue" | "minLength" | "maxLength", value: unknown): Partial<Limits> {
  return value === undefined || Number.isNaN(Number(value)) ? {} : { [name]: Number(value) };
}

function declared(parameter: DocumentedParameter): Template {
  const { type, required, secret, allowedValues, allowedPattern, minValue, maxValue, minLength, maxLength } = parameter;
  return {
    Type: type,
    // Where the default is not documented, one that is allowed stands for it.
    ...(!required && { Default: parameter.default ?? allowedValues?.[0] ?? "" }),
    ...(secret && { NoEcho: true }),
    ...(allowedValues && { AllowedValues: allowedValues }),
    ...(allowedPattern !== undefined && { AllowedPattern: allowedPattern }),
    ...(minValue !== undefined && { MinValue: minValue }),
    ...(maxValue !== undefined && { MaxValue: maxValue }),
    ...(minLength !== undefined && { MinLength: minLength }),
    ...(maxLength !== undefined && { MaxLength: maxLength }),
  };
}
