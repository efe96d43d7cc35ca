import { type Partition, partitionOf } from "../partition.ts";
import type { Template } from "../template.ts";
import type { ReleaseVersion } from "../version.ts";
import { nameFindings } from "./checks/names.ts";
import { networkFindings } from "./checks/network.ts";
import { placeFindings } from "./checks/places.ts";
import { secretFindings } from "./checks/secrets.ts";
import { changeFindings, deletionFindings, togetherFindings } from "./checks/together.ts";
import { valueFindings } from "./checks/values.ts";
import { declarationsOf } from "./declaration.ts";
import type { ParameterFinding } from "./finding.ts";
import { givenValues, type ParameterValues, type Settings, settingsOf } from "./settings.ts";

/** Values of root parameters, and what is known of where they go. */
export interface ValueCheck {
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

export interface CheckedValues {
  readonly settings: Settings;
  readonly findings: readonly ParameterFinding[];
  /** Parameters that the template itself has nothing against. */
  readonly sound: ReadonlySet<string>;
}

/** Checks values against one template's own parameters, and against what is documented; nested templates aside. */
export function checkValues(template: Template, check: ValueCheck): CheckedValues {
  const settings: Settings = {
    ...settingsOf(declarationsOf(template), check.values, new Set(check.secretNames)),
    previous: givenValues(check.previous ?? {}),
    region: check.region,
    partition: check.partition ?? (check.region === undefined ? undefined : partitionOf(check.region).name),
    release: check.release,
  };
  const single = [...settings.parameters.values()].flatMap(valueFindings);
  const refused = single.filter(({ severity, code }) => severity === "error" || code === "default-against-limits");
  const broken = new Set(refused.map(({ parameter }) => parameter));
  return {
    settings,
    findings: [
      ...nameFindings(settings),
      ...single,
      ...secretFindings(settings),
      ...placeFindings(settings),
      ...networkFindings(settings),
      ...togetherFindings(settings),
      ...deletionFindings(settings, new Set(check.accept)),
      ...changeFindings(settings),
    ],
    sound: new Set([...settings.parameters.keys()].filter((name) => !broken.has(name))),
  };
}
