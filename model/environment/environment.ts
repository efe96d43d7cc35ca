import * as v from "valibot";
import { partitionOf } from "../release/partition.ts";
import type { TemplateSource } from "../release/templateSource.ts";
import { parseVersion, type ReleaseVersion, readVersion } from "../release/version.ts";
import { rootStackNameProblem } from "../rules/names.ts";

/** What a user wants of one Panther environment: the content of its `stacks/Pulumi.<environment>.yaml`. */
export interface Environment {
  readonly name: string;
  /** The release wanted. The one that runs is read from CloudFormation. */
  readonly version: ReleaseVersion;
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
  readonly topology: TopologyChoice;
  /** How long Pulumi waits for CloudFormation, as Pulumi writes durations: `3h`, `90m`, `1h30m`. */
  readonly timeouts: Timeouts;
  /** File or https URL of a catalog of releases, in place of the built-in one. */
  readonly releaseCatalog?: string;
  /** Where the releases' templates come from. */
  readonly templateSource: TemplateSource;
}

/** All of Panther in one account, or a backend in China and its web app outside. */
export type TopologyChoice = { readonly kind: "standard" } | { readonly kind: "china"; readonly china: ChinaChoice };

/** Pulumi durations. */
export interface Timeouts {
  readonly create: string;
  readonly update: string;
  readonly delete: string;
}

/** What a backend in China needs besides; the environment's own region, account and release bucket are the backend's. */
export interface ChinaChoice {
  /** AWS profile of the backend's account; left out, the usual credentials are for it. */
  readonly profile?: string;
  /** Region outside China whose bucket of Panther's a release is copied from. */
  readonly sourceRegion: string;
  readonly webRegion: string;
  /** Twelve digits. */
  readonly webAccountId: string;
  readonly webProfile?: string;
  readonly webRootStackName: string;
  /** Parameters of the web app's root template by their template names. */
  readonly webParameters: Readonly<Record<string, string>>;
  readonly webDeploymentRole: DeploymentRoleChoice;
  /** Name of the secret that the web app reads the gateway's URL and key from. */
  readonly secretName: string;
  /** KMS key of that secret; left out, the AWS managed one. */
  readonly secretKeyArn?: string;
}

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

/** One thing wrong with a configuration value. */
export interface ConfigurationProblem {
  /** The key as the user writes it, for example `panther:rootStackName`. */
  readonly key: string;
  /** The offending value, unless it is secret or missing. */
  readonly value?: string;
  readonly rule: string;
  readonly fix: string;
}

export type EnvironmentResult =
  | { readonly kind: "environment"; readonly environment: Environment }
  | { readonly kind: "problems"; readonly problems: readonly ConfigurationProblem[] };

/** Stands for a value that is a Pulumi secret, wherever a raw configuration is looked at without decrypting it. */
export const secretValue = Symbol("secret");

/** Configuration values by key without the `panther:` namespace: JSON values, or the mark of a secret. */
export type RawConfiguration = Readonly<Record<string, unknown>>;

/** CloudFormation parameters are text; YAML readers hand numbers and booleans over as such. */
const parameterValue = v.pipe(
  v.union([v.string(), v.number(), v.boolean()], ({ input }) =>
    input === secretValue
      ? "is a secret: parameters with secret values go under panther:secretParameters"
      : "must be text, a number, true or false",
  ),
  v.transform(String),
);

const parameterName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9]{1,255}$/, "is no parameter's name: those have letters and digits only"),
);

const roleToDeploy = { stackName: "panther-deployment-role", roleName: "PantherDeploymentRole" };

