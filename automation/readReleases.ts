import { PantherError } from "../model/error.ts";
import type { Finding } from "../model/finding.ts";
import type { Template } from "../model/release/template.ts";
import type { ReleaseVersion } from "../model/release/version.ts";
import { fetchRoot } from "./fetchRelease.ts";
import { publishedRoles } from "./publishedRoles.ts";
import type { Run } from "./run.ts";

/** A release's root template, or why it can't be had. */
export interface ReadRoot {
  readonly release: ReleaseVersion;
  readonly root?: Template;
  readonly findings: readonly Finding[];
}

/** Reads what can be read: one release without template must not hide what is wrong with the others. */
export function readRoots(run: Run, releases: readonly ReleaseVersion[]): Promise<readonly ReadRoot[]> {
  return Promise.all(releases.map((release) => readRoot(run, release)));
}

async function readRoot({ aws, environment }: Run, release: ReleaseVersion): Promise<ReadRoot> {
  try {
    return { release, root: await fetchRoot(aws.objects, environment, release), findings: [] };
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
  const { root, findings } = await readRoot(run, version);
  return { templates: root ? [root] : [], findings };
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
