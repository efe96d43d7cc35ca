import { PantherError } from "../model/error.ts";
import { sameTemplate } from "../model/release/releaseOfTemplate.ts";
import { roleSource } from "../model/release/releaseTemplates.ts";
import { chooseRoleVersion } from "../model/release/roleVersion.ts";
import { sourcedTemplateUrl } from "../model/release/templateSource.ts";
import { compareVersions, minorOf, parseVersion, type ReleaseVersion } from "../model/release/version.ts";
import type { LiveStack } from "./liveStack.ts";
import { publishedRoles } from "./publishedRoles.ts";
import type { Run } from "./run.ts";
import { fetchTemplate } from "./templates.ts";

/** Which published template the role's stack has. */
export type RoleTemplate =
  | { readonly kind: "published"; readonly version: ReleaseVersion }
  /** None of those that there are; `url` is the one that goes with the release that runs. */
  | { readonly kind: "other"; readonly url: string }
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * The version of the deployment role, by equality with the published templates: CloudFormation keeps no URL, and no tag
 * or mapping tells. Those of the running release's minor come first, then those on the way to the wanted one, since a
 * role that is ahead is what a failed hop leaves.
 */
export async function roleTemplate(
  run: Run,
  role: LiveStack,
  running: ReleaseVersion | undefined,
): Promise<RoleTemplate> {
  const { aws, environment } = run;
  const published = await publishedRoles(aws.objects, "all", {
    region: environment.region,
    source: environment.templateSource,
  });
  const right = running && chooseRoleVersion(running, published);
  const rightVersion = right && "version" in right ? right.version : undefined;
  let rightUrl: string | undefined;
  let problem: string | undefined;
  for (const version of candidates(run, published, running, rightVersion)) {
    run.signal.throwIfAborted();
    try {
      const url = urlOf(run, version);
      const body = await fetchTemplate(aws.objects, url);
      if (body === undefined) continue;
      if (sameTemplate(body, role.templateBody)) return { kind: "published", version };
      if (version === rightVersion) rightUrl = url;
    } catch (error) {
      if (!(error instanceof PantherError)) throw error;
      problem ??= error.message;
    }
  }
  if (problem === undefined && rightUrl !== undefined) return { kind: "other", url: rightUrl };
  return { kind: "unknown", reason: problem ?? "no published template of the role is known that it could be" };
}

function candidates(
  { environment, catalog }: Run,
  published: readonly ReleaseVersion[] | undefined,
  running: ReleaseVersion | undefined,
  right: ReleaseVersion | undefined,
): readonly ReleaseVersion[] {
  const { version: wanted } = environment;
  const ahead = running
    ? catalog.releases.filter((one) => compareVersions(one, running) > 0 && compareVersions(one, wanted) < 0)
    : [];
  const onTheWay = [...(running ? [running] : []), ...ahead.sort(compareVersions), wanted];
  const minors = [...new Set(onTheWay.map(minorOf))];
  // Where nobody may list them: a release's own, and the `.0` that some minors have alone.
  const known = published ?? [...catalog.releases, ...minors.map((minor) => parseVersion(`${minor}.0`))];
  const newestFirst = [...known].sort((a, b) => compareVersions(b, a));
  const ofMinors = minors.flatMap((minor) => newestFirst.filter((version) => minorOf(version) === minor));
  return [...new Set([...(right ? [right] : []), ...(running ? ofMinors : newestFirst)])];
}

function urlOf({ environment: { region, templateSource } }: Run, version: ReleaseVersion): string {
  const source = roleSource(region, templateSource);
  const sourced = sourcedTemplateUrl({ template: "role", version, region, source });
  if (sourced.kind === "url") return sourced.url;
  throw new PantherError(sourced.code, sourced.message, sourced.fix);
}
