import type { PermissionStatement } from "./statement.ts";
import { readBuildLog, readBuilds, startBuild } from "./statements/builds.ts";
import * as china from "./statements/china.ts";
import { preflightStatements } from "./statements/preflight.ts";
import { listRoles, lookForTemplates, readReleases, readSource, writeJournal } from "./statements/releases.ts";
import { changeRole, makeRole, removeRole } from "./statements/role.ts";
import * as source from "./statements/source.ts";
import * as stacks from "./statements/stacks.ts";

/** Whose account a policy is for: a Panther that is not split, or one of the sides of one that is. */
export type PolicySide = "standard" | "backend" | "web";

/** What running a command takes of AWS. */
export interface CommandPermissions {
  /** As it is typed after `panther`, or a command of Pulumi's. */
  readonly command: string;
  readonly what: string;
  /** Commands whose permissions these are on top of. */
  readonly with?: readonly string[];
  /** Said below the policy: what it leaves to others. */
  readonly note?: string;
  /** By side; none for one that the command has nothing to do with. */
  readonly statements: Partial<Readonly<Record<PolicySide, readonly PermissionStatement[]>>>;
}

type Statements = readonly PermissionStatement[];

/** Without a split, and on each side of one. */
const everywhere = (statements: Statements, backend: Statements = [], web: Statements = []) => ({
  standard: statements,
  backend: [...statements, ...backend],
  web: [...statements, ...web],
});

const { readStacks, listStacks, passRole } = stacks;
const releases = [readReleases, listRoles];
const state = readStacks("DescribeStacks", "DescribeStackResources", "GetTemplate");
const everything = readStacks("DescribeStacks", "DescribeStackEvents", "DescribeStackResources", "GetTemplate");
const build = [readBuilds, startBuild, readBuildLog];
const withoutBuilds = (statements: Statements) => statements.filter((one) => !build.includes(one));

const statusStatements = [state, readBuilds, ...releases];
const deployStatements = [
  everything,
  stacks.explainFailure,
  stacks.changeStacks("CreateStack", "UpdateStack"),
  stacks.protectStack,
  passRole,
  makeRole,
  ...releases,
  lookForTemplates,
  ...build,
];
const upgradeStatements = [
  everything,
  stacks.explainFailure,
  stacks.changeStacks("UpdateStack"),
  passRole,
  changeRole,
  ...releases,
  lookForTemplates,
  ...build,
];
const chinaBackend = [
  china.copyHere,
  china.listHere,
  china.readGateway,
  china.makeKeys,
  china.tagKeys,
  china.retireKeys,
];
const chinaWeb = [
  readSource,
  china.readSecret,
  china.writeSecret,
  china.useSecretsKey,
  china.findServices,
  china.readServices,
];

