import type { Finding } from "../finding.ts";
import { supportedRegions } from "../release/regions.ts";
import { compareVersions, parseVersion, type ReleaseVersion, tagOf } from "../release/version.ts";

/** The last release whose source is public. What came after is Panther Enterprise, and its source was never published. */
export const newestPublicSource: ReleaseVersion = parseVersion("1.16.0");

/** The first one with a single template for all of Panther, and the first whose tool this project knows. */
export const oldestKnownSource: ReleaseVersion = parseVersion("1.4.0");

/** Panther's own repository. */
export const publicRepository = "https://github.com/panther-labs/panther.git";

/**
 * The regions in which a release's own tool deploys it: 12, and 16 from v1.15 on. China's are not among them.
 * Source: Panther repository, development guide, "Supported Regions", and the regions that the tool of v1.15 checks for.
 */
export function sourceRegions(release: ReleaseVersion): readonly string[] {
  return supportedRegions
    .filter(({ since, scope }) => scope === "full" && compareVersions(since, release) <= 0)
    .map(({ name }) => name);
}

/** What speaks against building a release from source, and against deploying it in a region; the newer the worse. */
export function sourceFinding(release: ReleaseVersion, region: string): Finding | undefined {
  if (compareVersions(release, newestPublicSource) > 0) {
    return {
      severity: "error",
      code: "source-not-public",
      message: `The source of Panther ${tagOf(release)} is not public: ${tagOf(newestPublicSource)} is the last release whose source is.`,
      fix: `Deploy it from its published templates, which is what an environment without panther:sourceDeployer does, or choose ${tagOf(newestPublicSource)} or older.`,
    };
  }
  if (compareVersions(release, oldestKnownSource) < 0) {
    return {
      severity: "error",
      code: "source-too-old",
      message: `How Panther ${tagOf(release)} is built is not known to this project: it knows ${tagOf(oldestKnownSource)} to ${tagOf(newestPublicSource)}.`,
      fix: `Choose ${tagOf(oldestKnownSource)} or newer.`,
    };
  }
  const regions = sourceRegions(release);
  if (regions.includes(region)) return undefined;
  return {
    severity: "error",
    code: "source-region",
    message: `Panther ${tagOf(release)} does not deploy itself in ${region}.`,
    fix: `Choose one of: ${regions.join(", ")}.`,
  };
}
