import { declarationsOf } from "../model/release/parameters/declaration.ts";
import { parseTemplate } from "../model/release/templateText.ts";
import type { ReleaseVersion } from "../model/release/version.ts";
import { templateOf } from "./adopt/stackCalls.ts";
import type { Run } from "./run.ts";

/** A side of a split that stands, and stays at its release. */
export interface StandingSide {
  readonly release: ReleaseVersion;
  /** Names of the parameters that its template has, of those that the environment sets. */
  readonly parameters: readonly string[];
}

/** Looks at what a side has by its live template. */
export async function standingSide({ aws, environment }: Run, release: ReleaseVersion): Promise<StandingSide> {
  const { rootStackName, parameters, secretParameterNames } = environment;
  const declared = declarationsOf(parseTemplate(await templateOf(aws.stacks, rootStackName)));
  const names = [...Object.keys(parameters), ...secretParameterNames];
  return { release, parameters: names.filter((name) => declared.has(name)) };
}
