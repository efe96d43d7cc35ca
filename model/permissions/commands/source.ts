import type { CommandPermissions } from "../command.ts";
import * as source from "../statements/source.ts";
import { readStacks } from "../statements/stacks.ts";

/** `panther source …` */
export const sourceCommands: readonly CommandPermissions[] = [
  {
    command: "source deploy",
    what: "also source master-deploy and source teardown: Panther's own tool, on a machine in AWS",
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
  },
];
