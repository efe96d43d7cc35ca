import { type RecoveryAnswer, recoveryTable, type StatusRow } from "../../model/recovery/recoveryTable.ts";

const answers: Readonly<Record<RecoveryAnswer, string>> = {
  nothing: "nothing to do",
  wait: "wait",
  "continue-rollback": "continue the rollback",
  "roll-back": "roll back",
  delete: "delete, create again",
  "delete-review": "delete the leftover",
  person: "**a person**",
};

const explained: Readonly<Record<RecoveryAnswer, string>> = {
  nothing: "`panther deploy` and `panther upgrade` go on from what stands.",
  wait: "CloudFormation is at work. `panther recover` waits for it, then looks again.",
  "continue-rollback":
    "What stopped it is listed with AWS's reason, down through the nested stacks. Mend that first where you can. What can't be mended is named with `--skip`: CloudFormation then calls it updated and leaves it as it is, so that it may differ from its template, which the next update may stumble on. Only what failed in the rollback itself can be skipped.",
  "roll-back": "`RollbackStack`: back to what stood before the update.",
  delete:
    "Only where no creation, update or import was ever completed, so that there is nothing to lose; the deployment role's stack, which holds no data, also where one was. The next `panther deploy` creates it again.",
  "delete-review": "The stack is empty; its change sets go with it.",
  person: "You are told what is wrong, and the command that goes on. Exit code 1.",
};

/** docs/recovery.md, from the table that `panther recover` goes by. */
export function recoveryPage(): string {
  return `${[
    "# Recovery",
    "`panther recover <environment>` gets an environment's own stacks, the root stack and the deployment role's, moving again. It looks, shows what it found and what it will do, asks (`--yes` answers for you), does it, waits for the end and looks again. `--dry-run` stops after the plan. Running it again joins what is under way and goes on from what stands.",
    "It then sees to Pulumi's side: what a killed Pulumi was about to create is taken into its state where it exists and forgotten where it doesn't, and a lock that a dead run of panther left is cancelled. Anybody else's lock stays.",
    "## By the stack's status",
    "Whether anything ever ran in a stack is read from its events. CloudFormation keeps those for 90 days: where they don't reach back to the stack's beginning, nothing ran if only a first creation leads to the status (`CREATE_FAILED`, `ROLLBACK_COMPLETE`, `ROLLBACK_FAILED`, `REVIEW_IN_PROGRESS`), and something did otherwise. A stack that is to be deleted and is protected from termination is left to a person. Source of the statuses: AWS CloudFormation User Guide, \"Stack status codes\".",
    table(
      ["status", "what happened", "root stack that ran", "role's stack that was made", "where nothing ever ran"],
      Object.entries(recoveryTable).map(row),
    ),
    "A status that is not in the table is waited for while it ends in `_IN_PROGRESS`, and left to a person otherwise.",
    "## What is done",
    table(
      ["answer", "what it is"],
      Object.entries(explained).map(([answer, text]) => [answers[answer as RecoveryAnswer], text]),
    ),
    "## What stops a rollback",
    [
      "- A resource that was deleted or changed by hand: put it back, then `panther recover`.",
      "- A permission that the deployment role lacks: the rollback acts with the role; deploy the right one (`panther plan` shows which), then `panther recover`.",
      "- Something that only took too long: `panther recover` is enough.",
      "- A nested stack that somebody deleted: `panther recover --skip <its logical ID>`.",
      "- Anything else: `panther recover --skip <path>`, with as few resources as possible; what depends on one need not be skipped with it.",
    ].join("\n"),
    "`ContinueUpdateRollback` works on the environment's own stack, never on one nested in it.",
  ].join("\n\n")}\n`;
}

function row([status, { means, ran, neverRan }]: readonly [string, StatusRow]): readonly string[] {
  return [`\`${status}\``, means, answers[ran.root], answers[ran.role], answers[neverRan]];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
