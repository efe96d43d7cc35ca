import { PantherError } from "../model/error.ts";
import { commandPermissions, commandsWithoutAws } from "../model/permissions/commands.ts";
import { placesOf } from "../model/permissions/placesOf.ts";
import { type PolicyDocument, policyOf, statementsOf } from "../model/permissions/policy.ts";
import { loadEnvironment } from "./environmentFile.ts";
import { journalTarget } from "./journalUpload.ts";

export interface PolicyRequest {
  readonly projectDirectory: string;
  /** As it is typed, without `panther`. */
  readonly command: string;
  readonly environment?: string;
  /** Of a split over AWS China. */
  readonly side?: "backend" | "web";
  /** An s3:// URL that journals are copied to, too. */
  readonly journal?: string;
}

/**
 * The policy of a command, with an environment's account, region and names. Asks nothing of AWS.
 * @throws PantherError for a command without policy, a side that is missing or not there, and an environment that can't be read
 */
export async function policyForEnvironment(request: PolicyRequest): Promise<PolicyDocument> {
  const { projectDirectory, command, environment: name, journal } = request;
  if (commandsWithoutAws.some((one) => one === command)) {
    throw new PantherError("policy-needless", `${command} asks nothing of AWS.`, "It needs no policy.");
  }
  if (!commandPermissions.some((one) => one.command === command)) {
    throw new PantherError(
      "command-unknown",
      `There is no policy of a command "${command}".`,
      "See the list: panther permissions",
    );
  }
  if (name === undefined) {
    throw new PantherError(
      "environment-missing",
      "A policy is for an environment's account, region and names.",
      `Name it: panther permissions ${/ -/.test(command) ? `'${command}'` : command} --environment <name>`,
    );
  }
  const bucket = journal === undefined ? "" : journalTarget(journal).bucket;
  const places = placesOf(await loadEnvironment(projectDirectory, name), bucket);
  const wanted = places.length === 1 ? places[0] : places.find(({ side }) => side === request.side);
  if (!wanted || (places.length === 1 && request.side !== undefined)) {
    throw new PantherError(
      "side-wrong",
      wanted
        ? `${name} is not split over AWS China: it has no sides.`
        : `${name} has two accounts, each with a policy.`,
      wanted ? "Leave --side out." : "Say which: --side backend, --side web",
    );
  }
  if (statementsOf(command, wanted.side).length === 0) {
    throw new PantherError(
      "policy-needless",
      `${command} asks nothing of AWS there.`,
      "It needs no policy on that side.",
    );
  }
  const commands = bucket === "" ? [command] : [command, "--journal"];
  return policyOf(commands, wanted.side, wanted.place);
}
