import { validationError } from "../errors.ts";
import {
  isRecord,
  type OutputDeclaration,
  type ParameterDeclaration,
  type ResourceDeclaration,
  type Template,
} from "./template.ts";
import { toText } from "./text.ts";

const members = new Set([
  "AWSTemplateFormatVersion",
  "Description",
  "Metadata",
  "Parameters",
  "Mappings",
  "Conditions",
  "Rules",
  "Transform",
  "Resources",
  "Outputs",
  "Hooks",
  "Globals",
]);

/** Gives a parsed document its types; refuses what CloudFormation calls a format error. */
export function shapeOf(document: Record<string, unknown>): Template {
  const unknown = Object.keys(document).filter((key) => !members.has(key));
  if (unknown.length > 0) {
    throw validationError(`Invalid template property or properties [${unknown.join(", ")}]`);
  }
  const resources = section(document, "Resources");
  if (Object.keys(resources).length === 0) {
    throw validationError("Template format error: At least one Resources member must be defined.");
  }
  return {
    ...optionalText("description", document.Description),
    ...optionalText("version", document.AWSTemplateFormatVersion),
    ...("Metadata" in document ? { metadata: document.Metadata } : {}),
    transforms: [document.Transform ?? []]
      .flat()
      .map((transform) => (isRecord(transform) ? toText(transform.Name) : toText(transform))),
    parameters: mapSection(document, "Parameters", parameter),
    mappings: section(document, "Mappings"),
    conditions: section(document, "Conditions"),
    rules: section(document, "Rules"),
    resources: mapSection(document, "Resources", resource),
    outputs: mapSection(document, "Outputs", output),
    document,
  };
}

function section(document: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = document[name] ?? {};
  if (!isRecord(value)) throw validationError(`Template format error: ${name} must be an object.`);
  return value;
}

function mapSection<T>(
  document: Record<string, unknown>,
  name: string,
  make: (value: Record<string, unknown>, id: string) => T,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(section(document, name)).map(([id, value]) => {
      if (!isRecord(value)) {
        throw validationError(`Template format error: [/${name}/${id}] Every ${name} member must be an object.`);
      }
      return [id, make(value, id)];
    }),
  );
}

function parameter(value: Record<string, unknown>, id: string): ParameterDeclaration {
  if (value.Type === undefined) {
    throw validationError(`Template format error: Every Parameters object must contain a Type member. [${id}]`);
  }
  return {
    type: toText(value.Type),
    noEcho: toText(value.NoEcho ?? false) === "true",
    ...optionalText("default", value.Default),
    ...optionalText("description", value.Description),
    ...optionalText("allowedPattern", value.AllowedPattern),
    ...optionalText("constraintDescription", value.ConstraintDescription),
    // An unquoted `true` among the allowed values is the string "true": parameter values are always text.
    ...(Array.isArray(value.AllowedValues) ? { allowedValues: value.AllowedValues.map(toText) } : {}),
    ...optionalNumber("minLength", value.MinLength),
    ...optionalNumber("maxLength", value.MaxLength),
    ...optionalNumber("minValue", value.MinValue),
    ...optionalNumber("maxValue", value.MaxValue),
  };
}

function resource(value: Record<string, unknown>, id: string): ResourceDeclaration {
  if (typeof value.Type !== "string") {
    throw validationError(
      `Template format error: [/Resources/${id}] Every Resources object must contain a Type member.`,
    );
  }
  return {
    type: value.Type,
    properties: isRecord(value.Properties) ? value.Properties : {},
    dependsOn: [value.DependsOn ?? []].flat().map(toText),
    ...optionalText("condition", value.Condition),
    ...optionalText("deletionPolicy", value.DeletionPolicy),
    ...optionalText("updateReplacePolicy", value.UpdateReplacePolicy),
    ...("Metadata" in value ? { metadata: value.Metadata } : {}),
  };
}

function output(value: Record<string, unknown>, id: string): OutputDeclaration {
  if (!("Value" in value)) {
    throw validationError(`Template format error: Every Outputs object must contain a Value object. [${id}]`);
  }
  return {
    value: value.Value,
    ...optionalText("description", value.Description),
    ...optionalText("condition", value.Condition),
    ...(isRecord(value.Export) ? { exportName: value.Export.Name } : {}),
  };
}

function optionalText<K extends string>(key: K, value: unknown): { readonly [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: toText(value) } as { readonly [P in K]?: string });
}

function optionalNumber<K extends string>(key: K, value: unknown): { readonly [P in K]?: number } {
  return value === undefined ? {} : ({ [key]: Number(value) } as { readonly [P in K]?: number });
}
