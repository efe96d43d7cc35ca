import {
  type ConfigurationProblem,
  describeProblems,
  type Environment,
  type RawConfiguration,
  readEnvironment,
} from "../../../model/environment/environment.ts";

export const good: RawConfiguration = {
  version: "v1.39.7",
  region: "us-east-1",
  expectedAccountId: "012345678901",
  rootStackName: "panther-prod",
  parameters: { OnboardSelf: false, CloudSecurityMemory: 512, FirstUserEmail: "a@example.com" },
};

export const goodChina = {
  webRegion: "ap-southeast-1",
  webAccountId: "210987654321",
  webParameters: { FirstUserEmail: "a@example.com" },
};

/** A backend in China with the least that it needs. */
export const inChina: RawConfiguration = {
  ...good,
  topology: "china",
  region: "cn-north-1",
  releaseBucket: "example-releases",
  china: goodChina,
};

/** What is wrong with values on top of others. */
export function problems(values: RawConfiguration, base: RawConfiguration = good): readonly ConfigurationProblem[] {
  const read = readEnvironment("prod", { ...base, ...values });
  return read.kind === "problems" ? read.problems : [];
}

/** One problem a line. */
export function described(values: RawConfiguration, base: RawConfiguration = good): string {
  return describeProblems(problems(values, base));
}

/** The keys of the problems, in order. */
export function keys(values: RawConfiguration, base: RawConfiguration = good): readonly string[] {
  return problems(values, base).map(({ key }) => key);
}

/** The environment that values on top of others make. */
export function environment(values: RawConfiguration, base: RawConfiguration = good): Environment {
  const read = readEnvironment("prod", { ...base, ...values });
  if (read.kind === "problems") throw new Error(describeProblems(read.problems));
  return read.environment;
}
