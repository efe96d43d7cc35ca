import { type CommandPermissions, everywhere } from "../command.ts";
import * as china from "../statements/china.ts";
import { lookForTemplates, readReleases } from "../statements/releases.ts";
import { changePolicies, changeRole, makeRole, removePolicies, removeRole } from "../statements/role.ts";
import { changeStacks, deleteStacks, passRole, readStacks } from "../statements/stacks.ts";

/** Without the driver. */
export const pulumiCommands: readonly CommandPermissions[] = [
  {
    command: "pulumi preview",
    what: "looks whether the templates are there; the rest is in Pulumi's state",
    statements: everywhere(
      [lookForTemplates],
      [readStacks("DescribeStacks", "GetTemplate")],
      [readStacks("DescribeStacks", "GetTemplate"), china.lookForValue],
    ),
  },
  {
    command: "pulumi up",
    what: "without the driver: creates, updates and reads back both stacks",
    note: "Pulumi's aws plugin makes the calls: `CreateStack` or `UpdateStack`, `DescribeStacks` until it is done, `GetTemplate`, and `DescribeStackEvents` where it failed. The official one also begins with `sts:GetCallerIdentity` and, of the release bucket in China, reads more settings than the stand-in of local AWS; that is in the backend's policy.",
    statements: everywhere(
      [
        readStacks("DescribeStacks", "DescribeStackEvents", "GetTemplate"),
        changeStacks("CreateStack", "UpdateStack"),
        passRole,
        makeRole,
        changeRole,
        changePolicies,
        readReleases,
        lookForTemplates,
      ],
      [china.makeBucket, china.readBucket],
      [china.makeSecret, china.readContainer, china.lookForValue],
    ),
  },
  {
    command: "pulumi destroy",
    what: "deletes both stacks; termination protection and Pulumi's protection have to be gone",
    statements: everywhere(
      [readStacks("DescribeStacks"), deleteStacks, removeRole, removePolicies],
      [china.removeBucket],
      [china.removeSecret],
    ),
  },
];
