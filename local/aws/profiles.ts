import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Caller } from "./environment.ts";
import { defaultChinaAccount } from "./scope.ts";

/** A profile of an AWS configuration file: an account, which its access key names, and a region. */
export interface Profile extends Caller {
  readonly name: string;
}

/** Both sides of a Panther that is split over AWS China. */
export const chinaProfile: Profile = { name: "panther-china", accountId: defaultChinaAccount, region: "cn-north-1" };
export const webProfile: Profile = { name: "panther-web", accountId: "222222222222", region: "ap-southeast-1" };

/** What every local AWS has. */
export const profiles: readonly Profile[] = [chinaProfile, webProfile];

/** Where local AWS on a directory keeps its own. */
export function profilesFile(directory: string): string {
  return join(directory, "aws-config");
}

/** Writes an AWS configuration file that has these profiles and nothing else. */
export function writeProfiles(file: string, profiles: readonly Profile[]): void {
  writeFileSync(file, profiles.map(section).join("\n"));
}

function section({ name, accountId, region }: Profile): string {
  return `[profile ${name}]
region = ${region}
aws_access_key_id = ${accountId}
aws_secret_access_key = local
`;
}
