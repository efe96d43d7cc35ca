import { type Finding, isRefused } from "../model/finding.ts";
import { declarationsOf } from "../model/release/parameters/declaration.ts";
import { type CheckedHop, checkHop } from "../model/release/parameters/hopParameters.ts";
import type { Template } from "../model/release/template.ts";
import { type ReleaseVersion, tagOf } from "../model/release/version.ts";
import type { Outcome } from "./command.ts";
import { type FetchedRelease, fetchRelease } from "./fetchRelease.ts";
import type { Run } from "./run.ts";

/** A release on the way, as it is published and as the environment's parameters fit it. */
export interface ReleaseOnTheWay extends FetchedRelease, CheckedHop {
  /** Parameters that the environment sets, that this release does not have, and another on the way has. */
  readonly leftOut: readonly string[];
}

/**
 * Reads the templates of all releases on the way and checks what the environment sets against each, before anything
 * moves: hop one must not stand when hop nine turns out to be impossible.
 * @param others Further templates whose parameters the environment's file may name: the live one, the one wanted in the end.
 */
export async function checkReleases(
  run: Run,
  releases: readonly ReleaseVersion[],
  others: readonly Template[],
): Promise<readonly ReleaseOnTheWay[]> {
  const fetched: FetchedRelease[] = [];
  for (const release of releases) {
    // One after the other: a release's nested templates are read side by side already.
    fetched.push(await fetchRelease(run.aws.objects, run.environment, release));
    run.signal.throwIfAborted();
  }
  return checkFetched(run, fetched, others);
}

/** Checks what the environment sets against releases whose templates have been read; see {@link checkReleases}. */
export function checkFetched(
  { environment, accept }: Run,
  fetched: readonly FetchedRelease[],
  others: readonly Template[],
): readonly ReleaseOnTheWay[] {
  const knownElsewhere = new Set(
    [...fetched.map(({ root }) => root), ...others].flatMap((root) => [...declarationsOf(root).keys()]),
  );
  const names = [...new Set([...Object.keys(environment.parameters), ...environment.secretParameterNames])];
  return fetched.map((one) => {
    const checked = checkHop({
      release: one.release,
      template: one.root,
      nested: one.nested,
      knownElsewhere,
      values: environment.parameters,
      secretNames: environment.secretParameterNames,
      region: environment.region,
      accept,
    });
    const declared = declarationsOf(one.root);
    const leftOut = names.filter((name) => !declared.has(name) && knownElsewhere.has(name));
    return { ...one, ...checked, leftOut, findings: [...one.findings, ...checked.findings] };
  });
}

/**
 * Reports all findings, each once with the releases that it is about, and refuses where one is an error.
 * @returns undefined where nothing speaks against going on
 */
export function refusalOf(run: Run, checked: readonly ReleaseOnTheWay[]): Outcome | undefined {
  const found = new Map<string, { finding: Finding; releases: ReleaseVersion[] }>();
  for (const { release, findings } of checked) {
    for (const finding of findings) {
      const key = `${finding.code} ${finding.message}`;
      const entry = found.get(key) ?? { finding, releases: [] };
      entry.releases.push(release);
      found.set(key, entry);
    }
  }
  for (const { finding, releases } of found.values()) run.report({ type: "finding", ...finding, releases });
  const errors = [...found.values()].filter(({ finding }) => isRefused([finding]));
  if (errors.length === 0) return undefined;
  return {
    kind: "refused",
    event: {
      type: "failed",
      code: "parameters-refused",
      message: `${run.environment.name} can't be deployed with what its file says. Nothing was changed.\n${errors.map(line).join("\n")}`,
      fix: `Correct stacks/Pulumi.${run.environment.name}.yaml, then run the same command again.`,
    },
  };
}

function line({
  finding,
  releases,
}: {
  readonly finding: Finding;
  readonly releases: readonly ReleaseVersion[];
}): string {
  const where = releases.length === 1 ? releases.map(tagOf).join() : `${releases.length} releases on the way`;
  return `- ${where}: ${finding.message} ${finding.fix}`;
}
