import { networkLayout } from "../network/networkLayout.ts";
import { checkInstanceType } from "../source/instanceType.ts";
import { sourceFinding } from "../source/publicSource.ts";
import { type ConfigurationProblem, isMapping, problemAt, type RawConfiguration } from "./problems.ts";
import { type Outputs, readEntries } from "./readEntries.ts";
import { type EnvironmentValues, refused, regionProblems } from "./rules.ts";
import { sourceDeployerEntries } from "./sourceDeployerEntries.ts";

/** A machine in AWS that builds Panther from its source and deploys it. */
export interface SourceDeployerChoice {
  readonly instanceType: string;
  /** GiB. */
  readonly diskGigabytes: number;
  /** It stops itself when nothing has been done for so long. */
  readonly idleMinutes: number;
  readonly network: SourceNetwork;
  /** URL of a git repository without credentials. */
  readonly repository: string;
  /** Name of the development image in place of the one that the checkout's `dev.sh` names. */
  readonly image?: string;
}

export type SourceNetwork =
  /** A `PantherNetwork` of its own, of this block in CIDR notation. */
  | { readonly kind: "made"; readonly ipRange: string }
  /** With `publicAddress` for a subnet whose way out is an internet gateway. */
  | { readonly kind: "existing"; readonly vpcId: string; readonly subnetId: string; readonly publicAddress: boolean };

type Values = Partial<Outputs<typeof sourceDeployerEntries>>;

export type SourceDeployerReading =
  | { readonly kind: "deployer"; readonly deployer: SourceDeployerChoice; readonly problems: readonly [] }
  | { readonly kind: "problems"; readonly problems: readonly ConfigurationProblem[] };

const key = "sourceDeployer";

/** Reads `panther:sourceDeployer`; an environment that has it is deployed by `panther source`, and by nothing else. */
export function readSourceDeployer(
  given: RawConfiguration,
  environment: EnvironmentValues,
  raw: RawConfiguration,
): SourceDeployerReading {
  const read = readEntries(sourceDeployerEntries, given, [key]);
  const { values } = read;
  const network = networkOf(values);
  const problems = [
    ...read.problems,
    ...placeProblems(environment),
    ...secretProblems(raw),
    ...trustProblems(environment),
    ...typeProblems(values),
    ...("rule" in network ? [network] : []),
  ];
  if (read.kind === "incomplete" || "rule" in network || problems.length > 0) return { kind: "problems", problems };
  const { instanceType, diskGigabytes, idleMinutes, repository, image } = read.values;
  const deployer = { instanceType, diskGigabytes, idleMinutes, network, repository };
  return { kind: "deployer", deployer: { ...deployer, ...(image !== undefined && { image }) }, problems: [] };
}

function placeProblems(values: EnvironmentValues): readonly ConfigurationProblem[] {
  const { topology, version, region } = values;
  if (topology === "china") {
    const fix = "Remove it, or deploy all of Panther in one region outside China.";
    return [problemAt([key], undefined, "does not go with panther:topology china", fix)];
  }
  // A region that is refused itself would only repeat its problem.
  if (version === undefined || region === undefined || regionProblems(values).length > 0) return [];
  const finding = sourceFinding(version, region);
  return finding ? [refused([key], undefined, finding)] : [];
}

function secretProblems({ secretParameters }: RawConfiguration): readonly ConfigurationProblem[] {
  if (!isMapping(secretParameters) || Object.keys(secretParameters).length === 0) return [];
  const rule = "does not go with secret parameters: the releases whose source is public take none";
  return [problemAt([key], undefined, rule, "Remove panther:secretParameters.")];
}

/** The instance assumes the role from its own account, and the role's template trusts one account. */
function trustProblems({ deploymentRole, expectedAccountId }: EnvironmentValues): readonly ConfigurationProblem[] {
  const parameters = isMapping(deploymentRole) ? deploymentRole.parameters : undefined;
  const trusted = isMapping(parameters) ? parameters.IdentityAccountId : undefined;
  if (trusted === undefined || trusted === "" || String(trusted) === expectedAccountId) return [];
  return [
    problemAt(
      ["deploymentRole", "parameters", "IdentityAccountId"],
      trusted,
      "has the role trust another account, and the instance of panther:sourceDeployer assumes it from its own",
      "Remove it, or give the environment's account.",
    ),
  ];
}

function typeProblems({ instanceType }: Values): readonly ConfigurationProblem[] {
  if (instanceType === undefined) return [];
  const check = checkInstanceType(instanceType);
  if (check.kind !== "refused") return [];
  return [problemAt([key, "instanceType"], instanceType, check.why, "Choose m5.large, for example.")];
}

function networkOf({ vpcIpRange, vpcId, subnetId, publicAddress }: Values): SourceNetwork | ConfigurationProblem {
  const existing = vpcId !== undefined && subnetId !== undefined;
  if (vpcIpRange === undefined && existing) {
    return { kind: "existing", vpcId, subnetId, publicAddress: publicAddress ?? false };
  }
  if (vpcIpRange === undefined || vpcId !== undefined || subnetId !== undefined) {
    const rule = "needs either vpcId and subnetId, for a network that is there, or vpcIpRange, for one of its own";
    return problemAt([key], undefined, rule, "Give the one or the other. It takes a way out to the internet.");
  }
  if (publicAddress === true) {
    const rule = "does not go with vpcIpRange: the instance is in a private subnet then";
    return problemAt([key, "publicAddress"], true, rule, "Remove it.");
  }
  const layout = networkLayout({ vpc: vpcIpRange, kept: {} });
  if (layout.kind === "laid-out") return { kind: "made", ipRange: vpcIpRange };
  const [first] = layout.findings;
  const why = `is refused: ${first?.message.replace(/\.$/, "")}`;
  return problemAt([key, "vpcIpRange"], vpcIpRange, why, `${first?.fix}`);
}
