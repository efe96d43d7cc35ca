import { type CommandPermissions, releases } from "../command.ts";
import { readGateway } from "../statements/china.ts";
import { removeRole } from "../statements/role.ts";
import { deleteStacks, passRole, protectStack, readStacks } from "../statements/stacks.ts";
import * as teardown from "../statements/teardown.ts";

const stacksAndRest = [
  readStacks("DescribeStacks", "DescribeStackEvents", "GetTemplate", "ListStackResources"),
  teardown.findAnything,
  teardown.lookForProjects,
  teardown.lookForRest,
  teardown.lookForNames,
  teardown.readRole,
  teardown.readRolesPolicies,
  ...releases,
  protectStack,
  deleteStacks,
  passRole,
  removeRole,
];
const data = [teardown.lookForData, teardown.readTags, ...teardown.ownBuckets, teardown.removeLogGroups];

/** `panther teardown` */
export const teardownCommands: readonly CommandPermissions[] = [
  {
    command: "teardown",
    what: "removes a Panther with what its stacks leave behind",
    note: "Only buckets whose names begin with the root stack's; others are told as unreadable. Stacks are deleted with the deployment role, and with its denies.",
    statements: {
      standard: [...stacksAndRest, ...data],
      backend: [...stacksAndRest, ...data, ...teardown.releaseBuckets, readGateway, teardown.deleteKeys],
      // The web app keeps nothing.
      web: [...stacksAndRest, teardown.deleteSecret],
    },
  },
];
