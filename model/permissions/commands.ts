import type { CommandPermissions } from "./command.ts";
import { changingCommands } from "./commands/changing.ts";
import { chinaCommands } from "./commands/china.ts";
import { lookingCommands } from "./commands/looking.ts";
import { pulumiCommands } from "./commands/pulumi.ts";
import { sourceCommands } from "./commands/source.ts";
import { teardownCommands } from "./commands/teardown.ts";

export const commandPermissions: readonly CommandPermissions[] = [
  ...lookingCommands,
  ...changingCommands,
  ...teardownCommands,
  ...chinaCommands,
  ...sourceCommands,
  ...pulumiCommands,
];

/** Commands that ask nothing of AWS. */
export const commandsWithoutAws = [
  "china transform",
  "completion",
  "history",
  "parameters",
  "permissions",
  "releases",
  "report",
] as const;
