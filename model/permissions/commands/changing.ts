import { build, buildsInBackend, type CommandPermissions, everywhere, inBackend, releases, state } from "../command.ts";
import * as china from "../statements/china.ts";
import { lookForTemplates, readSource, writeJournal } from "../statements/releases.ts";
import { changePolicies, changeRole, makeRole, removePolicies, removeRole } from "../statements/role.ts";
import {
  changeStacks,
  deleteStacks,
  explainFailure,
  findLeftovers,
  passRole,
  protectStack,
  readStacks,
  recoverStacks,
  stackOfRole,
} from "../statements/stacks.ts";

const everything = readStacks("DescribeStacks", "DescribeStackEvents", "DescribeStackResources", "GetTemplate");
const deployStatements = [
  everything,
  explainFailure,
  changeStacks("CreateStack", "UpdateStack"),
  protectStack,
  passRole,
  makeRole,
  changePolicies,
  ...releases,
  lookForTemplates,
  ...build,
];
const upgradeStatements = [
  everything,
  explainFailure,
  changeStacks("UpdateStack"),
  passRole,
  changeRole,
  changePolicies,
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

/** What changes an environment, or takes one over. */
export const changingCommands: readonly CommandPermissions[] = [
  {
    command: "deploy",
    what: "first deploy, or new parameters; Pulumi's own calls are in it",
    with: ["recover"],
    note: "The checks before it take what `preflight` takes, too.",
    statements: buildsInBackend(
      deployStatements,
      [...chinaBackend, china.makeBucket, china.readBucket],
      [...chinaWeb, china.makeSecret, china.readContainer],
    ),
  },
  {
    command: "upgrade",
    what: "minor by minor, to the wanted release; Pulumi's own calls are in it",
    with: ["recover"],
    note: "The checks before it take what `preflight` takes, too.",
    statements: buildsInBackend(
      upgradeStatements,
      [...chinaBackend, china.readBucket],
      [...chinaWeb, china.readContainer],
    ),
  },
  {
    command: "build",
    what: "sees to the post-deploy build",
    statements: inBackend([readStacks("DescribeStacks", "DescribeStackEvents", "DescribeStackResources"), ...build]),
  },
  {
    command: "recover",
    what: "gets stacks that are stuck moving again",
    statements: everywhere([
      readStacks("DescribeStacks", "DescribeStackEvents"),
      findLeftovers,
      recoverStacks,
      deleteStacks,
      removeRole,
      removePolicies,
    ]),
  },
  {
    command: "adopt",
    what: "takes over what runs; changes nothing in AWS",
    statements: { standard: [state, stackOfRole, ...releases, lookForTemplates] },
  },
  {
    command: "--journal",
    what: "of every command that has the option: copies the run's journal to a bucket",
    note: "A bucket that is encrypted with a key of yours wants kms:GenerateDataKey on the key, too.",
    statements: everywhere([writeJournal]),
  },
];
