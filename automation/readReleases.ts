import { PantherError } from "../model/error.ts";
import type { Finding } from "../model/finding.ts";
import type { Template } from "../model/release/template.ts";
import type { ReleaseVersion } from "../model/release/version.ts";
import { type FetchedRelease, fetchRelease } from "./fetchRelease.ts";
import { publishedRoles } from "./publishedRoles.ts";
import type { Run } from "./run.ts";

/** A release's templates, or why they can't be had. */
export interface ReadRelease {
  readonly release: ReleaseVersion;
  readonly fetched?: FetchedRelease;
  readonly findings: readonly Finding[];
}

/** Reads what can be read: one release without templates must not hide what is wrong with the others. */
export async function readReleases(run: Run, releases: readonly ReleaseVersion[]): Promise<readonly ReadRelease[]> {
  const read: ReadRelease[] = [];
  // One after the other: a release's nested templates are read side by side already.
  for (const release of releases) {
    run.signal.throwIfAborted();
    read.push(await readRelease(run, release));
  }
  return read;
}

async function readRelease({ aws, environment }: Run, release: ReleaseVersion): Promise<ReadRelease> {
  try {
    return { release, fetched: await fetchRelease(aws.objects, environment, release), findings: [] };
  } catch (error) {
    if (!(error instanceof PantherError)) throw error;
    const { code, message, fix } = error;
    return { release, findings: [{ severity: "error", code, message, fix }] };
  }
}

/** The file is written for the release that it wants, and may name parameters that only that one has. */
export async function targetOfFile(
  run: Run,
  releases: readonly ReleaseVersion[],
): Promise<{ readonly templates: readonly Template[]; readonly findings: readonly Finding[] }> {
  const { version } = run.environment;
  if (releases.length === 0 || releases.includes(version)) return { templates: [], findings: [] };
  const { fetched, findings } = await readRelease(run, version);
  return { templates: fetched ? [fetched.root] : [], findings };
}

/** Which templates of the deployment role are published; undefined, with a finding, where nobody may look. */
export async function rolesFor(
  { aws, environment }: Run,
  releases: readonly ReleaseVersion[],
): Promise<{ readonly published: readonly ReleaseVersion[] | undefined; readonly findings: readonly Finding[] }> {
  if (releases.length === 0 || environment.deploymentRole.kind !== "deploy") return { published: [], findings: [] };
  const { region, templateSource: source } = environment;
  // One call for all: these templates are few.
  const published = await publishedRoles(aws.objects, "all", { region, source });
  if (published) return { published, findings: [] };
  const assumed: Finding = {
    severity: "warning",
    code: "role-versions-not-listed",
    message: "Which templates of the deployment role are published can't be looked at: each release's own is assumed.",
    fix: "Allow the caller s3:ListBucket on the bucket of these templates, or check that each is there.",
  };
  return { published: undefined, findings: [assumed] };
}
