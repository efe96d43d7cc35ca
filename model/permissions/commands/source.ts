import type { CommandPermissions } from "../command.ts";
import * as source from "../statements/source.ts";
import { readStacks } from "../statements/stacks.ts";

const common = {
  note: "The machine acts with the deployment role; what makes the machine is in docs/source.md.",
  statements: {
    standard: [
      readStacks("DescribeStacks"),
      source.findMachine,
      source.startMachine,
      source.sendCommand,
      source.useShellDocument,
      source.readSourceLog,
    ],
  },
};

/** `panther source …` */
export const sourceCommands: readonly CommandPermissions[] = [
  { command: "source deploy", what: "Panther's own tool, on a machine in AWS", ...common },
  { command: "source master-deploy", what: "the same, in one root stack", ...common },
  {
    command: "source teardown",
    what: "the same, to take it down",
    note: common.note,
    statements: {
      standard: [...common.statements.standard, source.readSourceStacks, source.lookForLogGroups],
    },
  },
];
