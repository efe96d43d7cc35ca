import { roleParameters } from "../release/parameters/catalog/role.ts";
import { type DocumentedParameter, isDocumentedFor } from "../release/parameters/documented.ts";
import { partitionOf } from "../release/partition.ts";
import { type ReleaseVersion, tagOf } from "../release/version.ts";
import {
  type ConfigurationProblem,
  keyOf,
  problemAt,
  type RawConfiguration,
  setCommand,
  type ValuePath,
} from "./problems.ts";
import { readEntries, soundEntries } from "./readEntries.ts";
import { deployedRoleEntries, existingRoleEntries } from "./schema.ts";

/** Deploy the role from Panther's template, or use one that somebody else manages. */
export type DeploymentRoleChoice =
  | {
      readonly kind: "deploy";
      readonly stackName: string;
      readonly roleName: string;
      /** Parameters of the role's template, without the role's name. */
      readonly parameters: Readonly<Record<string, string>>;
    }
  | { readonly kind: "existing"; readonly arn: string };

/** What a role has to fit; undefined is what could not be read. */
export interface RolePlace {
  readonly release: ReleaseVersion | undefined;
  readonly accountId: string | undefined;
  /** The configuration key of that account. */
  readonly accountKey: string;
  readonly region: string | undefined;
}

export type RoleReading =
  | { readonly kind: "role"; readonly role: DeploymentRoleChoice; readonly problems: readonly [] }
  | { readonly kind: "problems"; readonly problems: readonly ConfigurationProblem[] };

export function readDeploymentRole(raw: RawConfiguration, path: ValuePath, place: RolePlace): RoleReading {
  return "arn" in raw ? existingRole(raw, path, place) : roleToDeploy(raw, path, place);
}

function existingRole(raw: RawConfiguration, path: ValuePath, place: RolePlace): RoleReading {
  const read = readEntries(existingRoleEntries, raw, path, (name) =>
    Object.hasOwn(deployedRoleEntries, name) ? "does not go with arn: a role that is there is not deployed" : undefined,
  );
  const { arn } = read.values;
  const problem = arn === undefined ? undefined : arnProblem(arn, [...path, "arn"], place);
  if (read.kind === "incomplete" || problem)
    return { kind: "problems", problems: [...read.problems, ...(problem ? [problem] : [])] };
  return { kind: "role", role: { kind: "existing", ...read.values }, problems: [] };
}

function arnProblem(arn: string, path: ValuePath, place: RolePlace): ConfigurationProblem | undefined {
  const fix = `Write arn:${partitionOf(place.region ?? "").name}:iam::${place.accountId ?? "<account>"}:role/<name>, as IAM shows it.`;
  const found = /^arn:(aws|aws-cn|aws-us-gov):iam::(\d{12}):role\/(?:[!-~]+\/)?[\w+=,.@-]{1,64}$/.exec(arn);
  if (!found) {
    const session = arn.includes(":assumed-role/") ? ", but of a session with one" : "";
    return problemAt(path, arn, `is no role's ARN${session}`, fix);
  }
  const [, partition, accountId] = found;
  const rules = [
    ...(place.accountId !== undefined && accountId !== place.accountId
      ? [`is a role of account ${accountId}, and ${place.accountKey} is ${place.accountId}`]
      : []),
    ...(place.region !== undefined && partition !== partitionOf(place.region).name
      ? [`is in partition ${partition}, and region ${place.region} is in ${partitionOf(place.region).name}`]
      : []),
  ];
  return rules.length === 0 ? undefined : problemAt(path, arn, rules.join(", and "), fix);
}

function roleToDeploy(raw: RawConfiguration, path: ValuePath, { release }: RolePlace): RoleReading {
  const read = readEntries(deployedRoleEntries, raw, path);
  const parameterPath = [...path, "parameters"];
  const problems = soundEntries(raw.parameters, parameterPath, read.problems).flatMap(
    ([name, value]) => parameterProblem([...parameterPath, name], name, value, release) ?? [],
  );
  if (read.kind === "incomplete" || problems.length > 0)
    return { kind: "problems", problems: [...read.problems, ...problems] };
  return { kind: "role", role: { kind: "deploy", ...read.values }, problems: [] };
}

const nameOfRole = "DeploymentRoleName";
const settable: readonly DocumentedParameter[] = roleParameters.filter(({ name }) => name !== nameOfRole);

function parameterProblem(
  path: ValuePath,
  name: string,
  value: string,
  release: ReleaseVersion | undefined,
): ConfigurationProblem | undefined {
  if (name === nameOfRole) {
    const at = [...path.slice(0, -2), "roleName"];
    return problemAt(path, value, `is given by ${keyOf(at)}`, `Remove it, then: ${setCommand(at)}`);
  }
  const parameter = settable.find((known) => known.name === name);
  if (!parameter) {
    const names = settable.map((known) => known.name).join(", ");
    return problemAt(path, value, "is no parameter of the role's template", `Remove it. There are: ${names}.`);
  }
  if (release !== undefined && !isDocumentedFor(parameter, release)) {
    const rule = `is no parameter of ${tagOf(release)}'s role yet: it came with v${parameter.since}`;
    return problemAt(path, value, rule, "Remove it until then.");
  }
  const { form, allowedValues } = parameter;
  if (allowedValues && !allowedValues.includes(value)) {
    return problemAt(path, value, `must be ${allowedValues.join(" or ")}`, `Correct it, or: ${setCommand(path)}`);
  }
  // Blank is a value of these: the role's own account, or none.
  if (form === "account-id" && value !== "" && !/^\d{12}$/.test(value)) {
    const rule = "must be the 12 digits of an AWS account ID, in quotes, since YAML drops leading zeros of a number";
    return problemAt(path, value, rule, `Correct it, or: ${setCommand(path)}`);
  }
  return undefined;
}
