import type { CommandError, Stack } from "@pulumi/pulumi/automation/index.js";
import { PantherError } from "../model/error.ts";
import { sayExpired } from "../model/rules/expiredCredentials.ts";
import { credentialsExpired } from "./credentials.ts";
import { LocalWorkspace, StackNotFoundError } from "./pulumiAutomation.ts";

/** Where a Pulumi stack belongs, and with what it is made and run. */
export interface PulumiPlace {
  /** Folder of Pulumi.yaml. */
  readonly projectDirectory: string;
  readonly environment: string;
  /** What encrypts its secrets, as its file says; left out: the backend's default, or what the file says of itself. */
  readonly secretsProvider?: string;
  /** Further variables of the Pulumi CLI. */
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * An environment's Pulumi stack; undefined where the backend has none of that name.
 * @throws PantherError `pulumi-unavailable`, `credentials-expired`
 */
export async function findPulumiStack(place: PulumiPlace): Promise<Stack | undefined> {
  return await lookedFor(place, readings);
}

/**
 * Pulumi writes state that lies in files in place, and one that outlived its killed driver may be at it: what was read is cut
 * off then. Each look takes the CLI long enough.
 */
const readings = 3;

async function lookedFor(place: PulumiPlace, left: number): Promise<Stack | undefined> {
  try {
    return await LocalWorkspace.selectStack(programOf(place), workspaceOf(place));
  } catch (error) {
    if (error instanceof StackNotFoundError) return undefined;
    const isCutOff = /failed to load checkpoint: .*(?:EOF|unexpected end of JSON input)/.test(wordsOf(error));
    if (isCutOff && left > 1) return await lookedFor(place, left - 1);
    // Those with which the state's bucket is read.
    if (sayExpired(wordsOf(error))) throw credentialsExpired(error);
    throw new PantherError(
      "pulumi-unavailable",
      `Pulumi can't say whether it has a stack ${place.environment}: ${wordsOf(error)}`,
      "Log in to the backend that is to hold the state (pulumi login), then run the same command again.",
      { cause: error },
    );
  }
}

/**
 * An environment's Pulumi stack, made where the backend has none. `stack init` is asked only then: it has a say in the
 * encryption settings of the environment's file.
 * @throws PantherError `pulumi-unavailable`, `credentials-expired`, `pulumi-stack-not-made`
 */
export async function ensurePulumiStack(place: PulumiPlace): Promise<Stack> {
  const found = await findPulumiStack(place);
  if (found) return found;
  try {
    return await LocalWorkspace.createStack(programOf(place), workspaceOf(place));
  } catch (error) {
    throw new PantherError(
      "pulumi-stack-not-made",
      `Pulumi did not make the stack ${place.environment}: ${wordsOf(error)}`,
      `With a passphrase set PULUMI_CONFIG_PASSPHRASE_FILE, or make the stack by hand (pulumi stack init ${place.environment}). Then run the same command again: it goes on from there.`,
      { cause: error },
    );
  }
}

function programOf({ environment, projectDirectory }: PulumiPlace) {
  return { stackName: environment, workDir: projectDirectory };
}

function workspaceOf({ secretsProvider, variables }: PulumiPlace) {
  return {
    ...(secretsProvider !== undefined && { secretsProvider }),
    ...(variables && { envVars: { ...variables } }),
  };
}

/** The Automation API quotes the whole of what the CLI has printed. */
function wordsOf(error: unknown): string {
  const { message } = error as CommandError;
  const said = new Set([...message.matchAll(/^(?:\s*\w+: )?error: (.*)$/gm)].map(([, words]) => words));
  return said.size > 0 ? [...said].join(" ") : message;
}
