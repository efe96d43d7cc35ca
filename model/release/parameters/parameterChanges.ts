import type { Template } from "../template.ts";
import { parseTemplate } from "../templateText.ts";
import { type Declaration, declarationsOf } from "./declaration.ts";

/** A parameter that differs between two templates. Defaults are text; missing where there is none. */
export interface ParameterChange {
  readonly name: string;
  /** By the newer template; of one that was removed, by the older. */
  readonly required: boolean;
  /** Of the older template, as text; missing where it has none. */
  readonly oldDefault?: string;
  /** Of the newer template, as text; missing where it has none. */
  readonly newDefault?: string;
}

/** A parameter may stand in several lists: one that is new and required is added and newly required. */
export interface ParameterChanges {
  /** In the newer template alone. */
  readonly added: readonly ParameterChange[];
  /** In the older template alone. */
  readonly removed: readonly ParameterChange[];
  /** In both, with another default, or with one where there was none. */
  readonly defaultChanged: readonly ParameterChange[];
  /** Has to be set now and had not to be before: it is new, or it lost its default. */
  readonly newlyRequired: readonly ParameterChange[];
}

/**
 * What a release changes in the parameters of the root template.
 * @throws PantherError `template-unreadable`
 */
export function parameterChanges(fromTemplate: string | Template, toTemplate: string | Template): ParameterChanges {
  const [before, after] = [declarations(fromTemplate), declarations(toTemplate)];
  const common = [...after.values()].filter(({ name }) => before.has(name));
  const change = ({ name }: Declaration) => changeOf(name, before.get(name), after.get(name));
  return {
    added: [...after.values()].filter(({ name }) => !before.has(name)).map(change),
    removed: [...before.values()].filter(({ name }) => !after.has(name)).map(change),
    defaultChanged: common
      .filter((now) => now.default !== undefined && now.default !== before.get(now.name)?.default)
      .map(change),
    newlyRequired: [...after.values()]
      .filter((now) => isRequired(now) && !isRequired(before.get(now.name)))
      .map(change),
  };
}

function declarations(template: string | Template): ReadonlyMap<string, Declaration> {
  return declarationsOf(typeof template === "string" ? parseTemplate(template) : template);
}

function isRequired(declaration: Declaration | undefined): boolean {
  return declaration !== undefined && declaration.default === undefined;
}

function changeOf(name: string, before: Declaration | undefined, after: Declaration | undefined): ParameterChange {
  return {
    name,
    required: isRequired(after ?? before),
    ...(before?.default !== undefined && { oldDefault: before.default }),
    ...(after?.default !== undefined && { newDefault: after.default }),
  };
}
