import { randomUUID } from "node:crypto";
import { adoptionOf } from "../../model/environment/adoption.ts";
import { type AdoptionDifference, adoptionDifferences } from "../../model/environment/adoptionDifferences.ts";
import {
  describeProblems,
  type Environment,
  readEnvironment,
  secretValue,
} from "../../model/environment/environment.ts";
import { PantherError } from "../../model/error.ts";
import { recommendedCatalog } from "../../model/release/catalog.ts";
import type { ReleaseVersion } from "../../model/release/version.ts";
import { topologyFinding } from "../../model/rules/topology.ts";
import { catalogOfEnvironment } from "../catalog.ts";
import { type AwsApis, awsApis } from "../clients.ts";
import { refuseCollisions } from "../environmentFile.ts";
import { stacksInState } from "../importStacks.ts";
import { findPulumiStack } from "../pulumiStack.ts";
import { exportState } from "../pulumiState.ts";
import { checkAccount } from "../run.ts";
import type { StackToImport } from "../standingStacks.ts";
import { callersRegion } from "./callersRegion.ts";
import { type LiveStacks, readLive } from "./readLive.ts";
import type { AskedSecret } from "./secretValues.ts";
import { type StandingFile, standingFile } from "./standingFile.ts";

export interface AdoptionQuestion {
  /** Folder of Pulumi.yaml. */
  readonly projectDirectory: string;
  readonly environment: string;
  /** Name or ARN of the root stack. */
  readonly stack: string;
  /** Left out: what the environment's file says, else the caller's own. */
  readonly region?: string;
  /** The release, where it can't be told from what runs. */
  readonly from?: string;
  readonly reason?: string;
  readonly signal: AbortSignal;
}

/** What an adoption finds and has to do. */
export interface AdoptionPlan {
  readonly aws: AwsApis;
  readonly standing: LiveStacks;
  readonly file: StandingFile;
  /** Of the file that is there, or is to be written. */
  readonly environment: Environment;
  /** What is to be written; undefined where there is a file. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly root: StackToImport;
  /** Left out where somebody else manages the role. */
  readonly role?: StackToImport;
  /** What of the stacks Pulumi's state has. */
  readonly state: "none" | "begun" | "whole";
  /** Of a file that was changed after the adoption; while there is something to import it is refused. */
  readonly differences: readonly AdoptionDifference[];
  readonly asked: readonly AskedSecret[];
  /** Values that AWS shows and the file is not to show. */
  readonly knownSecrets: Readonly<Record<string, string>>;
}

/**
 * Looks at what runs, at the environment's file and at Pulumi's state. Changes nothing.
 * @throws PantherError `file-differs`, `not-describable`, `wrong-account`, `environments-collide`, and those of
 *   {@link readLive}, {@link standingFile}, {@link stacksInState} and {@link findPulumiStack}.
 */
export async function adoptionPlan(question: AdoptionQuestion): Promise<AdoptionPlan> {
  const { projectDirectory, environment: name, signal } = question;
  const file = await standingFile(question);
  const wanted = file.kind === "environment" ? file.environment : undefined;
  const unserved = wanted && topologyFinding(wanted);
  if (unserved) throw new PantherError(unserved.code, unserved.message, unserved.fix);
  const region = wanted?.region ?? question.region ?? (await callersRegion());
  if (question.region !== undefined && question.region !== region) {
    throw differs(name, [
      { key: "panther:region", words: `is ${region} in the file, and ${question.region} was given` },
    ]);
  }
  const { reason } = question;
  const aws = awsApis({ region, runId: randomUUID(), ...(reason !== undefined && { reason }) });
  if (wanted) await checkAccount(aws, wanted);
  signal.throwIfAborted();
  const standing = await readLive({
    aws,
    region,
    rootStackName: question.stack,
    ...(question.from !== undefined && { from: question.from }),
    source: wanted?.templateSource ?? { kind: "panther" },
    candidates: await candidates(question, aws, wanted),
  });
  signal.throwIfAborted();
  const { live } = standing;
  const adoption = adoptionOf(live);
  const environment =
    wanted ?? described(question, adoption.config, [...adoption.askedSecrets, ...Object.keys(adoption.knownSecrets)]);
  if (!wanted) await refuseCollisions(projectDirectory, environment);
  const differences = wanted ? adoptionDifferences(wanted, live) : [];
  const { deploymentRole } = environment;
  const stacks = {
    root: { stackId: standing.rootStackId, templateUrl: standing.rootTemplateUrl },
    ...(deploymentRole.kind === "deploy" && live.role.kind === "stack" && { role: live.role }),
  };
  // Of a role that the file wants deployed, and that is in no stack to take over, the differences tell.
  const isComparable = deploymentRole.kind === "existing" || live.role.kind === "stack";
  const state = isComparable ? await stateOf(question, stacks) : "none";
  if (differences.length > 0 && state !== "whole") throw differs(name, differences);
  const isSet = (secret: string) => wanted?.secretParameterNames.includes(secret) === true;
  const done = wanted !== undefined && state === "whole";
  const asked = done ? [] : adoption.askedSecrets.filter((secret) => !isSet(secret));
  const known = done ? [] : Object.entries(adoption.knownSecrets).filter(([secret]) => !isSet(secret));
  return {
    aws,
    standing,
    file,
    environment,
    ...(!wanted && { config: adoption.config }),
    ...stacks,
    state,
    differences,
    asked: asked.map((secret) => ({ name: secret, required: live.defaults[secret] === undefined })),
    knownSecrets: Object.fromEntries(known),
  };
}

/** Releases that may be running, likeliest first. */
async function candidates(
  { projectDirectory, signal }: AdoptionQuestion,
  { objects }: AwsApis,
  wanted: Environment | undefined,
): Promise<readonly ReleaseVersion[]> {
  if (!wanted) return [...recommendedCatalog.releases].reverse();
  const { releases } = await catalogOfEnvironment({ environment: wanted, projectDirectory, objects, signal });
  return [wanted.version, ...[...releases].reverse()];
}

async function stateOf(
  question: AdoptionQuestion,
  stacks: Pick<AdoptionPlan, "root" | "role">,
): Promise<AdoptionPlan["state"]> {
  if (!(await findPulumiStack(question))) return "none";
  return stacksInState(await exportState(question), { ...question, ...stacks });
}

/** What is to be written, read as the environment that it will be. */
function described(
  { environment, stack }: AdoptionQuestion,
  config: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
): Environment {
  const secretParameters = Object.fromEntries(secrets.map((name) => [name, secretValue]));
  const read = readEnvironment(environment, { ...config, secretParameters });
  if (read.kind === "environment") return read.environment;
  throw new PantherError(
    "not-describable",
    `${stack} is not a Panther that can be described as an environment:\n${describeProblems(read.problems)}`,
    "Nothing was written or changed.",
  );
}

function differs(environment: string, differences: readonly AdoptionDifference[]): PantherError {
  return new PantherError(
    "file-differs",
    `stacks/Pulumi.${environment}.yaml is not what runs:\n${describeDifferences(differences)}\nNothing was changed.`,
    "Correct the file so that it says what runs, and change it to what you want afterwards; or, to have it written anew, move it away. Then run the same command again.",
  );
}

/** A line each. */
export function describeDifferences(differences: readonly AdoptionDifference[]): string {
  return differences.map(({ key, words }) => `- ${key} ${words}`).join("\n");
}
