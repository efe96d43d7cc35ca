import { checkRegion, chinaWebRegions } from "../release/regions.ts";
import { type DeploymentRoleChoice, readDeploymentRole } from "./deploymentRole.ts";
import { type ConfigurationProblem, isMapping, problemAt, type RawConfiguration } from "./problems.ts";
import { type Outputs, readEntries, soundEntries } from "./readEntries.ts";
import { type EnvironmentValues, refused } from "./rules.ts";
import { chinaEntries } from "./schema.ts";
import { webParameterProblems } from "./webParameters.ts";

/** What a backend in China needs besides; the environment's own region, account and release bucket are the backend's. */
export interface ChinaChoice {
  /** AWS profile of the backend's account; left out, the usual credentials are for it. */
  readonly profile?: string;
  /** Whether `releaseBucket` is made and kept by this environment's program; else it is there already. */
  readonly createReleaseBucket: boolean;
  /** Region outside China whose bucket of Panther's a release is copied from. */
  readonly sourceRegion: string;
  readonly webRegion: string;
  /** Twelve digits. */
  readonly webAccountId: string;
  readonly webProfile?: string;
  readonly webRootStackName: string;
  /** Parameters of the web app's root template by their template names, without the secret's. */
  readonly webParameters: Readonly<Record<string, string>>;
  readonly webDeploymentRole: DeploymentRoleChoice;
  /** Name of the secret that the web app reads the gateway's URL and key from. */
  readonly secretName: string;
  /** KMS key of that secret; left out, the AWS managed one. */
  readonly secretKeyArn?: string;
  /** Days after which `panther status` warns of the gateway's key. */
  readonly keyMaxAgeDays: number;
  /** Seconds over which a new key has to answer without a refusal before the secret gets it. */
  readonly keySettleSeconds: number;
  /** Minutes for which a key that was replaced goes on working, once the web app has the new one. */
  readonly keyOverlapMinutes: number;
  /** Days for which a disabled key stays, before a later rotation deletes it. */
  readonly keyKeepDays: number;
}

export type ChinaReading =
  | { readonly kind: "china"; readonly china: ChinaChoice; readonly problems: readonly [] }
  | { readonly kind: "problems"; readonly problems: readonly ConfigurationProblem[] };

type ChinaValues = Partial<Outputs<typeof chinaEntries>>;

/** Reads `panther:china`; rules that hang on the rest of the environment look at what of it could be read. */
export function readChina(raw: RawConfiguration, environment: EnvironmentValues): ChinaReading {
  const read = readEntries(chinaEntries, raw, ["china"]);
  const { values } = read;
  const role = readDeploymentRole(values.webDeploymentRole ?? {}, ["china", "webDeploymentRole"], {
    release: environment.version,
    accountId: values.webAccountId,
    accountKey: "panther:china.webAccountId",
    region: values.webRegion,
  });
  const problems = [
    ...read.problems,
    ...role.problems,
    ...regionProblems(values, environment),
    ...accountProblems(values, environment),
    ...profileProblems(values),
    ...bucketProblems(values, environment),
    ...webProblems(values, raw, read.problems),
    ...keyProblems(values),
  ];
  if (read.kind === "incomplete" || role.kind === "problems" || problems.length > 0)
    return { kind: "problems", problems };
  const { profile, webProfile, secretKeyArn, createReleaseBucket, ...rest } = read.values;
  return {
    kind: "china",
    china: {
      ...rest,
      webDeploymentRole: role.role,
      createReleaseBucket: createReleaseBucket ?? environment.releaseBucket !== undefined,
      ...(profile !== undefined && { profile }),
      ...(webProfile !== undefined && { webProfile }),
      ...(secretKeyArn !== undefined && { secretKeyArn }),
    },
    problems: [],
  };
}

function regionProblems({ webRegion, sourceRegion }: ChinaValues, { version }: EnvironmentValues) {
  const problems: ConfigurationProblem[] = [];
  if (webRegion !== undefined && !chinaWebRegions.includes(webRegion)) {
    const rule = "is no region that the web app of a backend in China can stand in";
    problems.push(problemAt(["china", "webRegion"], webRegion, rule, `Choose one of: ${chinaWebRegions.join(", ")}.`));
  }
  if (sourceRegion !== undefined) {
    const path = ["china", "sourceRegion"];
    const check = checkRegion(sourceRegion, version);
    if (check.kind === "refused") problems.push(refused(path, sourceRegion, check));
    else if (check.region.scope === "backend") {
      const rule = "is in China, where Panther publishes nothing to copy";
      problems.push(problemAt(path, sourceRegion, rule, "Give a region outside China, or leave it out."));
    }
  }
  return problems;
}

function accountProblems({ webAccountId }: ChinaValues, { expectedAccountId }: EnvironmentValues) {
  if (webAccountId === undefined || webAccountId !== expectedAccountId) return [];
  const path = ["china", "webAccountId"];
  const rule = "is panther:expectedAccountId too, and no account is in China and outside";
  return [problemAt(path, webAccountId, rule, "Give the account outside China that the web app stands in.")];
}

/** Whoever leaves one out means the usual credentials, for one side only: of that the program speaks, which needs both. */
function profileProblems({ profile, webProfile }: ChinaValues): readonly ConfigurationProblem[] {
  if (profile === undefined || profile !== webProfile) return [];
  const rule = "is panther:china.profile too, and no credentials are good in China and outside";
  return [problemAt(["china", "webProfile"], webProfile, rule, "Give the profile of the web app's account.")];
}

function bucketProblems({ createReleaseBucket }: ChinaValues, { releaseBucket }: EnvironmentValues) {
  if (createReleaseBucket !== true || releaseBucket !== undefined) return [];
  const rule = "asks for panther:releaseBucket to be made, which is not given";
  return [problemAt(["china", "createReleaseBucket"], true, rule, "Give panther:releaseBucket, or set this to false.")];
}

function webProblems(
  { webParameters, webRegion }: ChinaValues,
  raw: RawConfiguration,
  told: readonly ConfigurationProblem[],
): readonly ConfigurationProblem[] {
  // What is no mapping has its problem already.
  if (webParameters === undefined && !isMapping(raw.webParameters)) return [];
  return webParameterProblems(soundEntries(raw.webParameters, ["china", "webParameters"], told), webRegion);
}

function keyProblems({ secretKeyArn, webRegion }: ChinaValues): readonly ConfigurationProblem[] {
  if (secretKeyArn === undefined) return [];
  const path = ["china", "secretKeyArn"];
  const fix = `Write arn:aws:kms:${webRegion ?? "<webRegion>"}:<account>:key/<id>, or leave it out.`;
  const region = /^arn:aws:kms:([a-z0-9-]+):\d{12}:(?:key|alias)\/\S+$/.exec(secretKeyArn)?.[1];
  if (region === undefined) return [problemAt(path, secretKeyArn, "is no ARN of a KMS key outside China", fix)];
  // Secrets Manager takes a key of the secret's own region only.
  if (webRegion === undefined || region === webRegion) return [];
  return [problemAt(path, secretKeyArn, `is a key in ${region}, and the secret stands in ${webRegion}`, fix)];
}