export const commandPermissions: readonly CommandPermissions[] = [
  {
    command: "status",
    what: "looks at what runs",
    note: "On the web side of a split it reads the secret to tell how old its key is; without ReadSecret it leaves that out.",
    statements: everywhere(statusStatements, [china.readKeys], [china.readSecret, china.useSecretsKey]),
  },
  {
    command: "status --drift",
    what: "has CloudFormation compare, too",
    with: ["status"],
    note: "CloudFormation reads the resources with the caller's permissions: it tells drift only of those that the caller may read, for which AWS's own policy `ReadOnlyAccess` is the simplest.",
    statements: everywhere([...stacks.drift]),
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
    statements: everywhere([stacks.previewChanges, stacks.removeEmptyStack, listStacks, passRole]),
  },
  {
    command: "preflight",
    what: "looks for what would fail a deploy; also the checks that deploy and upgrade make first",
    note: "Without one of these the check says that it could not tell, and nothing else happens. deploy and upgrade leave the checks out with `--no-preflight`.",
    statements: everywhere([readStacks("DescribeStacks"), ...preflightStatements, ...releases], [], [readSource]),
  },
  {
    command: "deploy",
    what: "first deploy, or new parameters; Pulumi's own calls are in it",
    with: ["recover"],
    note: "The checks before it take what `preflight` takes, too.",
    statements: everywhere(
      deployStatements,
      [...chinaBackend, china.makeBucket],
      [...withoutBuilds(chinaWeb), china.makeSecret, china.lookForValue],
    ),
  },
  {
    command: "upgrade",
    what: "minor by minor, to the wanted release; Pulumi's own calls are in it",
    with: ["recover"],
    note: "The checks before it take what `preflight` takes, too.",
    statements: everywhere(upgradeStatements, [...chinaBackend], [...chinaWeb, china.lookForValue]),
  },
  {
    command: "build",
    what: "sees to the post-deploy build",
    statements: everywhere([readStacks("DescribeStacks", "DescribeStackEvents", "DescribeStackResources"), ...build]),
  },
  {
    command: "recover",
    what: "gets stacks that are stuck moving again",
    statements: everywhere([
      readStacks("DescribeStacks", "DescribeStackEvents"),
      stacks.findLeftovers,
      stacks.recoverStacks,
      stacks.deleteStacks,
      removeRole,
    ]),
  },
  {
    command: "adopt",
    what: "takes over what runs; changes nothing in AWS",
    statements: { standard: [state, stacks.stackOfRole, ...releases, lookForTemplates] },
  },
  {
    command: "diagnose",
    what: "says what failed first",
    statements: everywhere([readStacks("DescribeStacks", "DescribeStackEvents"), stacks.explainFailure]),
  },
  {
    command: "watch",
    what: "follows what CloudFormation does",
    statements: everywhere([readStacks("DescribeStacks", "DescribeStackEvents", "GetTemplate")]),
  },
  {
    command: "--journal",
    what: "of every command that has the option: copies the run's journal to a bucket",
    note: "A bucket that is encrypted with a key of yours wants kms:GenerateDataKey on the key, too.",
    statements: everywhere([writeJournal]),
  },
  {
    command: "china copy",
    what: "copies a release into the bucket in China",
    statements: { backend: [china.copyHere, china.listHere], web: [readSource, listRoles] },
  },
  {
    command: "china download",
    what: "downloads a release, outside of China",
    statements: { web: [readSource, listRoles] },
  },
  {
    command: "china upload",
    what: "uploads a downloaded release into the bucket in China",
    statements: { backend: [china.copyHere, china.listHere] },
  },
  {
    command: "china check",
    what: "asks the bridge with the web app's key",
    statements: { backend: [china.readGateway], web: [china.readSecret, china.useSecretsKey] },
  },
  {
    command: "china rotate-key",
    what: "gives the web app a new key",
    statements: {
      backend: [china.readGateway, china.makeKeys, china.tagKeys, china.retireKeys],
      web: [
        china.readSecret,
        china.writeSecret,
        china.useSecretsKey,
        china.findServices,
        china.readServices,
        china.redeployServices,
      ],
    },
  },
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
    note: "The plugin that AWS users of Pulumi have also reads the settings of a bucket that local AWS's stand-in does not ask for; that is in the backend's policy.",
    statements: everywhere(
      [
        readStacks("DescribeStacks", "DescribeStackEvents", "GetTemplate"),
        stacks.changeStacks("CreateStack", "UpdateStack"),
        passRole,
        makeRole,
        changeRole,
        readReleases,
        lookForTemplates,
      ],
      [china.makeBucket, china.readBucketAsProvider],
      [china.makeSecret, china.lookForValue],
    ),
  },
  {
    command: "pulumi destroy",
    what: "deletes both stacks; termination protection and Pulumi's protection have to be gone",
    statements: everywhere(
      [readStacks("DescribeStacks"), stacks.deleteStacks, removeRole],
      [china.removeBucket],
      [china.removeSecret],
    ),
  },
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
