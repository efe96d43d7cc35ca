import { parseVersion, type ReleaseVersion } from "./version.ts";

/**
 * The releases that Panther recommends upgrading to: the highest patch of each minor.
 * Source: Panther documentation, "Self-Hosted Deployments (Legacy)", section "Available versions of Panther", as of 2022-07-29.
 */
export const recommendedReleases: readonly ReleaseVersion[] = [
  "1.23.5",
  "1.24.12",
  "1.25.18",
  "1.26.9",
  "1.27.8",
  "1.28.7",
  "1.29.3",
  "1.30.5",
  "1.31.1",
  "1.32.7",
  "1.33.5",
  "1.34.18",
  "1.35.7",
  "1.36.0",
  "1.37.11",
  "1.38.5",
  "1.39.7",
].map(parseVersion);
