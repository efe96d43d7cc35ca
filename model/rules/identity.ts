/** What can't change in a stack that stands: CloudFormation would delete it and make another. */
export interface StackIdentity {
  readonly stackName?: string;
  readonly region?: string;
  readonly roleName?: string;
}

const words: Readonly<Record<keyof StackIdentity, string>> = {
  stackName: "stack's name",
  region: "region",
  roleName: "deployment role's name",
};

/** What is wrong with a stack's new identity, as a sentence without its full stop. What was not recorded is not judged. */
export function identityProblem(before: StackIdentity, after: StackIdentity): string | undefined {
  const changed = (Object.keys(words) as (keyof StackIdentity)[]).filter(
    (key) => before[key] !== undefined && after[key] !== undefined && before[key] !== after[key],
  );
  if (changed.length === 0) return undefined;
  return `The ${changed.map((key) => `${words[key]} can't change from ${before[key]} to ${after[key]}`).join(", and the ")}: what stands would be deleted and made anew`;
}
