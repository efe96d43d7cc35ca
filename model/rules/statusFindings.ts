import type { Finding } from "../finding.ts";
import type { ReleaseCatalog } from "../release/catalog.ts";
import { runningFindings } from "../release/releasePlan.ts";
import { type RuntimeUse, runtimeFinding } from "../release/runtimes.ts";
import { compareVersions, minorOf, type ReleaseVersion, tagOf } from "../release/version.ts";

/** What a look at an environment found, as far as something can be said of it. */
export interface StandingFacts {
  readonly environment: string;
  readonly now: Date;
  readonly catalog: ReleaseCatalog;
  readonly wanted: ReleaseVersion;
  /** Missing when it can't be told. */
  readonly running?: ReleaseVersion;
  readonly rootStackName: string;
  readonly terminationProtection: boolean;
  /** Live parameters of the root stack. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Last day of Panther's operations role, YYYY-MM-DD. */
  readonly opsRoleUntil?: string;
  /** Lambda runtimes of the release that runs. */
  readonly runtimes: readonly RuntimeUse[];
  /** The key of a China gateway; missing where there is none, or nobody has looked. */
  readonly gatewayKey?: { readonly created: Date; readonly maxAgeDays: number };
}

/** What a person should know of an environment that stands; nothing of it stops anything. */
export function standingFindings(facts: StandingFacts): readonly Finding[] {
  const { running, catalog, runtimes, now } = facts;
  return [
    ...(running ? [...runningFindings(running, catalog), ...supportFindings(running, facts)] : []),
    ...opsRoleFindings(facts),
    ...protectionFindings(facts),
    ...gatewayKeyFindings(facts),
    ...runtimes.flatMap((use) => {
      const finding = runtimeFinding(use, now);
      // It says what functions of some release use.
      return finding ? [{ ...finding, message: `In what runs, ${finding.message}` }] : [];
    }),
  ];
}

/** A catalog is what an upgrade can go through: below it no way begins. */
function supportFindings(running: ReleaseVersion, { catalog, wanted }: StandingFacts): readonly Finding[] {
  const { releases, source } = catalog;
  const [oldest] = releases;
  if (oldest === undefined || minorOf(oldest) === minorOf(running) || compareVersions(running, oldest) > 0) return [];
  return [
    {
      severity: "warning",
      code: "running-release-unsupported",
      message: `${tagOf(running)}, which runs, is older than the oldest release of the catalog, ${tagOf(oldest)} (${source}).`,
      fix: `Ask Panther for the releases in between, and give a catalog that lists them, to get to ${tagOf(wanted)}.`,
    },
  ];
}

function opsRoleFindings({ environment, opsRoleUntil, parameters, now }: StandingFacts): readonly Finding[] {
  const today = now.toISOString().slice(0, 10);
  const isOn = (parameters.OpsRoleIdentityAccountId ?? "") !== "";
  if (opsRoleUntil === undefined || !isOn || today <= opsRoleUntil) return [];
  return [
    {
      severity: "warning",
      code: "operations-role-left-on",
      message: `Panther's operations role was to be there until ${opsRoleUntil}, and still is: OpsRoleIdentityAccountId names an account.`,
      fix: `Remove OpsRoleIdentityAccountId from the environment's parameters, then: panther deploy ${environment}. Or set a later panther:opsRoleUntil.`,
    },
  ];
}

function protectionFindings({ terminationProtection, rootStackName, environment }: StandingFacts): readonly Finding[] {
  if (terminationProtection) return [];
  return [
    {
      severity: "warning",
      code: "termination-protection-off",
      message: `Nothing keeps anybody from deleting ${rootStackName}: its termination protection is off.`,
      fix: `panther deploy ${environment} switches it on after its success.`,
    },
  ];
}

function gatewayKeyFindings({ gatewayKey, environment, now }: StandingFacts): readonly Finding[] {
  if (!gatewayKey) return [];
  const { created, maxAgeDays } = gatewayKey;
  const days = Math.floor((now.getTime() - created.getTime()) / 86_400_000);
  if (days < maxAgeDays) return [];
  return [
    {
      severity: "warning",
      code: "gateway-key-old",
      message: `The key of the gateway in China is ${days} days old, and panther:china.keyMaxAgeDays is ${maxAgeDays}.`,
      fix: `panther china rotate-key ${environment}`,
    },
  ];
}
