import { buildsInBackend, type CommandPermissions, everywhere, releases, state } from "../command.ts";
import { readBuilds } from "../statements/builds.ts";
import * as china from "../statements/china.ts";
import { preflightStatements } from "../statements/preflight.ts";
import { readSource } from "../statements/releases.ts";
import {
  drift,
  explainFailure,
  listStacks,
  passRole,
  previewChanges,
  readStacks,
  removeEmptyStack,
} from "../statements/stacks.ts";

const statusStatements = [state, readBuilds, ...releases];

/** What changes nothing. */
export const lookingCommands: readonly CommandPermissions[] = [
  {
    command: "status",
    what: "looks at what runs",
    note: "On the web side of a split it reads the secret to tell how old its key is; without ReadSecret it leaves that out.",
    statements: buildsInBackend(statusStatements, [china.readKeys], [china.readSecret, china.useSecretsKey]),
  },
  {
    command: "status --drift",
    what: "has CloudFormation compare, too",
    with: ["status"],
    note: "CloudFormation reads the resources with the caller's permissions: it tells drift only of those that the caller may read, for which AWS's own policy `ReadOnlyAccess` is the simplest.",
    statements: everywhere([...drift], [china.readBucket], [china.readContainer]),
  },
  {
    command: "plan",
    what: "looks at what runs and reads the releases on the way",
    statements: everywhere([state, ...releases], [], [readSource]),
  },
  {
    command: "plan --changes",
    what: "also `--changes` of deploy and upgrade: makes a change set and removes it",
    with: ["plan"],
    statements: everywhere([previewChanges, removeEmptyStack, listStacks, passRole]),
  },
  {
    command: "preflight",
    what: "looks for what would fail a deploy; also the checks that deploy and upgrade make first",
    note: "Without one of these the check says that it could not tell, and nothing else happens. deploy and upgrade leave the checks out with `--no-preflight`.",
    statements: everywhere([state, ...preflightStatements, ...releases], [], [readSource]),
  },
  {
    command: "diagnose",
    what: "says what failed first",
    statements: everywhere([readStacks("DescribeStacks", "DescribeStackEvents"), explainFailure]),
  },
  {
    command: "watch",
    what: "follows what CloudFormation does",
    statements: everywhere([readStacks("DescribeStacks", "DescribeStackEvents", "GetTemplate")]),
  },
];
