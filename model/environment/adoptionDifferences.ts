import { documentedParameter } from "../release/parameters/catalog.ts";
import { tagOf } from "../release/version.ts";
import { type LivePanther, type LiveRole, ownTags } from "./adoption.ts";
import type { Environment } from "./environment.ts";
import { keyOf } from "./problems.ts";

/** Where an environment's file and what runs do not agree. */
export interface AdoptionDifference {
  /** As the user writes it, for example `panther:parameters.OnboardSelf`. */
  readonly key: string;
  /** Completes the sentence that begins with the key; no full stop, and no parameter's value. */
  readonly words: string;
}

/**
 * How a file that is there differs from the Panther that is to be taken over with it. A parameter that it leaves out counts
 * as the template's default. Of values that CloudFormation or the file keeps secret nothing can be said.
 */
export function adoptionDifferences(environment: Environment, live: LivePanther): readonly AdoptionDifference[] {
  const { version, region, expectedAccountId, rootStackName } = environment;
  return [
    ...plainDifference("version", tagOf(version), tagOf(live.release)),
    ...plainDifference("region", region, live.region),
    ...plainDifference("expectedAccountId", expectedAccountId, live.accountId),
    ...plainDifference("rootStackName", rootStackName, live.rootStackName),
    ...parameterDifferences(environment, live),
    ...roleDifferences(environment, live.role),
    ...tagDifferences(environment.tags, ownTags(live.tags)),
  ];
}

function parameterDifferences(
  { parameters, secretParameterNames }: Environment,
  { parameters: standing, noEcho, defaults }: LivePanther,
): readonly AdoptionDifference[] {
  const unknown = secretParameterNames.filter((name) => !Object.hasOwn(standing, name));
  const compared = Object.fromEntries(
    Object.entries(standing).filter(([name]) => {
      const isAsked = noEcho.includes(name) || documentedParameter(name)?.secret === true;
      return !isAsked && !secretParameterNames.includes(name);
    }),
  );
  const values = Object.fromEntries(Object.entries(parameters).filter(([name]) => !noEcho.includes(name)));
  return [
    ...unknown.map((name) => ({ key: keyOf(["secretParameters", name]), words: "is no parameter of what runs" })),
    ...Object.keys(parameters)
      .filter((name) => noEcho.includes(name))
      .map((name) => ({
        key: keyOf(["parameters", name]),
        words: "is a secret: it goes under panther:secretParameters",
      })),
    ...valueDifferences({ parameters: values, standing: compared, defaults, at: ["parameters"] }),
  ];
}

function roleDifferences(
  { deploymentRole: wanted, expectedAccountId }: Environment,
  live: LiveRole,
): readonly AdoptionDifference[] {
  if (wanted.kind === "existing") return plainDifference("deploymentRole.arn", wanted.arn, live.arn);
  if (live.kind === "other") {
    const words = `has a role to deploy, and the root stack has ${live.arn}, which is in no stack from a published template of account ${expectedAccountId}: give its arn instead`;
    return [{ key: "panther:deploymentRole", words }];
  }
  const { parameters, defaults } = live;
  return [
    ...plainDifference("deploymentRole.stackName", wanted.stackName, live.stackName),
    ...plainDifference("deploymentRole.roleName", wanted.roleName, live.roleName),
    ...valueDifferences({
      parameters: wanted.parameters,
      standing: { ...blankOf(defaults), ...parameters },
      defaults,
      at: ["deploymentRole", "parameters"],
    }),
  ];
}

function blankOf(values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(values).map((name) => [name, ""]));
}

function valueDifferences({
  parameters,
  standing,
  defaults,
  at,
}: {
  readonly parameters: Readonly<Record<string, string>>;
  readonly standing: Readonly<Record<string, string>>;
  readonly defaults: Readonly<Record<string, string | undefined>>;
  readonly at: readonly string[];
}): readonly AdoptionDifference[] {
  const names = [...new Set([...Object.keys(standing), ...Object.keys(parameters)])];
  return names.flatMap((name) => {
    const words = valueWords(parameters[name], standing[name], defaults[name]);
    return words === undefined ? [] : [{ key: keyOf([...at, name]), words }];
  });
}

function valueWords(file: string | undefined, standing: string | undefined, byDefault: string | undefined) {
  if (standing === undefined) return "is no parameter of what runs";
  if (file !== undefined) return file === standing ? undefined : "has another value in AWS";
  return byDefault === standing ? undefined : "is not in the file, and in AWS it is not the template's default";
}

function tagDifferences(
  wanted: Readonly<Record<string, string>>,
  standing: Readonly<Record<string, string>>,
): readonly AdoptionDifference[] {
  const names = [...new Set([...Object.keys(standing), ...Object.keys(wanted)])];
  return names
    .filter((name) => wanted[name] !== standing[name])
    .map((name) => ({ key: keyOf(["tags", name]), words: tagWords(wanted[name], standing[name]) }));
}

function tagWords(wanted: string | undefined, standing: string | undefined): string {
  if (standing === undefined) return "is not on the root stack";
  return wanted === undefined ? "is on the root stack and not in the file" : "has another value on the root stack";
}

function plainDifference(path: string, file: string, standing: string): readonly AdoptionDifference[] {
  if (file === standing) return [];
  return [{ key: keyOf([path]), words: `is ${file} in the file and ${standing} in AWS` }];
}
