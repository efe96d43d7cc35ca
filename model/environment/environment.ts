import type { TemplateSource } from "../release/templateSource.ts";
import type { ReleaseVersion } from "../release/version.ts";
import { type ChinaChoice, readChina } from "./china.ts";
import { type DeploymentRoleChoice, readDeploymentRole } from "./deploymentRole.ts";
import { type ConfigurationProblem, describeProblems, type RawConfiguration, secretValue } from "./problems.ts";
import { readEntries } from "./readEntries.ts";
import { parameterProblems, regionProblems, sourceProblems, templateSource, topologyProblems } from "./rules.ts";
import { environmentEntries, organizationsEntries, timeoutEntries } from "./schema.ts";
import { readSourceDeployer, type SourceDeployerChoice } from "./sourceDeployer.ts";

export type { ChinaChoice, ConfigurationProblem, DeploymentRoleChoice, RawConfiguration, SourceDeployerChoice };
export { describeProblems, secretValue };

/** What a user wants of one Panther environment: the content of its `stacks/Pulumi.<environment>.yaml`. */
export interface Environment {
  readonly name: string;
  /** The release wanted. The one that runs is read from CloudFormation. */
  readonly version: ReleaseVersion;
  /** All of Panther in one account, or a backend in China and its web app outside. */
  readonly topology: TopologyChoice;
  readonly region: string;
  /** Twelve digits; every AWS call is refused in another account. */
  readonly expectedAccountId: string;
  readonly rootStackName: string;
  /** Root template parameters by their template names. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Names of the parameters whose values are Pulumi secrets; the values never leave the Pulumi program. */
  readonly secretParameterNames: readonly string[];
  /** Names that are set at the first deploy already, besides the minimal ones; each is a plain or a secret parameter. */
  readonly firstDeployParameters: readonly string[];
  readonly deploymentRole: DeploymentRoleChoice;
  readonly tags: Readonly<Record<string, string>>;
  /** How long Pulumi waits for CloudFormation. */
  readonly timeouts: Timeouts;
  /** Who may read the organization's policies, where that is somebody else than the usual caller. */
  readonly organizations?: OrganizationsChoice;
  /** The last day, YYYY-MM-DD in UTC, on which Panther's operations role is to be there. */
  readonly opsRoleUntil?: string;
  /** File or URL of a catalog of releases, in place of the built-in one. A path is taken from the project's folder. */
  readonly releaseCatalog?: string;
  /** Where Panther is deployed from its source, with a machine for that, instead of from published templates. */
  readonly sourceDeployer?: SourceDeployerChoice;
  /** Where the releases' templates come from; in China those of the backend. */
  readonly templateSource: TemplateSource;
}

export interface OrganizationsChoice {
  /** AWS profile of the organization's management account, or of one that it has delegated policies to. */
  readonly profile?: string;
  /** The same of the organization that the web app's account is in, where Panther is split over AWS China. */
  readonly webProfile?: string;
}

/** Pulumi durations: `3h`, `90m`, `1h30m`. */
export interface Timeouts {
  readonly create: string;
  readonly update: string;
  readonly delete: string;
}

export type TopologyChoice = { readonly kind: "standard" } | { readonly kind: "china"; readonly china: ChinaChoice };

export type EnvironmentResult =
  | { readonly kind: "environment"; readonly environment: Environment }
  | { readonly kind: "problems"; readonly problems: readonly ConfigurationProblem[] };

/** The keys of an environment's configuration, without the namespace. */
export const configurationKeys: readonly string[] = Object.keys(environmentEntries);

/** Turns raw configuration into a typed environment, or into all its problems at once. */
export function readEnvironment(name: string, raw: RawConfiguration): EnvironmentResult {
  const read = readEntries(environmentEntries, raw);
  const { values } = read;
  const role = readDeploymentRole(values.deploymentRole ?? {}, ["deploymentRole"], {
    release: values.version,
    accountId: values.expectedAccountId,
    accountKey: "panther:expectedAccountId",
    region: values.region,
  });
  const timeouts = readEntries(timeoutEntries, values.timeouts ?? {}, ["timeouts"]);
  const organizations = readEntries(organizationsEntries, values.organizations ?? {}, ["organizations"]);
  // Of a standard environment's `china` there is one thing to say: that it has no place there.
  const china = values.china && values.topology !== "standard" ? readChina(values.china, values) : undefined;
  const source = values.sourceDeployer && readSourceDeployer(values.sourceDeployer, values, raw);
  const problems = [
    ...read.problems,
    ...regionProblems(values),
    ...topologyProblems(values, raw),
    ...parameterProblems(values, raw, read.problems),
    ...role.problems,
    ...timeouts.problems,
    ...organizations.problems,
    ...sourceProblems(values, raw),
    ...(china?.problems ?? []),
    ...(source?.problems ?? []),
  ];
  if (
    problems.length > 0 ||
    read.kind === "incomplete" ||
    timeouts.kind === "incomplete" ||
    organizations.kind === "incomplete" ||
    role.kind === "problems" ||
    china?.kind === "problems" ||
    source?.kind === "problems"
  ) {
    return { kind: "problems", problems };
  }
  const wanted = read.values;
  const { profile, webProfile } = organizations.values;
  return {
    kind: "environment",
    environment: {
      name,
      version: wanted.version,
      topology: china ? { kind: "china", china: china.china } : { kind: "standard" },
      region: wanted.region,
      expectedAccountId: wanted.expectedAccountId,
      rootStackName: wanted.rootStackName,
      parameters: wanted.parameters,
      secretParameterNames: Object.keys(wanted.secretParameters),
      firstDeployParameters: wanted.firstDeployParameters,
      deploymentRole: role.role,
      tags: wanted.tags,
      timeouts: timeouts.values,
      ...((profile ?? webProfile) !== undefined && {
        organizations: { ...(profile !== undefined && { profile }), ...(webProfile !== undefined && { webProfile }) },
      }),
      ...(wanted.opsRoleUntil !== undefined && { opsRoleUntil: wanted.opsRoleUntil }),
      ...(wanted.releaseCatalog !== undefined && { releaseCatalog: wanted.releaseCatalog }),
      ...(source && { sourceDeployer: source.deployer }),
      templateSource: templateSource(wanted),
    },
  };
}
