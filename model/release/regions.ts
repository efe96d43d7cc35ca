import { partitionOf } from "./partition.ts";
import { compareVersions, parseVersion, type ReleaseVersion, tagOf } from "./version.ts";

/** A region that Panther can be deployed in. */
export interface SupportedRegion {
  readonly name: string;
  readonly place: string;
  /** First release with the region, as far as documents tell. */
  readonly since: ReleaseVersion;
  /** `backend`: without Cognito there is no web app; it stands in another region, outside China. */
  readonly scope: "full" | "backend";
  /** Where that is written. */
  readonly source: string;
}

const since14 = {
  since: parseVersion("1.4.0"),
  scope: "full",
  source: 'Panther repository, development guide, "Supported Regions"',
} as const;

const since115 = {
  since: parseVersion("1.15.0"),
  scope: "full",
  source: "Panther repository, regions that the deployment tool of v1.15 supports",
} as const;

const china = {
  // The oldest state of the page is of v1.17.0.
  since: parseVersion("1.17.0"),
  scope: "backend",
  source: 'Panther documentation, "AWS China"',
} as const;

/** Every region that Panther supports. */
export const supportedRegions: readonly SupportedRegion[] = [
  { name: "ap-northeast-1", place: "Tokyo", ...since14 },
  { name: "ap-northeast-2", place: "Seoul", ...since14 },
  { name: "ap-south-1", place: "Mumbai", ...since14 },
  { name: "ap-southeast-1", place: "Singapore", ...since14 },
  { name: "ap-southeast-2", place: "Sydney", ...since14 },
  { name: "ca-central-1", place: "Canada", ...since14 },
  { name: "eu-central-1", place: "Frankfurt", ...since14 },
  { name: "eu-north-1", place: "Stockholm", ...since115 },
  { name: "eu-west-1", place: "Ireland", ...since14 },
  { name: "eu-west-2", place: "London", ...since14 },
  { name: "eu-west-3", place: "Paris", ...since115 },
  { name: "sa-east-1", place: "São Paulo", ...since115 },
  { name: "us-east-1", place: "N. Virginia", ...since14 },
  { name: "us-east-2", place: "Ohio", ...since14 },
  { name: "us-west-1", place: "N. California", ...since115 },
  { name: "us-west-2", place: "Oregon", ...since14 },
  { name: "cn-north-1", place: "Beijing", ...china },
  { name: "cn-northwest-1", place: "Ningxia", ...china },
];

/**
 * Regions for the web app of a backend in China.
 * Source: Panther documentation, "AWS China", "Proxy Web App"; Sydney since 2021-05-19.
 */
export const chinaWebRegions: readonly string[] = ["ap-southeast-1", "ap-southeast-2"];

export type RegionCheck =
  | { readonly kind: "supported"; readonly region: SupportedRegion }
  | {
      readonly kind: "refused";
      readonly code: "region-unsupported" | "region-too-new";
      readonly message: string;
      readonly fix: string;
    };

/** Whether Panther supports a region, and with which limits; with a release, whether that one does already. */
export function checkRegion(name: string, release?: ReleaseVersion): RegionCheck {
  const region = supportedRegions.find((supported) => supported.name === name);
  if (!region) return unsupported(name);
  if (!release || compareVersions(release, region.since) >= 0) return { kind: "supported", region };
  return {
    kind: "refused",
    code: "region-too-new",
    message: `Panther ${tagOf(release)} does not support ${name} (${region.place}) yet.`,
    fix: `Choose ${tagOf(region.since)} or newer there, or another region.`,
  };
}

function unsupported(name: string): RegionCheck {
  const message =
    partitionOf(name).name === "aws-us-gov"
      ? `Panther does not support ${name}: services that it needs (AppSync, Cognito, Athena, Glue) were not there when its regions were chosen.`
      : `"${name}" is no region that Panther supports.`;
  const names = supportedRegions.map((region) => region.name).join(", ");
  return { kind: "refused", code: "region-unsupported", message, fix: `Choose one of: ${names}.` };
}
