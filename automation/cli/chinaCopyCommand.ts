import { randomUUID } from "node:crypto";
import type { Command } from "commander";
import { PantherError } from "../../model/error.ts";
import { parseVersion } from "../../model/release/version.ts";
import type { CopyRequest } from "../china/copy/copyRequest.ts";
import { projectOption } from "./environmentCommand.ts";
import { type CopyContext, runCopy } from "./runCopy.ts";

interface CopyCommandOptions {
  readonly release?: string;
  readonly bucket?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly sourceRegion?: string;
  readonly sourceProfile?: string;
  readonly web?: boolean;
  readonly dryRun?: boolean;
  /** `--no-lint`. */
  readonly lint: boolean;
  readonly json?: boolean;
  readonly project: string;
}

/** Adds `panther china copy`, for machines that reach both sides. */
export function addChinaCopyCommand(china: Command, setExitCode: (code: number) => void): void {
  china
    .command("copy")
    .description("copy a release into a bucket in AWS China")
    .argument("[environment]", "one that is split in China: its file says from where to where")
    .option("--release <version>", "the release; default: the one that the file wants")
    .option("--bucket <bucket>", "without an environment: the bucket in China")
    .option("--region <region>", "without an environment: its region")
    .option("--profile <name>", "without an environment: AWS profile of the account in China")
    .option("--source-region <region>", "whose bucket of Panther's to read; default: us-east-1")
    .option("--source-profile <name>", "AWS profile of an account that Panther has approved")
    .option("--web", "the web app's template and what it needs, as they are, too")
    .option("--dry-run", "say what would be copied, and how each template would change")
    .option("--no-lint", "without cfn-lint, which is asked where it is installed")
    .option("--json", "print one JSON event a line")
    .addOption(projectOption())
    .addHelpText("after", examples)
    .action(async (environment: string | undefined, options: CopyCommandOptions) => {
      setExitCode(
        await runCopy(options, async (context) => {
          const { copyRelease } = await import("../china/copy/copyRelease.ts");
          const request = await requestOf(environment, options, context);
          const lint = options.lint ? {} : { lint: null };
          await copyRelease({ ...request, ...lint, report: context.report, dryRun: options.dryRun ?? false });
        }),
      );
    });
}

const examples = `
Examples:
  panther china copy prod                   the release that the file wants
  panther china copy prod --release v1.38.5 --dry-run
  panther china copy --release v1.39.7 --bucket my-releases \\
    --region cn-north-1 --profile china --source-profile web

Reads from Panther's bucket and writes into yours; what is there with the same
content stays, and a copy that was interrupted goes on. The root template comes
last: where it is, all is. Where no machine reaches both sides: panther china
download on one, panther china upload on the other.`;

function requestOf(environment: string | undefined, options: CopyCommandOptions, context: CopyContext) {
  return environment === undefined ? plainRequest(options, context) : environmentRequest(environment, options, context);
}

async function environmentRequest(
  name: string,
  options: CopyCommandOptions,
  { signal, timing }: CopyContext,
): Promise<CopyRequest> {
  for (const key of ["bucket", "region", "profile", "sourceRegion", "sourceProfile"] as const) {
    if (options[key] !== undefined) throw twice(name, key);
  }
  const { loadEnvironment } = await import("../environmentFile.ts");
  const { checkCopyAccounts } = await import("../china/copy/copyAccounts.ts");
  const { copyOfEnvironment } = await import("../china/copy/copyOfEnvironment.ts");
  const environment = await loadEnvironment(options.project, name);
  const origin = { runId: randomUUID() };
  const release = options.release === undefined ? environment.version : parseVersion(options.release);
  const request = copyOfEnvironment(environment, origin, { release, timing, signal, web: options.web ?? false });
  await checkCopyAccounts(environment, origin);
  return request;
}

async function plainRequest(options: CopyCommandOptions, { signal, timing }: CopyContext): Promise<CopyRequest> {
  const { release, bucket, region, profile, sourceRegion = "us-east-1", sourceProfile, web = false } = options;
  if (release === undefined || bucket === undefined || region === undefined) {
    throw new PantherError(
      "copy-incomplete",
      "Without an environment a copy needs --release, --bucket and --region.",
      "panther china copy --release v1.39.7 --bucket my-releases --region cn-north-1, or name an environment.",
    );
  }
  const { copyClient } = await import("../china/copy/copyClients.ts");
  const { s3Source } = await import("../china/copy/s3Source.ts");
  const origin = { runId: randomUUID() };
  const from = {
    ...origin,
    side: "source",
    region: sourceRegion,
    ...(sourceProfile && { profile: sourceProfile }),
  } as const;
  const to = { ...origin, side: "target", region, ...(profile && { profile }) } as const;
  return {
    release: parseVersion(release),
    web,
    source: s3Source({ client: copyClient(from), region: sourceRegion }),
    target: { client: copyClient(to), bucket, region },
    timing,
    signal,
  };
}

function twice(environment: string, option: string): PantherError {
  const flag = `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return new PantherError(
    "copy-said-twice",
    `${flag} is for a copy without an environment: ${environment}'s file says it.`,
    `Leave ${flag} out, or change stacks/Pulumi.${environment}.yaml.`,
  );
}
