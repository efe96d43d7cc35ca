import { isRefused } from "../../finding.ts";
import type { Template } from "../template.ts";
import { parseTemplate } from "../templateText.ts";
import { checkValues, type ValueCheck } from "./checkValues.ts";
import type { ParameterFinding } from "./finding.ts";
import { nestedFindings } from "./nested/nestedFindings.ts";
import type { NestedTemplates } from "./nested/nestedTemplates.ts";

export interface ParameterCheck extends ValueCheck {
  /** The root template, its text or as read by `parseTemplate`: it decides which parameters there are. */
  readonly template: string | Template;
  /** Without them, limits that only they have stay unseen. */
  readonly nested?: NestedTemplates;
}

export interface ParameterAnswer {
  /** No finding is an error. */
  readonly accepted: boolean;
  readonly findings: readonly ParameterFinding[];
}

/**
 * Checks root parameters against a release's own template, against its nested ones, and against what is documented, as
 * CloudFormation and AWS would later. Everything is found at once; no finding holds the value of a secret.
 * @throws PantherError `template-unreadable`
 */
export function checkParameters(check: ParameterCheck): ParameterAnswer {
  const template = typeof check.template === "string" ? parseTemplate(check.template) : check.template;
  const { settings, findings: own, sound } = checkValues(template, check);
  // What the root template refuses needs no second word about nested ones.
  const findings = [...own, ...nestedFindings(template, check.nested ?? {}, settings, sound)];
  return { accepted: !isRefused(findings), findings };
}
