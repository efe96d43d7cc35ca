import { join } from "node:path";
import { type Command, Option } from "commander";
import { awsEnvironment, variablesToRemove } from "./aws/environment.ts";
import type { LocalAws } from "./aws/instance.ts";
import { profiles, profilesFile } from "./aws/profiles.ts";
import { defaultAccount } from "./aws/scope.ts";
import { localFolder } from "./setup/places.mjs";

export interface EnvCommandTools {
  /** The one that runs, or one that is started. */
  readonly local: () => Promise<LocalAws>;
  readonly say: (text: string) => void;
}

interface EnvOptions {
  readonly account: string;
  readonly region: string;
  readonly profile?: string;
}

const keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;

/** Adds `local env`. */
export function addEnvCommand(program: Command, { local, say }: EnvCommandTools): void {
  program
    .command("env")
    .description('print what a shell needs: eval "$(npm run --silent local -- env)"')
    .option("--account <id>", "12 digits", defaultAccount)
    .option("--region <name>", "AWS region", "us-east-1")
    .addOption(
      new Option("--profile <name>", "a side of a split over AWS China, in place of account and region").choices(
        profiles.map(({ name }) => name),
      ),
    )
    .addHelpText(
      "after",
      `
Accounts that begin with 86 are in China, all others outside, and neither is
known in the other's regions. An AWS profile for each side is always set up.`,
    )
    .action(async ({ account, region, profile: name }: EnvOptions) => {
      const { endpoint, directory } = await local();
      const { pulumiEnvironment } = await import("./standins/environment.ts");
      const { PATH: _, ...pulumi } = pulumiEnvironment(localFolder());
      const profile = profiles.find((candidate) => candidate.name === name);
      const aws = awsEnvironment(endpoint, profile ?? { accountId: account, region }, profilesFile(directory));
      say(`unset ${[...variablesToRemove(process.env), ...keys].join(" ")}`);
      for (const [key, value] of Object.entries({ ...(profile ? withProfile(aws, profile.name) : aws), ...pulumi })) {
        say(`export ${key}=${quoted(value)}`);
      }
      // The shell's own: this process's PATH is what npm made of it.
      say(`export PATH=${quoted(join(localFolder(), "bin"))}:"$PATH"`);
    });
}

/** Without keys of its own: the SDKs warn where there are both. */
function withProfile(aws: Readonly<Record<string, string>>, name: string): Record<string, string> {
  const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...rest } = aws;
  return { ...rest, AWS_PROFILE: name };
}

/** For a POSIX shell. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
