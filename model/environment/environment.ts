import { z } from "zod";
import { partitionOf } from "../release/partition.ts";
import { parseVersion, type ReleaseVersion } from "../release/version.ts";
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
  readonly deploymentRole: DeploymentRoleChoice;
  readonly tags: Readonly<Record<string, string>>;
}

/** Deploy the role from Panther's template, or use one that somebody else manages. */
export type DeploymentRoleChoice =
  | { readonly kind: "deploy"; readonly stackName: string; readonly roleName: string }
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
const parameterValue = z
  .union([z.string(), z.number(), z.boolean()], {
    error: ({ input }) =>
      input === secretValue
        ? "is a secret: parameters with secret values go under panther:secretParameters"
        : "must be text, a number, true or false",
  })
  .transform((value) => String(value));

const parameterName = z.string().regex(/^[A-Za-z0-9]{1,255}$/, "a parameter's name has letters and digits only");

const plainParameters = z.record(parameterName, parameterValue);

const schema = z.strictObject({
  version: z.string("must be text such as v1.39.7").transform((text, context) => {
    try {
      return parseVersion(text);
    } catch {
      context.addIssue({ code: "custom", message: "must be a release such as v1.39.7" });
      return z.NEVER;
    }
  }),
  region: z
    .string("must be an AWS region")
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be an AWS region such as us-east-1")
    .refine((region) => partitionOf(region).name === "aws", "is in a partition that is not supported yet"),
  expectedAccountId: z
    .string('must be text: write it in quotes, "012345678901", since YAML drops leading zeros of a number')
    .regex(/^\d{12}$/, "must be the 12 digits of an AWS account ID"),
  rootStackName: z.string("must be text").superRefine((name, context) => {
    const problem = rootStackNameProblem(name);
    if (problem) context.addIssue({ code: "custom", message: problem });
  }),
  parameters: plainParameters.default({}),
  secretParameters: z
    .record(
      parameterName,
      z.custom((value) => value === secretValue, "must be a Pulumi secret: pulumi config set --secret"),
    )
    .default({}),
  deploymentRole: z
    .union(
      [
        z.strictObject({ arn: z.string().regex(/^arn:[a-z-]+:iam::\d{12}:role\/.+$/) }),
        z.strictObject({
          stackName: z.string().default("panther-deployment-role"),
          roleName: z.string().default("PantherDeploymentRole"),
        }),
      ],
      "must be {arn: …} of an existing role, or {stackName: …, roleName: …} of the one to deploy",
    )
    .default({ stackName: "panther-deployment-role", roleName: "PantherDeploymentRole" }),
  tags: z.record(z.string(), z.string()).default({}),
});

/** The keys of an environment's configuration, without the namespace. */
export const configurationKeys: readonly string[] = Object.keys(schema.shape);

/** Turns raw configuration into a typed environment, or into all its problems at once. */
export function readEnvironment(name: string, raw: RawConfiguration): EnvironmentResult {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    return { kind: "problems", problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, raw)) };
  }
  const { secretParameters, deploymentRole, ...rest } = parsed.data;
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
      deploymentRole:
        "arn" in deploymentRole ? { kind: "existing", ...deploymentRole } : { kind: "deploy", ...deploymentRole },
    },
  };
}

function problemsOf(issue: z.core.$ZodIssue, raw: RawConfiguration): readonly ConfigurationProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      key: `panther:${[...issue.path, key].join(".")}`,
      rule: "is no configuration key of this project",
      fix: `Remove it. Known keys: ${configurationKeys.join(", ")}.`,
    }));
  }
  const value = valueAt(raw, issue.path);
  const key = `panther:${issue.path.join(".")}`;
  if (value === undefined) return [{ key, rule: "is missing", fix: `pulumi config set ${key} <value>` }];
  return [
    {
      key,
      ...(mayBeShown(issue.path, value) && { value: typeof value === "string" ? value : JSON.stringify(value) }),
      rule: issue.message,
      fix: `Correct it in the environment's file, or with: pulumi config set ${key} <value>`,
    },
  ];
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
