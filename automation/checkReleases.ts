import { type Finding, isRefused } from "../model/finding.ts";
import { declarationsOf } from "../model/release/parameters/declaration.ts";
import { type CheckedHop, checkHop } from "../model/release/parameters/hopParameters.ts";
import type { RuntimeUse } from "../model/release/runtimes.ts";
import { runtimesUsed } from "../model/release/runtimesUsed.ts";
import type { Template } from "../model/release/template.ts";
import { type ReleaseVersion, tagOf } from "../model/release/version.ts";
import type { Outcome } from "./command.ts";
import { type FetchedRelease, fetchNested, fetchRoot } from "./fetchRelease.ts";
import type { Run } from "./run.ts";

/** A release on the way, as the environment's parameters fit it. */
export interface ReleaseOnTheWay extends CheckedHop {
  /** Parameters that the environment sets, that this release does not have, and another on the way has. */
  readonly leftOut: readonly string[];
  readonly runtimes: readonly RuntimeUse[];
}

/**
 * Reads the templates of all releases on the way and checks what the environment sets against each, before anything
 * moves: hop one must not stand when hop nine turns out to be impossible.
 * @param others Further templates whose parameters the environment's file may name: the live one, the one wanted in the end.
 * @throws PantherError as `fetchRelease`.
 */
export async function checkReleases(
  run: Run,
  releases: readonly ReleaseVersion[],
  others: readonly Template[],
): Promise<readonly ReleaseOnTheWay[]> {
  const roots = await Promise.all(
    releases.map(async (release) => ({ release, root: await fetchRoot(run.aws.objects, run.environment, release) })),
  );
  return await checkRoots(run, roots, others);
}

/**
 * Checks what the environment sets against releases whose root templates have been read. The nested ones, many times as
 * large, are read here one release after the other and let go.
 */
export async function checkRoots(
  run: Run,
  roots: readonly RootOfRelease[],
  others: readonly Template[],
): Promise<readonly ReleaseOnTheWay[]> {
  const { aws, signal } = run;
  const known = new Set(
    [...roots.map(({ root }) => root), ...others].flatMap((root) => [...declarationsOf(root).keys()]),
  );
  const checked: ReleaseOnTheWay[] = [];
  for (const { release, root } of roots) {
    signal.throwIfAborted();
    const { nested, findings } = await fetchNested(aws.objects, release, root);
    checked.push(checkRelease(run, { release, root, nested, findings }, known));
  }
  return checked;
}

export interface RootOfRelease {
  readonly release: ReleaseVersion;
  readonly root: Template;
}

function checkRelease(
  { environment, accept }: Run,
  { release, root, nested, findings }: FetchedRelease,
  knownElsewhere: ReadonlySet<string>,
): ReleaseOnTheWay {
  const { parameters: values, secretParameterNames: secretNames, region } = environment;
  const check = { release, template: root, nested, knownElsewhere, values, secretNames, region, accept };
  const checked = checkHop(check);
  const declared = declarationsOf(root);
  const names = [...new Set([...Object.keys(values), ...secretNames])];
  return {
    ...checked,
    leftOut: names.filter((name) => !declared.has(name) && knownElsewhere.has(name)),
    runtimes: runtimesUsed(root, nested, values),
    findings: [...findings, ...checked.findings],
  };
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
