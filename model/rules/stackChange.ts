import { versionOfTemplateUrl } from "../release/templateUrl.ts";
import { tagOf } from "../release/version.ts";

/** Texts by name. Undefined: it is set, but its value is known only later. */
export type StackTexts = Readonly<Record<string, string | undefined>>;

/** What a stack is deployed with. */
export interface StackInputs {
  readonly templateUrl?: string;
  readonly parameters?: StackTexts;
  readonly tags?: StackTexts;
  readonly iamRoleArn?: string;
  /** What is left out because a preview does not know it: another resource is yet to tell. */
  readonly notKnown?: readonly StackInputKey[];
}

export const stackInputKeys = ["templateUrl", "parameters", "tags", "iamRoleArn"] as const;
export type StackInputKey = (typeof stackInputKeys)[number];

const words: Readonly<Record<StackInputKey, string>> = {
  templateUrl: "template",
  parameters: "parameters",
  tags: "tags",
  iamRoleArn: "deployment role",
};

/** Whether a parameter's value is what CloudFormation answers for a NoEcho one. */
export function isMasked(value: string | undefined): boolean {
  return value !== undefined && /^\*+$/.test(value);
}

/**
 * What an update of a root stack changes, in words, a line each: parameters by name, never a value. An update that
 * changes nothing is one that AWS makes the plugin see: CloudFormation answers `****` for NoEcho parameters.
 *
 * @param masked Names of the parameters that CloudFormation answered `****` for.
 */
export function describeUpdate(before: StackInputs, after: StackInputs, masked: readonly string[]): readonly string[] {
  const { notKnown = [] } = after;
  const lines = [
    ...releaseLine(before.templateUrl, after.templateUrl),
    ...(notKnown.includes("parameters")
      ? []
      : mapLines("Parameters", before.parameters, after.parameters, "back to the template's default")),
    ...(notKnown.includes("tags") ? [] : mapLines("Tags", before.tags, after.tags, "removed")),
    ...(before.iamRoleArn && after.iamRoleArn && before.iamRoleArn !== after.iamRoleArn
      ? [`Deployment role: ${before.iamRoleArn} → ${after.iamRoleArn}`]
      : []),
    ...line(
      "Known only while it runs",
      notKnown.map((key) => words[key]),
    ),
  ];
  if (lines.length > 0 || masked.length === 0) return lines;
  return [
    `Nothing changes. CloudFormation answers **** for ${masked.join(", ")}, so an update is shown each time; up then finds nothing to do.`,
  ];
}

/** What a root stack is first deployed with, in words. */
export function describeCreation({ templateUrl, parameters = {}, notKnown = [] }: StackInputs): string {
  const what = `Panther ${shownRelease(templateUrl)} is deployed for the first time`;
  if (notKnown.includes("parameters")) return `${what}; its parameters are known only while it runs.`;
  const names = Object.keys(parameters);
  return names.length === 0
    ? `${what}, with the template's defaults.`
    : `${what}, with ${names.join(", ")}; all else has the template's default.`;
}

function releaseLine(before: string | undefined, after: string | undefined): readonly string[] {
  if (after === undefined || before === after) return [];
  const [from, to] = [shownRelease(before), shownRelease(after)];
  // The same release from another bucket, say.
  return from === to ? [`Template: ${before} → ${after}`] : [`Panther ${from} → ${to}`];
}

function shownRelease(url: string | undefined): string {
  if (url === undefined) return "(release not known)";
  const version = versionOfTemplateUrl(url);
  return version ? tagOf(version) : url;
}

function mapLines(title: string, before: StackTexts = {}, after: StackTexts = {}, gone: string): readonly string[] {
  const [old, now] = [Object.keys(before), Object.keys(after)];
  const changed = now.filter((name) => old.includes(name) && before[name] !== after[name]);
  return [
    ...line(
      `${title} changed`,
      changed.filter((name) => !isMasked(before[name])),
    ),
    // After a refresh or an import, Pulumi's state has the asterisks.
    ...line(
      `${title} that may have changed (CloudFormation answers ****)`,
      changed.filter((name) => isMasked(before[name])),
    ),
    ...line(
      `${title} added`,
      now.filter((name) => !old.includes(name)),
    ),
    ...line(
      `${title} no longer set (${gone})`,
      old.filter((name) => !now.includes(name)),
    ),
  ];
}

function line(title: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${title}: ${names.join(", ")}`];
}
