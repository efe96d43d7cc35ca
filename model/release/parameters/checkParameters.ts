import { isRefused } from "../../finding.ts";
import { type Partition, partitionOf } from "../partition.ts";
import { parseTemplate, type Template } from "../template.ts";
import type { ReleaseVersion } from "../version.ts";
import { nameFindings } from "./checks/names.ts";
import { networkFindings } from "./checks/network.ts";
import { placeFindings } from "./checks/places.ts";
import { secretFindings } from "./checks/secrets.ts";
import { changeFindings, deletionFindings, togetherFindings } from "./checks/together.ts";
import { valueFindings } from "./checks/values.ts";
import { declarationsOf } from "./declaration.ts";
import type { ParameterFinding } from "./finding.ts";
import { nestedFindings } from "./nested/nestedFindings.ts";
import type { NestedTemplates } from "./nested/nestedTemplates.ts";
import { givenValues, type ParameterValues, type Settings, settingsOf } from "./settings.ts";

export interface ParameterCheck {
  /** The root template, its text or as read by `parseTemplate`: it decides which parameters there are. */
  readonly template: string | Template;
  /** Without them, limits that only they have stay unseen. */
  readonly nested?: NestedTemplates;
  readonly values: ParameterValues;
  /** Parameters that are kept as secrets; their values may be among `values` or be left out. */
  readonly secretNames?: Iterable<string>;
  readonly region?: string;
  /** Where the region is not known; else it follows from it. */
  readonly partition?: Partition["name"];
  readonly release?: ReleaseVersion;
  /** The values that the stack has now. */
  readonly previous?: ParameterValues;
  /** Codes of errors that are accepted, such as `deletes-everything`. */
  readonly accept?: readonly string[];
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
  const settings: Settings = {
    ...settingsOf(declarationsOf(template), check.values, new Set(check.secretNames)),
    previous: givenValues(check.previous ?? {}),
    region: check.region,
    partition: check.partition ?? (check.region === undefined ? undefined : partitionOf(check.region).name),
    release: check.release,
  };
  const single = [...settings.parameters.values()].flatMap(valueFindings);
  // What the root template refuses needs no second word about nested ones.
  const refused = single.filter(({ severity, code }) => severity === "error" || code === "default-against-limits");
  const broken = new Set(refused.map(({ parameter }) => parameter));
  const sound = new Set([...settings.parameters.keys()].filter((name) => !broken.has(name)));
  const findings = [
    ...nameFindings(settings),
    ...single,
    ...secretFindings(settings),
    ...placeFindings(settings),
    ...networkFindings(settings),
    ...togetherFindings(settings),
    ...deletionFindings(settings, new Set(check.accept)),
    ...changeFindings(settings),
    ...nestedFindings(template, check.nested ?? {}, settings, sound),
  ];
  return { accepted: !isRefused(findings), findings };
}
