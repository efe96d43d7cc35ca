import { readFileSync } from "node:fs";
import type { DeploymentRoleChoice, Environment, SourceDeployerChoice } from "../../model/environment/environment.ts";
import { partitionOf } from "../../model/release/partition.ts";
import { tagOf } from "../../model/release/version.ts";
import { shellVariables } from "../../model/source/shellText.ts";
import { expiredPattern } from "../../model/source/sourceExit.ts";
import { deployerHome } from "../../model/source/sourceNames.ts";
import type { SourceSettings } from "../../model/source/sourceSettings.ts";
import { answersTo, mageCommands, type SourceWork } from "../../model/source/sourceWork.ts";

/**
 * The script that Systems Manager runs on the instance. Systems Manager keeps it for thirty days, and whoever may list
 * commands reads it: there are no secrets in it.
 */
export function instanceScript(
  work: SourceWork,
  environment: Pick<Environment, "version" | "region" | "expectedAccountId" | "deploymentRole" | "parameters">,
  { repository, image = "" }: SourceDeployerChoice,
  settings: SourceSettings,
): string {
  const [setup, target] = mageCommands(work, { afterOtherVersion: false });
  const [setupAfterOther] = mageCommands(work, { afterOtherVersion: true });
  const answers = answersTo(work, environment.parameters.FirstUserEmail ?? "no");
  const { variables, ...files } = settings;
  const given = shellVariables({
    PANTHER_HOME: deployerHome,
    PANTHER_WORK: work,
    PANTHER_TAG: tagOf(environment.version),
    PANTHER_REPOSITORY: repository,
    PANTHER_IMAGE: image,
    PANTHER_ROLE_ARN: roleArnOf(environment),
    PANTHER_SETUP: setup,
    PANTHER_SETUP_AFTER_OTHER: setupAfterOther,
    PANTHER_TARGET: target,
    // Systems Manager puts values of its own in place of what stands in double braces.
    PANTHER_SETTINGS: Buffer.from(JSON.stringify(files)).toString("base64"),
    PANTHER_FIRST_ANSWER: answers.first,
    PANTHER_OTHER_ANSWERS: answers.others,
    PANTHER_EXPIRED: expiredPattern,
    AWS_REGION: environment.region,
    ...variables,
  });
  // The first line says what runs it: Systems Manager takes sh otherwise.
  const [first = "", ...rest] = readFileSync(new URL("./runOnInstance.sh", import.meta.url), "utf8").split("\n");
  return [first, given, ...rest].join("\n");
}

function roleArnOf({
  deploymentRole,
  region,
  expectedAccountId,
}: Pick<Environment, "region" | "expectedAccountId"> & { readonly deploymentRole: DeploymentRoleChoice }): string {
  if (deploymentRole.kind === "existing") return deploymentRole.arn;
  return `arn:${partitionOf(region).name}:iam::${expectedAccountId}:role/${deploymentRole.roleName}`;
}
