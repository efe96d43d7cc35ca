import { posix } from "node:path";
import { PantherError } from "../../../error.ts";
import { section, type Template } from "../../template.ts";
import { parseTemplate } from "../../templateText.ts";

/** Nested templates by their TemplateURL, or by their path from the root template's folder. */
export type NestedTemplates = Readonly<Record<string, string | Template>>;

export interface NestedTemplate {
  readonly key: string;
  readonly template: Template;
}

/** A nested stack as its parent declares it. */
export interface NestedStack {
  readonly logicalId: string;
  readonly condition: string | undefined;
  readonly templateUrl: unknown;
  readonly parameters: Template;
}

export function nestedStacksOf(template: Template): readonly NestedStack[] {
  const resources = section(template, "Resources");
  return Object.keys(resources).flatMap((logicalId) => {
    const resource = section(resources, logicalId);
    if (resource.Type !== "AWS::CloudFormation::Stack") return [];
    return [
      {
        logicalId,
        condition: typeof resource.Condition === "string" ? resource.Condition : undefined,
        templateUrl: section(resource, "Properties").TemplateURL,
        parameters: section(resource, "Properties", "Parameters"),
      },
    ];
  });
}

/** The path of a template that another names, from the root's folder; a URL stays what it is. */
export function nestedKey(templateUrl: string, parentKey: string): string {
  if (/^[a-z0-9]+:\/\//i.test(templateUrl)) return templateUrl;
  return posix.join(posix.dirname(parentKey), templateUrl);
}

/**
 * The nested template that a stack names; undefined when it is not among those at hand.
 * @throws PantherError `template-unreadable` with its place.
 */
export function findNested(nested: NestedTemplates, url: string, parentKey: string): NestedTemplate | undefined {
  const key = [nestedKey(url, parentKey), url].find((candidate) => Object.hasOwn(nested, candidate));
  const body = key === undefined ? undefined : nested[key];
  if (key === undefined || body === undefined) return undefined;
  if (typeof body !== "string") return { key, template: body };
  try {
    return { key, template: parseTemplate(body) };
  } catch (error) {
    // parseTemplate throws nothing else.
    const { code, message, fix } = error as PantherError;
    throw new PantherError(code, `Nested template ${key}: ${message}`, fix, { cause: error });
  }
}
