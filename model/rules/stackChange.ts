import { versionOfTemplateUrl } from "../release/templateUrl.ts";
import { tagOf } from "../release/version.ts";

/** What a stack is deployed with, as far as it is known: a preview does not know what another resource is yet to tell. */
export interface StackInputs {
  readonly templateUrl?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly iamRoleArn?: string;
}

/**
 * What an update of a root stack changes, in words, a line each: parameters by name, never a value. An update that
 * changes nothing is one that AWS makes the plugin see: CloudFormation answers `****` for NoEcho parameters.
 *
 * @param masked Names of the parameters that CloudFormation answered `****` for.
 */
export function describeUpdate(before: StackInputs, after: StackInputs, masked: readonly string[]): readonly string[] {
  const lines = [
    ...releaseLine(before.templateUrl, after.templateUrl),
    ...mapLines("Parameters", before.parameters, after.parameters, "back to the template's default"),
    ...mapLines("Tags", before.tags, after.tags, "removed"),
    ...(before.iamRoleArn && after.iamRoleArn && before.iamRoleArn !== after.iamRoleArn
      ? [`Deployment role: ${before.iamRoleArn} → ${after.iamRoleArn}`]
      : []),
  ];
  if (lines.length > 0 || masked.length === 0) return lines;
  return [
    `Nothing changes. CloudFormation answers **** for ${masked.join(", ")}, so an update is shown each time; up then finds nothing to do.`,
  ];
}

/** What a root stack is first deployed with, in words. */
export function describeCreation({ templateUrl, parameters = {} }: StackInputs): string {
  const names = Object.keys(parameters);
  const what = `Panther ${shownRelease(templateUrl)} is deployed for the first time`;
  return names.length === 0
    ? `${what}, with the template's defaults.`
    : `${what}, with ${names.join(", ")}; all else has the template's default.`;
}

function releaseLine(before: string | undefined, after: string | undefined): readonly string[] {
  if (after === undefined || before === after) return [];
  return [`Panther ${shownRelease(before)} → ${shownRelease(after)}`];
}

function shownRelease(url: string | undefined): string {
  if (url === undefined) return "(template not recorded)";
  const version = versionOfTemplateUrl(url);
  return version ? tagOf(version) : url;
}

function mapLines(
  title: string,
  before: Readonly<Record<string, string>> = {},
  after: Readonly<Record<string, string>> = {},
  gone: string,
): readonly string[] {
  const [old, now] = [Object.keys(before), Object.keys(after)];
  return [
    ...line(
      `${title} changed`,
      now.filter((name) => old.includes(name) && before[name] !== after[name]),
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
