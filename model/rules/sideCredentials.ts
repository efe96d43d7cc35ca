import { sayExpired, unknownKeyCodes } from "./expiredCredentials.ts";

/** Credentials for one side of a Panther that is split in China. */
export interface SideCredentials {
  /** Such as `the backend`. */
  readonly side: string;
  readonly region: string;
  /** The account that the side is in, twelve digits, and the key that says so. */
  readonly accountId: string;
  readonly accountKey: string;
  /** Left out: the usual credentials. */
  readonly profile?: string | undefined;
  readonly profileKey: string;
}

/** What AWS or its plugin has against the credentials of a side, and what to do, from their own words. */
export function sideCredentialsProblem(credentials: SideCredentials, reason: string): string {
  const { side, region, accountId, accountKey, profile, profileKey } = credentials;
  const whose =
    profile === undefined ? `the usual ones, since ${profileKey} is not set` : `profile ${profile}, ${profileKey}`;
  const subject = `The AWS credentials for ${side} in ${region} (${whose})`;
  const fix = `Give a profile with credentials of account ${accountId} in ${profileKey}; nothing was changed.`;
  const account = /account ID not allowed: (\d+)/.exec(reason)?.[1];
  if (account !== undefined) return `${subject} are for account ${account}, and ${accountKey} is ${accountId}. ${fix}`;
  if (unknownKeyCodes.some((code) => reason.includes(code))) {
    return `${subject} are not known there: they are of another partition of AWS, or no longer valid. ${fix} AWS's words: ${reason}`;
  }
  if (sayExpired(reason)) {
    return `${subject} have expired. Log in again, then run the same command again; nothing was changed. AWS's words: ${reason}`;
  }
  return `${subject} can't be used: ${reason}. ${fix}`;
}

/** With neither profile the same credentials would be used on both sides. */
export const noProfiles =
  "Neither panther:china.profile nor panther:china.webProfile is set, so the same AWS credentials would be for both sides, and none are good in China and outside. Set one at least: pulumi config set --path 'panther:china.profile' <profile>. The other side may go without, and then has the usual credentials. Nothing was changed.";
