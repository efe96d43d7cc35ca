// `npm run local -- <command>`: local AWS from a shell. Exit codes: 0 done, 1 failed (or, for status, not running), 2 wrong use.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { failablePhases } from "./aws/control.ts";
import { findLocalAws, type LocalAws, type StartOptions, startLocalAws } from "./aws/instance.ts";
import { addBridgeCommand } from "./bridgeCommand.ts";
import { addEnvCommand } from "./envCommand.ts";
import { localFolder } from "./setup/places.mjs";
import { addUseCommand } from "./useCommand.ts";

const directory = join(localFolder(), "aws");

const say = (text: string) => process.stdout.write(`${text}\n`);
const tell = (text: string) => process.stderr.write(`${text}\n`);

/** A failure that needs no stack trace. */
class CommandFailure extends Error {}

async function running(): Promise<LocalAws> {
  const found = await findLocalAws(directory);
  if (!found) throw new CommandFailure("Local AWS is not running. Start it with: npm run local -- start");
  return found;
}

async function control<T>(method: string, path: string, body?: unknown): Promise<T> {
  const { endpoint } = await running();
  const answer = await fetch(`${endpoint}/_local/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const result = (await answer.json()) as T & { readonly error?: string };
  if (!answer.ok) throw new CommandFailure(result.error ?? `Local AWS answered ${answer.status}`);
  return result;
}

function atLeast(minimum: number, whole: boolean): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value) || value < minimum || (whole && !Number.isInteger(value))) {
      throw new InvalidArgumentError(`It must be a ${whole ? "whole " : ""}number of at least ${minimum}.`);
    }
    return value;
  };
}

const seconds = atLeast(0, false);
const count = atLeast(1, true);
const on = () =>
  new Option(
    "--on <operation>",
    "which operation; rollback is an update that is undone, change-set is of the stack with that name as path",
  )
    .choices(["create", "update", "delete", "rollback", "change-set"])
    .default("create");

interface Timing {
  readonly resourceSeconds?: number;
  readonly buildSeconds?: number;
  readonly enforceIam?: boolean;
}

interface FaultOptions {
  readonly stack?: string;
  readonly on: string;
  readonly times?: number;
  readonly release?: string;
}

const program = new Command("local")
  .description("AWS on this machine: CloudFormation, CodeBuild, and MiniStack for the rest")
  .exitOverride()
  .showHelpAfterError();

program
  .command("start")
  .description("start it, or say where it runs")
  .option("--port <number>", "port on 127.0.0.1 (default: the last one)", count)
  .option("--resource-seconds <seconds>", "how long each resource operation takes at least", seconds)
  .option("--build-seconds <seconds>", "how long a build takes", seconds)
  .option("--enforce-iam", "let the policies of roles and users decide what their keys may do")
  .option("--no-enforce-iam", "let everybody do everything")
  .action(async (options: Timing & { readonly port?: number }) => {
    const before = await findLocalAws(directory);
    const aws = before ?? (await start(options));
    const { port: _, ...timing } = options;
    if (before && Object.keys(timing).length > 0) await control("PUT", "settings", timing);
    say(`Local AWS ${before ? "runs" : "started"} at ${aws.endpoint}`);
  });

program
  .command("stop")
  .description("save its state and end it")
  .action(async () => {
    const found = await findLocalAws(directory);
    await found?.stop();
    say(found ? "Local AWS stopped" : "Local AWS was not running");
  });

program
  .command("status")
  .description("say whether it runs; exit code 1 when it does not")
  .action(async () => {
    const found = await findLocalAws(directory);
    if (!found) {
      say("Local AWS is not running");
      process.exitCode = 1;
      return;
    }
    const settings = await control<Required<Timing>>("GET", "settings");
    say(`Local AWS runs at ${found.endpoint}`);
    say(`State: ${directory}`);
    say(`Resources take at least ${settings.resourceSeconds} s, builds ${settings.buildSeconds} s`);
    say(settings.enforceIam ? "Policies decide what roles and users may do" : "Everybody may do everything");
  });

const local = async () => (await findLocalAws(directory)) ?? (await startAloud());
addEnvCommand(program, { local, say });
addUseCommand(program, { local, say });

program
  .command("fail")
  .description("make a resource fail")
  .argument(
    "<path>",
    'logical ids from the root stack down, such as "Core/OutputsTable"; * stands for any text of one of them',
  )
  .addOption(on())
  .option("--stack <name>", "only in this root stack (may hold *)")
  .option("--reason <text>", "the resource's status reason")
  .option("--times <number>", "how often (default: always)", count)
  .option("--release <version>", "only while the root template of this release is deployed")
  .action(async (path: string, { reason, ...options }: FaultOptions & { readonly reason?: string }) => {
    await addFault(path, options, { kind: "fail", ...(reason !== undefined && { reason }) });
  });

program
  .command("slow")
  .description("make a resource take longer")
  .argument("<path>", "as for fail")
  .requiredOption("--seconds <seconds>", "how much longer", atLeast(0.001, false))
  .addOption(on())
  .option("--stack <name>", "only in this root stack (may hold *)")
  .option("--times <number>", "how often (default: always)", count)
  .option("--release <version>", "only while the root template of this release is deployed")
  .action(async (path: string, { seconds: more, ...options }: FaultOptions & { readonly seconds: number }) => {
    await addFault(path, options, { kind: "slow", seconds: more });
  });

program
  .command("drift")
  .description("say that a resource was changed, or deleted, past CloudFormation: its drift detection then finds it so")
  .argument("<path>", "as for fail")
  .argument("[property]", "such as BillingMode, or Tags/0/Value; without it the resource is deleted")
  .argument("[value]", "what it is now: text, or JSON; without it the property is gone")
  .option("--stack <name>", "only in this root stack (may hold *)")
  .action(
    async (path: string, property: string | undefined, value: string | undefined, options: { stack?: string }) => {
      const change =
        property === undefined
          ? { kind: "deleted" }
          : { kind: "property", property, value: value === undefined ? null : jsonOr(value) };
      await control("POST", "drifts", { path, ...options, change });
      say(property === undefined ? `${path} counts as deleted` : `${property} of ${path} counts as changed`);
    },
  );

program
  .command("clear-drifts")
  .description("let every resource be as CloudFormation made it again")
  .action(async () => {
    await control("DELETE", "drifts");
    say("No drifts");
  });

program
  .command("fail-build")
  .description("make builds of a project fail")
  .option("--project <name>", "CodeBuild project", "panther-pulumi")
  .addOption(new Option("--phase <phase>", "where").choices(failablePhases).default("BUILD"))
  .option("--message <text>", "what the phase says", "Error while executing command: pulumi up. Reason: exit status 1")
  .option("--times <number>", "how often (default: always)", count)
  .action(
    async (options: {
      readonly project: string;
      readonly phase: string;
      readonly message: string;
      readonly times?: number;
    }) => {
      await control("POST", "builds/faults", options);
      say(`Builds of ${options.project} fail in ${options.phase}`);
    },
  );

addBridgeCommand(program, {
  change: (settings) => control("PUT", "settings", settings),
  say,
  seconds,
});

program
  .command("faults")
  .description("list what was told to fail or be slow")
  .action(async () => {
    for (const path of ["faults", "builds/faults"]) {
      for (const fault of await control<readonly object[]>("GET", path)) say(JSON.stringify(fault));
    }
  });

program
  .command("clear-faults")
  .description("let everything work again")
  .action(async () => {
    await control("DELETE", "faults");
    await control("DELETE", "builds/faults");
    say("No faults");
  });

program
  .command("expire-credentials")
  .description("refuse the callers' credentials as expired, until they are renewed")
  .option("--account <id>", "12 digits (default: everybody's)")
  .action(async ({ account }: { readonly account?: string }) => {
    await control("PUT", "credentials", { expired: account ?? true });
    say(`The credentials ${account === undefined ? "" : `of account ${account} `}count as expired`);
  });

program
  .command("renew-credentials")
  .description("let credentials be good again")
  .action(async () => {
    await control("PUT", "credentials", { expired: false });
    say("No credentials count as expired");
  });

program
  .command("reset")
  .description("delete all state: accounts, stacks, buckets; it runs afterwards if it ran before")
  .action(async () => {
    const found = await findLocalAws(directory);
    await found?.stop();
    rmSync(directory, { recursive: true, force: true });
    if (found) await start({ port: Number(new URL(found.endpoint).port) });
    say("Local AWS is as new");
  });

function start(options: Omit<StartOptions, "directory">): Promise<LocalAws> {
  return startLocalAws({ directory, ...options });
}

async function startAloud(): Promise<LocalAws> {
  tell("Starting local AWS …");
  const aws = await start({});
  tell(`Local AWS started at ${aws.endpoint}`);
  return aws;
}

async function addFault(path: string, options: FaultOptions, action: object): Promise<void> {
  // What fails in an update's rollback leaves the stack in UPDATE_ROLLBACK_FAILED.
  const strikes = options.on === "rollback" ? { ...options, on: "update", phase: "rollback" } : options;
  await control("POST", "faults", { path, ...strikes, action });
  say(`Set for ${path} on ${options.on}`);
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    tell(error instanceof CommandFailure ? error.message : error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
