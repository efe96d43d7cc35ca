// What a build takes from its project, and what the call that starts it says instead.
import { CodeBuildError, type Environment, type EnvironmentVariable, type Project } from "./model.ts";

/** What `StartBuild` takes, as far as it is acted on; anything else is refused. */
export interface StartBuildInput {
  readonly projectName: string;
  readonly environmentVariablesOverride?: readonly EnvironmentVariable[];
  readonly sourceVersion?: string;
  readonly buildspecOverride?: string;
  readonly idempotencyToken?: string;
  readonly [override: string]: unknown;
}

/** Per part of a project: the override, and the field that it replaces. */
const overrides = {
  environment: {
    certificateOverride: "certificate",
    computeTypeOverride: "computeType",
    environmentTypeOverride: "type",
    imageOverride: "image",
    imagePullCredentialsTypeOverride: "imagePullCredentialsType",
    privilegedModeOverride: "privilegedMode",
    registryCredentialOverride: "registryCredential",
  },
  source: {
    buildspecOverride: "buildspec",
    gitCloneDepthOverride: "gitCloneDepth",
    insecureSslOverride: "insecureSsl",
    sourceLocationOverride: "location",
    sourceTypeOverride: "type",
  },
  project: {
    cacheOverride: "cache",
    encryptionKeyOverride: "encryptionKey",
    logsConfigOverride: "logsConfig",
    queuedTimeoutInMinutesOverride: "queuedTimeoutInMinutes",
    serviceRoleOverride: "serviceRole",
    timeoutInMinutesOverride: "timeoutInMinutes",
  },
} as const;

const others = ["projectName", "environmentVariablesOverride", "sourceVersion", "idempotencyToken"];
const known = new Set([...others, ...Object.values(overrides).flatMap((part) => Object.keys(part))]);

/**
 * The project as the build sees it.
 *
 * @throws CodeBuildError for what is not acted on: a caller that was believed would test nothing
 */
export function overridden(project: Project, input: StartBuildInput): Project {
  const unknown = Object.keys(input).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new CodeBuildError(
      "InvalidInputException",
      `Local CodeBuild does not act on ${unknown.join(", ")} of StartBuild; add it to local/codebuild/overrides.ts`,
    );
  }
  return {
    ...project,
    ...replaced(overrides.project, input),
    source: { ...project.source, ...replaced(overrides.source, input) },
    environment: environmentOf({ ...project.environment, ...replaced(overrides.environment, input) }, input),
  };
}

/** What BatchGetBuilds shows of the project, beside its environment. */
export function settingsOf(project: Project, { sourceVersion }: StartBuildInput): Readonly<Record<string, unknown>> {
  return {
    source: project.source,
    ...(sourceVersion !== undefined && { sourceVersion }),
    artifacts: { location: "" },
    cache: project.cache,
    serviceRole: project.serviceRole,
    timeoutInMinutes: project.timeoutInMinutes,
    queuedTimeoutInMinutes: project.queuedTimeoutInMinutes,
    encryptionKey: project.encryptionKey,
  };
}

export function logGroupOf(project: Project): string {
  const logs = project.logsConfig as { cloudWatchLogs?: { groupName?: string } } | undefined;
  return logs?.cloudWatchLogs?.groupName ?? `/aws/codebuild/${project.name}`;
}

/** CodeBuild takes a variable without a type for plain text, and says so when it is asked. */
export function withTypes(variables: readonly EnvironmentVariable[]): readonly EnvironmentVariable[] {
  return variables.map((variable) => ({ type: "PLAINTEXT", ...variable }));
}

/** A variable of the same name is replaced, others are added. */
function environmentOf(environment: Environment, input: StartBuildInput): Environment {
  const wanted = input.environmentVariablesOverride ?? [];
  const names = new Set(wanted.map((variable) => variable.name));
  const kept = (environment.environmentVariables ?? []).filter((variable) => !names.has(variable.name));
  return { ...environment, environmentVariables: withTypes([...kept, ...wanted]) };
}

function replaced(fields: Readonly<Record<string, string>>, input: StartBuildInput): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([override, field]) =>
      input[override] === undefined ? [] : [[field, input[override]]],
    ),
  );
}
