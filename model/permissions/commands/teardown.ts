import { type CommandPermissions, releases } from "../command.ts";
import { readGateway } from "../statements/china.ts";
import { removePolicies, removeRole } from "../statements/role.ts";
import { deleteStacks, findLeftovers, passRole, protectStack, readStacks } from "../statements/stacks.ts";
import * as teardown from "../statements/teardown.ts";

const stacksAndRest = [
  readStacks("DescribeStacks", "DescribeStackEvents", "GetTemplate", "ListStackResources"),
  findLeftovers,
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
  removePolicies,
  // Looked for on each side.
  teardown.readTags,
  teardown.removeLogGroups,
];
const data = [teardown.lookForData, ...teardown.ownBuckets];

/** `panther teardown` */
export const teardownCommands: readonly CommandPermissions[] = [
  {
    command: "teardown",
    what: "removes a Panther with what its stacks leave behind",
    note: "Only buckets whose names begin with the root stack's, or with `panther-bootstrap-` where Panther was deployed from source; others are told as unreadable. Stacks are deleted with the deployment role, and with its denies. The stacks of a deployment from source have no role of their own: give `--role-arn` the deployment role's, or they are deleted with the caller's permissions, which are not in the policy. With `--stack`, print the policy of an environment whose `rootStackName` is that name.",
    statements: {
      standard: [...stacksAndRest, ...data, teardown.removeSourceStacks],
      backend: [...stacksAndRest, ...data, ...teardown.releaseBuckets, readGateway, teardown.deleteKeys],
      // The web app keeps nothing.
      web: [...stacksAndRest, teardown.deleteSecret],
    },
  },
];