const schema = v.object({
  version: v.pipe(
    v.string("must be text such as v1.39.7"),
    v.check((text) => readVersion(text).kind === "version", "must be a release such as v1.39.7"),
    v.transform(parseVersion),
  ),
  region: v.pipe(
    v.string("must be an AWS region"),
    v.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be an AWS region such as us-east-1"),
    v.check((region) => partitionOf(region).name === "aws", "is in a partition that is not supported yet"),
  ),
  expectedAccountId: v.pipe(
    v.string('must be text: write it in quotes, "012345678901", since YAML drops leading zeros of a number'),
    v.regex(/^\d{12}$/, "must be the 12 digits of an AWS account ID"),
  ),
  rootStackName: v.pipe(
    v.string("must be text"),
    v.check(
      (name) => rootStackNameProblem(name) === undefined,
      ({ input }) => rootStackNameProblem(input) ?? "",
    ),
  ),
  parameters: v.optional(v.record(parameterName, parameterValue, "must be parameters by their names"), {}),
  secretParameters: v.optional(
    v.record(
      parameterName,
      v.custom<typeof secretValue>(
        (value) => value === secretValue,
        "must be a Pulumi secret: pulumi config set --secret",
      ),
      "must be secret parameters by their names: pulumi config set --secret --path",
    ),
    {},
  ),
  deploymentRole: v.optional(
    v.union(
      [
        v.strictObject({ arn: v.pipe(v.string(), v.regex(/^arn:[a-z-]+:iam::\d{12}:role\/.+$/)) }),
        v.strictObject({
          stackName: v.optional(v.string(), roleToDeploy.stackName),
          roleName: v.optional(v.string(), roleToDeploy.roleName),
        }),
      ],
      "must be {arn: …} of an existing role, or {stackName: …, roleName: …} of the one to deploy",
    ),
    roleToDeploy,
  ),
  tags: v.optional(v.record(v.string(), v.string("must be text"), "must be tags by their names"), {}),
});

/** The keys of an environment's configuration, without the namespace. */
export const configurationKeys: readonly string[] = Object.keys(schema.entries);

/** Turns raw configuration into a typed environment, or into all its problems at once. */
export function readEnvironment(name: string, raw: RawConfiguration): EnvironmentResult {
  const parsed = v.safeParse(schema, raw);
  const unknown = Object.keys(raw).filter((key) => !configurationKeys.includes(key));
  if (!parsed.success || unknown.length > 0) {
    const issues = (parsed.issues ?? []).map((issue) => problemOf(issue, raw));
    return { kind: "problems", problems: [...issues, ...unknown.map(unknownKey)] };
  }
  const { secretParameters, deploymentRole, ...rest } = parsed.output;
  const both = Object.keys(secretParameters).filter((key) => key in rest.parameters);
  if (both.length > 0) {
    return {
      kind: "problems",
      problems: both.map((key) => ({
        key: `panther:parameters.${key}`,
        rule: "is given twice: as a plain and as a secret parameter",
        fix: `Remove ${key} from panther:parameters.`,
      })),
    };
  }
  return {
    kind: "environment",
    environment: {
      name,
      ...rest,
      secretParameterNames: Object.keys(secretParameters),
      firstDeployParameters: [],
      deploymentRole:
        "arn" in deploymentRole
          ? { kind: "existing", ...deploymentRole }
          : { kind: "deploy", ...deploymentRole, parameters: {} },
      topology: { kind: "standard" },
      timeouts: { create: "3h", update: "3h", delete: "3h" },
      templateSource: { kind: "panther" },
    },
  };
}

function unknownKey(key: string): ConfigurationProblem {
  return {
    key: `panther:${key}`,
    rule: "is no configuration key of this project",
    fix: `Remove it. Known keys: ${configurationKeys.join(", ")}.`,
  };
}

function problemOf(issue: v.BaseIssue<unknown>, raw: RawConfiguration): ConfigurationProblem {
  const path = (issue.path ?? []).map(({ key }) => key as PropertyKey);
  const value = valueAt(raw, path);
  const key = `panther:${path.join(".")}`;
  if (value === undefined) return { key, rule: "is missing", fix: `pulumi config set ${key} <value>` };
  return {
    key,
    ...(mayBeShown(path, value) && { value: typeof value === "string" ? value : JSON.stringify(value) }),
    rule: issue.message,
    fix: `Correct it in the environment's file, or with: pulumi config set ${key} <value>`,
  };
}

/** Nothing under secretParameters is: what stands there in plain text by mistake is a secret all the same. */
function mayBeShown(path: readonly PropertyKey[], value: unknown): boolean {
  return path[0] !== "secretParameters" && value !== secretValue;
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let at: unknown = raw;
  for (const step of path) {
    if (typeof at !== "object" || at === null) return undefined;
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  return at;
}

/** All problems as one text for a person, one line each. */
export function describeProblems(problems: readonly ConfigurationProblem[]): string {
  return problems
    .map(({ key, value, rule, fix }) => `${key}${value === undefined ? "" : ` (${value})`} ${rule}. ${fix}`)
    .join("\n");
}
