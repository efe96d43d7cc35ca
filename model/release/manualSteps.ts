import semver from "semver";
import { minorOf, type ReleaseVersion } from "./version.ts";

/** Something that a person has to do, or to check, on the way. */
export interface ManualStep {
  /** Stable, for scripts. */
  readonly code: string;
  /** The first release on the way that it is for, without the leading `v`. */
  readonly release: ReleaseVersion;
  /** Before that release's hop, or after it. */
  readonly when: "before" | "after";
  /** What to do. */
  readonly text: string;
  /** Where that is written. */
  readonly source: string;
}

interface KnownStep extends Omit<ManualStep, "release"> {
  /** Whether a hop to a release takes the step. */
  readonly isDue: (hop: HopOnTheWay, names: readonly string[]) => boolean;
}

/** From null: the first deploy. */
export interface HopOnTheWay {
  readonly from: ReleaseVersion | null;
  readonly to: ReleaseVersion;
}

const page = 'Panther documentation, "Self-Hosted Deployments (Legacy)"';
const snowflakePage = "Panther documentation, Snowflake accounts that the customer manages";

const setsSnowflake = (names: readonly string[]) => names.some((name) => name.startsWith("Snowflake"));
const isUpgrade = ({ from, to }: HopOnTheWay) => from !== null && from !== to;
/** From below a release to it or beyond. */
const crosses = ({ from, to }: HopOnTheWay, release: string) =>
  from !== null && semver.lt(from, release) && semver.gte(to, release);
const isOf134 = (release: ReleaseVersion) => minorOf(release) === "1.34";
const isSafe = (release: ReleaseVersion) => isOf134(release) && semver.gte(release, "1.34.18");
const isUnsafe = (release: ReleaseVersion | null) => release !== null && isOf134(release) && !isSafe(release);

/** In the order in which they are due. */
const knownSteps: readonly KnownStep[] = [
  {
    code: "snowflake-stage-and-pipe-grants",
    when: "before",
    text: "In Snowflake, grant CREATE STAGE and CREATE PIPE on the schemas of PANTHER_MONITOR to panther_admin_role.",
    source: `${snowflakePage}, upgrade to v1.18`,
    isDue: (hop, names) => setsSnowflake(names) && crosses(hop, "1.18.0"),
  },
  {
    code: "pulumi-build",
    when: "after",
    text: "From v1.22 on, each deployment is followed by a build of the CodeBuild project panther-pulumi, and needs PulumiSecretArn and PulumiSecretKeyArn from Panther. The driver starts the build; by hand it is yours to start.",
    source: `${page}, "Trigger Pulumi CodeBuild", as of 2021-10-01`,
    isDue: (hop) => crosses(hop, "1.22.0"),
  },
  {
    code: "snowflake-lookups-database",
    when: "before",
    text: "In Snowflake, create the database PANTHER_LOOKUPS with Panther's grants on it.",
    source: `${snowflakePage}, "Migrating to Panther v1.25"`,
    isDue: (hop, names) => setsSnowflake(names) && crosses(hop, "1.25.0"),
  },
  {
    code: "safe-patch-of-1-34",
    when: "before",
    text: "Of v1.34, v1.34.18 is the patch that a safe upgrade of a self-hosted Panther requires: go there by name first, with --to v1.34.18.",
    source: `${page}, history of 2022-05-05`,
    // On a path that stops at that patch, or at a later one, nobody has to do anything.
    isDue: (hop) => isUpgrade(hop) && [hop.from, hop.to].some(isUnsafe) && !isSafe(hop.to),
  },
  {
    code: "snowflake-account-admin",
    when: "before",
    text: "In Snowflake, enable the user pantheraccountadmin again if the release migrates data: ask Panther. Disable it afterwards.",
    source: snowflakePage,
    isDue: (hop, names) => setsSnowflake(names) && isUpgrade(hop),
  },
];

/**
 * What a person has to do on a way, each step once, at the first hop that takes it.
 * @param names Of the parameters that the environment sets.
 */
export function manualSteps(hops: readonly HopOnTheWay[], names: readonly string[]): readonly ManualStep[] {
  return knownSteps.flatMap(({ isDue, ...step }) => {
    const hop = hops.find((candidate) => isDue(candidate, names));
    return hop ? [{ ...step, release: hop.to }] : [];
  });
}
