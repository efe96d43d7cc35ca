import type { BlockedResource } from "./history.ts";
import { type OwnStack, type RecoveryAnswer, statusRow } from "./recoveryTable.ts";
import { pathOf } from "./skips.ts";

/** One of the environment's own stacks, as it was found. */
export interface FoundStack {
  readonly stack: OwnStack;
  readonly name: string;
  /** ARN. */
  readonly stackId: string;
  /** CloudFormation's. */
  readonly status: string;
  /** AWS's own words. */
  readonly statusReason?: string;
  /** Whether a creation, update or import of it was ever completed. */
  readonly ran: boolean;
  readonly terminationProtection: boolean;
  /** What keeps its rollback, or its deletion, from ending. */
  readonly blocked: readonly BlockedResource[];
}

/** What a stack's recovery is. */
export interface RecoveryStep extends FoundStack {
  /** What its status means. */
  readonly means: string;
  readonly answer: RecoveryAnswer;
  /** What is done about it, or has to be done by a person. */
  readonly text: string;
  /** What a person has to run, where the answer is `person`; or may have to. */
  readonly commands: readonly string[];
}

/** What gets a stack moving again, by the table. */
export function recoveryStep(
  found: FoundStack,
  where: { readonly environment: string; readonly region: string },
): RecoveryStep {
  const { condition: _, means, ran, neverRan } = statusRow(found.status);
  const said = found.ran ? ran[found.stack] : neverRan;
  const guarded = found.terminationProtection && (said === "delete" || said === "delete-review");
  const answer = guarded ? "person" : said;
  return { ...found, means, answer, ...wordsOf(found, answer, guarded, where) };
}

function wordsOf(
  found: FoundStack,
  answer: RecoveryAnswer,
  guarded: boolean,
  { environment, region }: { readonly environment: string; readonly region: string },
): Pick<RecoveryStep, "text" | "commands"> {
  const of = `--stack-name ${found.name} --region ${region}`;
  const blocked = found.blocked.map(pathOf).join(", ");
  switch (answer) {
    case "nothing":
      return { text: "Nothing to do.", commands: [] };
    case "wait":
      return { text: "Wait until CloudFormation has finished.", commands: [] };
    case "continue-rollback":
      return {
        text: `Continue the rollback to what stood before${blocked ? `; what stopped it: ${blocked}. Where it can't be mended, --skip leaves it as it is` : ""}.`,
        commands: [],
      };
    case "roll-back":
      return { text: "Roll the update back to what stood before.", commands: [] };
    case "delete":
      return {
        text: `Delete it: ${found.ran ? "a role holds no data" : "nothing ever ran in it"}. panther deploy ${environment} creates it again.`,
        commands: [],
      };
    case "delete-review":
      return { text: "Delete it with its change sets: there is nothing in it.", commands: [] };
    case "person":
      if (guarded) {
        return {
          text: "It is protected from termination, which somebody set by hand. If it may go, remove that first.",
          commands: [`aws cloudformation update-termination-protection --no-enable-termination-protection ${of}`],
        };
      }
      return found.status === "DELETE_FAILED"
        ? {
            text: `Somebody deletes a Panther that ran. If that is meant, see to what could not be deleted${blocked ? ` (${blocked})` : ""}, then delete it again; --retain-resources leaves resources of the root stack behind, --deletion-mode FORCE_DELETE_STACK all that can't be deleted.`,
            commands: [`aws cloudformation delete-stack ${of}`],
          }
        : {
            text: "Nobody but a person can tell how that goes on: look at its events, and ask AWS Support where they don't tell.",
            commands: [`aws cloudformation describe-stack-events ${of}`],
          };
  }
}

/** Whether steps change anything in AWS. */
export function changesAnything(steps: readonly Pick<RecoveryStep, "answer">[]): boolean {
  return steps.some(({ answer }) => !["nothing", "wait", "person"].includes(answer));
}
