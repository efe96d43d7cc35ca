import { randomUUID } from "node:crypto";
import type { Environment } from "../../model/environment/environment.ts";
import { PantherError } from "../../model/error.ts";
import { recommendedCatalog } from "../../model/release/catalog.ts";
import { sortedVersions } from "../../model/release/version.ts";
import { callersRegion } from "../adopt/callersRegion.ts";
import { awsApis } from "../clients.ts";
import { firstIdentity } from "../run.ts";

/**
 * A Panther that has no environment's file, as one would describe it: by the name of its root stack, in the caller's account.
 * The name of one of the stacks of a deployment from source stands for all of them.
 * @throws PantherError `stack-missing`, `region-missing`, and those of the credentials
 */
export async function describedByStack({
  stack,
  region: given,
}: {
  readonly stack: string;
  readonly region: string | undefined;
}): Promise<Environment> {
  if (!/^[A-Za-z][-A-Za-z0-9]{0,127}$/.test(stack)) throw notAName(stack);
  const region = given ?? (await callersRegion());
  const aws = awsApis({ region, runId: randomUUID() });
  const { Account: expectedAccountId = "" } = await firstIdentity(aws, { name: stack, region });
  const [version] = sortedVersions(recommendedCatalog.releases).toReversed();
  if (!version) throw new Error("The catalog has no release.");
  return {
    name: stack,
    version,
    topology: { kind: "standard" },
    region,
    expectedAccountId,
    rootStackName: stack,
    parameters: {},
    secretParameterNames: [],
    firstDeployParameters: [],
    // Whoever deployed it keeps its role.
    deploymentRole: { kind: "existing", arn: "" },
    tags: {},
    timeouts: { create: "3h", update: "3h", delete: "3h" },
    templateSource: { kind: "panther" },
  };
}

function notAName(stack: string): PantherError {
  return new PantherError(
    "stack-missing",
    `"${stack}" is no name of a stack. Nothing was looked at.`,
    "Give an environment, or --stack with the root stack's name, as in: panther teardown --stack panther-prod",
  );
}
