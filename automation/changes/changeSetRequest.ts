import type { CreateChangeSetInput, Stack } from "@aws-sdk/client-cloudformation";
import type { Environment } from "../../model/environment/environment.ts";
import { PantherError } from "../../model/error.ts";
import type { CheckedHop } from "../../model/release/parameters/hopParameters.ts";
import { tagOf } from "../../model/release/version.ts";
import { rootTemplateUrl } from "../templates.ts";

export interface ChangeSetRequest {
  /** All but name and description. */
  readonly input: Pick<
    CreateChangeSetInput,
    "StackName" | "ChangeSetType" | "TemplateURL" | "Parameters" | "Capabilities" | "Tags" | "RoleARN"
  >;
  readonly roleArn: string | null;
  readonly secretsAsTheyRun: readonly string[];
  readonly secretsLeftOut: readonly string[];
}

/**
 * What a hop sends, as a change set. The values of secrets stay where they are: the stack keeps its own.
 * @param live the root stack; undefined where there is none yet
 * @throws PantherError `preview-needs-secret`
 */
export function changeSetRequest(
  environment: Environment,
  { release, parameters, required }: CheckedHop,
  live: Stack | undefined,
): ChangeSetRequest {
  const { rootStackName, parameters: values, secretParameterNames, deploymentRole } = environment;
  const stands = new Set((live?.Parameters ?? []).map(({ ParameterKey = "" }) => ParameterKey));
  const secrets = parameters.filter((name) => secretParameterNames.includes(name));
  const kept = secrets.filter((name) => stands.has(name));
  const leftOut = secrets.filter((name) => !stands.has(name));
  const missing = leftOut.filter((name) => required.includes(name));
  if (missing.length > 0) throw needsSecret(missing, tagOf(release));
  const roleArn = live ? (live.RoleARN ?? null) : deploymentRole.kind === "existing" ? deploymentRole.arn : null;
  return {
    input: {
      StackName: rootStackName,
      ChangeSetType: live ? "UPDATE" : "CREATE",
      TemplateURL: rootTemplateUrl(environment, release),
      Parameters: parameters
        .filter((name) => !leftOut.includes(name))
        .map((name) => ({
          ParameterKey: name,
          ...(kept.includes(name) ? { UsePreviousValue: true } : { ParameterValue: values[name] ?? "" }),
        })),
      Capabilities: ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
      // As Pulumi's provider does it: none leaves the stack's own alone.
      ...(Object.keys(environment.tags).length > 0 && {
        Tags: Object.entries(environment.tags).map(([Key, Value]) => ({ Key, Value })),
      }),
      // Another role than the present one would stay with the stack even if the change set is never executed.
      ...(roleArn !== null && { RoleARN: roleArn }),
    },
    roleArn,
    secretsAsTheyRun: kept,
    secretsLeftOut: leftOut,
  };
}

function needsSecret(names: readonly string[], release: string): PantherError {
  return new PantherError(
    "preview-needs-secret",
    `${release} requires ${names.join(", ")}, which the stack does not have yet, and a preview never sends a secret.`,
    "Leave --changes out for this hop.",
  );
}
