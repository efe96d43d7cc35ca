import type { Finding } from "../finding.ts";
import { partitionOf } from "./partition.ts";
import { chooseRoleVersion, missingRole, type RoleChoice } from "./roleVersion.ts";
import { type SourcedUrl, sourcedTemplateUrl, type TemplateSource } from "./templateSource.ts";
import type { ReleaseVersion } from "./version.ts";

/** Which templates a release is deployed from. */
export interface TemplatesOfRelease {
  /** Version of the role's template; null where none is published. */
  readonly roleVersion: ReleaseVersion | null;
  /** `assumed`: nobody has looked at what is published, and this would be the exact version. */
  readonly roleChoice: RoleChoice["kind"];
  /** Null where there is none. */
  readonly roleTemplateUrl: string | null;
  /** Null where there is none for the region. */
  readonly rootTemplateUrl: string | null;
}

export interface TemplatesRequest {
  readonly release: ReleaseVersion;
  /** Left out: Panther's URLs keep `{region}`. */
  readonly region?: string;
  readonly source?: TemplateSource;
  /** Versions of the role template that are published, where somebody has looked. */
  readonly publishedRoles?: readonly ReleaseVersion[];
}

/** The templates of a release; what has none is null, and a finding says why. */
export function releaseTemplates(
  request: TemplatesRequest,
): TemplatesOfRelease & { readonly findings: readonly Finding[] } {
  const { release, region, source, publishedRoles } = request;
  const choice = chooseRoleVersion(release, publishedRoles);
  const place = region === undefined ? {} : { region };
  const root = sourcedTemplateUrl({ ...place, template: "root", version: release, ...(source && { source }) });
  const role: SourcedUrl | ({ readonly kind: "refused" } & ReturnType<typeof missingRole>) =
    choice.kind === "missing"
      ? { kind: "refused", ...missingRole(release) }
      : sourcedTemplateUrl({ ...place, template: "role", version: choice.version, source: roleSource(region, source) });
  return {
    roleVersion: choice.kind === "missing" ? null : choice.version,
    roleChoice: choice.kind,
    roleTemplateUrl: role.kind === "url" ? role.url : null,
    rootTemplateUrl: root.kind === "url" ? root.url : null,
    findings: [root, role].flatMap((url) => (url.kind === "refused" ? [sourceFinding(url)] : [])),
  };
}

/** Panther's bucket with the role's template can't be read from other partitions; the release's mirror has it there. */
export function roleSource(
  region: string | undefined,
  source: TemplateSource | undefined,
): Exclude<TemplateSource, { kind: "proxy" }> {
  const elsewhere = region !== undefined && partitionOf(region).name !== "aws";
  const holdsIt = source?.kind === "bucket" || (source?.kind === "pattern" && source.pattern.includes("{key}"));
  return elsewhere && source && holdsIt ? source : { kind: "panther" };
}

/** A mirror that nobody has named yet does not keep anyone from planning; one that can't be right does. */
function sourceFinding({ code, message, fix }: Omit<Finding, "severity">): Finding {
  return { severity: code === "source-missing" ? "warning" : "error", code, message, fix };
}
