import semver from "semver";
import type { ReleaseVersion } from "../version.ts";

/** Where a parameter is documented. The texts are this project's own; names, defaults and limits are the source's. */
export const sources = {
  documentation: 'Panther documentation, "Self-Hosted Deployments (Legacy)", as of 2022-07-29',
  snowflake: "Panther documentation, set-up of Snowflake as the data lake, 2021 and 2022",
  community: "the last root template published with its source, v1.16.0",
  history: "the root templates published with their source, v1.4.0 to v1.16.0, and the documentation's own history",
  role: "the templates of the deployment role, v1.31.1 to v1.127.0",
} as const;

export type Source = keyof typeof sources;

/**
 * What a value has to be beyond what a template can say. An IP range's documented pattern lets any character stand for
 * its dots; an account ID has no pattern at all; CloudWatch keeps logs for certain numbers of days only.
 */
export type ValueForm = "ip-range" | "account-id" | "retention-days";

/** What a template can say about a value. Limits include their bounds. */
export interface Limits {
  /** Compared as text. */
  readonly allowedValues?: readonly string[];
  /** A regular expression that the whole value has to match. */
  readonly allowedPattern?: string;
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** One parameter as Panther documents it. A release's own template decides; this explains, and fills in the rest. */
export interface DocumentedParameter extends Limits {
  readonly name: string;
  readonly template: "root" | "role";
  readonly type: "String" | "Number" | "CommaDelimitedList";
  /** No default: it has to be set. */
  readonly required: boolean;
  /** As text. Missing where it is required, or where there is one that is not documented. */
  readonly default?: string;
  /** Its value is to be kept from state, output and logs. */
  readonly secret: boolean;
  /** Of a list. */
  readonly maxItems?: number;
  readonly form?: ValueForm;
  /** An ARN in it has to lie in the region of the deployment. */
  readonly sameRegion?: true;
  /** What it does. */
  readonly text: string;
  /** What a blank value means, where it means something other than "not given". */
  readonly blank?: string;
  /** When changing it does nothing. */
  readonly noEffect?: string;
  /** What the source says wrongly or twice, and what holds instead. */
  readonly correction?: string;
  /** First minor that it is documented for, such as `1.35`. */
  readonly since?: string;
  /** First minor without it again. */
  readonly until?: string;
  /** Name of the parameter that took its place. */
  readonly replacedBy?: string;
  readonly source: Source;
}

/** Whether a release has the parameter, as far as the documentation tells. */
export function isDocumentedFor({ since, until }: DocumentedParameter, release: ReleaseVersion): boolean {
  return (since === undefined || !isBefore(release, since)) && (until === undefined || isBefore(release, until));
}

/** Whether a release is older than every one of a minor, such as `1.35`. */
export function isBefore(release: ReleaseVersion, minor: string): boolean {
  return semver.lt(release, `${minor}.0`);
}
