/** What can't change in what stands: it would be deleted, and another made. */
export interface StackIdentity {
  readonly stackName?: string;
  readonly region?: string;
  readonly roleName?: string;
  readonly bucketName?: string;
  readonly secretName?: string;
  /** Of a Panther that is split in China: where its web app is, or is to be. */
  readonly webRegion?: string;
  readonly webAccountId?: string;
}

const words: Readonly<Record<keyof StackIdentity, string>> = {
  stackName: "stack's name",
  region: "region",
  roleName: "deployment role's name",
  bucketName: "release bucket's name",
  secretName: "secret's name",
  webRegion: "web app's region",
  webAccountId: "web app's account",
};

export const identityKeys = Object.keys(words) as readonly (keyof StackIdentity)[];

/** What is wrong with a new identity, as a sentence without its full stop. What was not recorded is not judged. */
export function identityProblem(before: StackIdentity, after: StackIdentity): string | undefined {
  const changed = identityKeys.filter(
    (key) => before[key] !== undefined && after[key] !== undefined && before[key] !== after[key],
  );
  if (changed.length === 0) return undefined;
  return `The ${changed.map((key) => `${words[key]} can't change from ${before[key]} to ${after[key]}`).join(", and the ")}: what stands would be deleted and made anew`;
}
