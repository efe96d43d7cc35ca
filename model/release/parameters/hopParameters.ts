import type { Finding } from "../../finding.ts";
import type { Template } from "../template.ts";
import { type ReleaseVersion, tagOf } from "../version.ts";
import { checkParameters } from "./checkParameters.ts";
import type { ValueCheck } from "./checkValues.ts";
import { declarationsOf } from "./declaration.ts";
import type { NestedTemplates } from "./nested/nestedTemplates.ts";

/** What an environment sets, on its way through one release after the other. */
export interface HopCheck extends ValueCheck {
  readonly release: ReleaseVersion;
  readonly template: Template;
  readonly nested: NestedTemplates;
  /** Names of parameters that other releases on the way have, the running one's included. */
  readonly knownElsewhere: ReadonlySet<string>;
}

export interface CheckedHop {
  readonly release: ReleaseVersion;
  /** Names of the parameters to send: those of the environment's that this release's template has. */
  readonly parameters: readonly string[];
  /** Names that the template requires. */
  readonly required: readonly string[];
  readonly findings: readonly Finding[];
}

/**
 * Checks what an environment sets against one release on the way. The environment is written for the release wanted, and
 * perhaps still for the one that runs: a parameter that this one does not have, but another on the way has, is left out
 * here, since CloudFormation refuses unknown ones. One that none has is an error.
 */
export function checkHop({ knownElsewhere, ...check }: HopCheck): CheckedHop {
  const { release, template, values } = check;
  const declared = declarationsOf(template);
  const secretNames = [...(check.secretNames ?? [])];
  const wanted = [...new Set([...Object.keys(values), ...secretNames])];
  const isLeftOut = (name: string) => !declared.has(name) && knownElsewhere.has(name);
  const leftOut = wanted.filter(isLeftOut);
  const { findings } = checkParameters({
    ...check,
    values: Object.fromEntries(Object.entries(values).filter(([name]) => !isLeftOut(name))),
    secretNames: secretNames.filter((name) => !isLeftOut(name)),
  });
  return {
    release,
    parameters: wanted.filter((name) => declared.has(name)),
    required: [...declared.values()].flatMap((declaration) =>
      declaration.default === undefined ? [declaration.name] : [],
    ),
    findings: [...leftOut.map((name) => leftOutFinding(name, release)), ...findings],
  };
}

function leftOutFinding(name: string, release: ReleaseVersion): Finding {
  return {
    severity: "warning",
    code: "parameter-left-out",
    message: `${tagOf(release)} has no parameter ${name}, so it is left out there.`,
    fix: `Once no release on the way has it, remove ${name} from the environment's file.`,
  };
}
