import { declarationsOf } from "../model/release/parameters/declaration.ts";
import { type CheckedHop, checkHop } from "../model/release/parameters/hopParameters.ts";
import type { RuntimeUse } from "../model/release/runtimes.ts";
import { runtimesUsed } from "../model/release/runtimesUsed.ts";
import type { Template } from "../model/release/template.ts";
import type { ReleaseVersion } from "../model/release/version.ts";
import { type FetchedRelease, fetchNested } from "./fetchRelease.ts";
import type { Run } from "./run.ts";

/** A release on the way, as the environment's parameters fit it. */
export interface ReleaseOnTheWay extends CheckedHop {
  /** Parameters that the environment sets, that this release does not have, and another on the way has. */
  readonly leftOut: readonly string[];
  readonly runtimes: readonly RuntimeUse[];
}

/**
 * Checks what the environment sets against releases whose root templates have been read. The nested ones, many times as
 * large, are read here one release after the other and let go.
 * @param others Further templates whose parameters the environment's file may name: the live one, the one wanted in the end.
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
