import type { Command } from "commander";
import type { TeardownPlan } from "../../model/teardown/teardownPlan.ts";
import type { ConfirmTeardown, TeardownOptions } from "../teardown/teardown.ts";
import { canAsk, confirm } from "./ask.ts";
import { confirmByName } from "./askName.ts";
import { counted } from "./bucketText.ts";
import {
  type ChangeOptions,
  drive,
  nobodyToAsk,
  positiveInteger,
  withBudgetOption,
  withChangeOptions,
  withEnvironmentOptions,
} from "./environmentCommand.ts";

interface TeardownCommandOptions extends ChangeOptions {
  readonly stack?: string;
  readonly region?: string;
  readonly confirm?: string;
  readonly dryRun?: boolean;
  readonly keepData?: boolean;
  readonly expireFrom?: number;
  readonly logGroups?: readonly string[];
  readonly roleArn?: string;
  readonly deleteSecretNow?: boolean;
  readonly deleteReleaseBucket?: boolean;
  readonly removeStack?: boolean;
  readonly callsPerSecond?: number;
}

/** `panther teardown`: removes a Panther with what its stacks leave behind. */
export function addTeardownCommand(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command("teardown")
    .description("remove a Panther: stacks, buckets, log groups")
    .argument("[environment]", "name of the environment: stacks/Pulumi.<environment>.yaml");
  withBudgetOption(withChangeOptions(withEnvironmentOptions(command)))
    .option("--stack <stack>", "root stack, of a Panther without an environment's file")
    .option("--region <region>", "with --stack: its region; AWS_REGION otherwise")
    .option("--confirm <name>", "the name that would have to be typed")
    .option("--dry-run", "show the plan; change nothing")
    .option("--keep-data", "keep all buckets")
    .option("--expire-from <number>", "from so many versions on, let a bucket expire (default: 10000)", positiveInteger)
    .option("--log-groups <groups...>", "delete these as well, of those that the plan asks about")
    .option("--role-arn <arn>", "role for CloudFormation to delete with")
    .option("--delete-secret-now", "China: no days in which the secret can be had back")
    .option("--delete-release-bucket", "China: delete the copies of releases, too")
    .option("--remove-stack", "remove the Pulumi stack, too, with its history")
    .addHelpText("after", examples)
    .action(async (environment: string | undefined, options: TeardownCommandOptions) => {
      if (environment === undefined && options.stack === undefined) command.error(nothingNamed);
      setExitCode(await act(environment, options));
    });
}

async function act(environment: string | undefined, options: TeardownCommandOptions): Promise<number> {
  const { confirm: typed, expireFrom, accept, reason, journal, project, pollSeconds, json, ...choices } = options;
  const drivenBy = { project, pollSeconds, ...defined({ accept, reason, journal, json }) };
  const name = environment ?? choices.stack ?? "";
  const { teardown } = await import("../teardown/teardown.ts");
  return await drive(name, drivenBy, async ({ environment: _, ...run }) => {
    const asked = defined({ ...choices, threshold: expireFrom, environment });
    const all: TeardownOptions = { ...run, ...asked };
    if (choices.dryRun) return await teardown(all);
    if (typed !== undefined) return await teardown({ ...all, confirm: async () => ({ name: typed, logGroups: [] }) });
    if (!canAsk())
      return await nobodyToAsk(name, { ...run, environment: name }, lookFirst(environment, name), "--confirm");
    return await teardown({ ...all, confirm: asking });
  });
}

/** On a terminal: first about what may be somebody else's, then for the name, since that can't be taken back. */
const asking: ConfirmTeardown = async (plan, signal) => {
  const open = groupsToAskAbout(plan);
  const question = `Delete ${counted(open.length, "log group")} marked ? as well, perhaps somebody else's?`;
  const logGroups = open.length > 0 && (await confirm(question, signal)) ? open : [];
  signal.throwIfAborted();
  const { confirmation } = plan;
  const isRight = await confirmByName(`This can't be undone. To go on, type ${confirmation}:`, confirmation, signal);
  return { name: isRight ? confirmation : "", logGroups };
};

function groupsToAskAbout({ sides }: TeardownPlan): readonly string[] {
  return sides.flatMap(({ logGroups }) => logGroups.flatMap(({ name, way }) => (way === "ask" ? [name] : [])));
}

function lookFirst(environment: string | undefined, name: string): string {
  const which = environment === undefined ? `--stack ${name}` : name;
  return `Look at the plan (panther teardown ${which} --dry-run), then add --confirm ${name} to the command.`;
}

/** Without what was left out. */
function defined<T extends object>(values: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>;
  };
}

const nothingNamed = "error: name an environment, as in panther teardown prod, or a root stack: --stack panther-prod";

const examples = `
Nothing is changed before the name is typed, or given with --confirm. First the
root stack goes, then the role's, then buckets and log groups; where a stack
fails, no bucket is touched. The same command goes on after a failure or a kill,
and later deletes buckets that have expired. What is removed, what stays and
what that costs: docs/teardown.md.

Examples:
  panther teardown prod --dry-run           what goes, and what stays
  panther teardown prod                     shows that, and has the name typed
  panther teardown prod --confirm prod      in scripts
  panther teardown prod --keep-data         leaves the buckets
  panther teardown --stack panther-old --region us-east-1 --dry-run
  panther teardown --stack panther-bootstrap   of mage deploy: all nine stacks`;
