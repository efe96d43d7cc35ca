import { randomUUID } from "node:crypto";
import type { Command } from "commander";
import { parseVersion } from "../../model/release/version.ts";
import { runCopy } from "./runCopy.ts";

interface DownloadCommandOptions {
  readonly release: string;
  readonly out: string;
  readonly sourceRegion: string;
  readonly sourceProfile?: string;
  readonly web?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Adds `panther china download`, the first half of a copy where no machine reaches both sides. */
export function addChinaDownloadCommand(china: Command, setExitCode: (code: number) => void): void {
  china
    .command("download")
    .description("download a release into a folder, to be uploaded from a machine that reaches AWS China")
    .requiredOption("--release <version>", "the release")
    .requiredOption("--out <folder>", "where to: the bucket's keys become files")
    .option("--source-region <region>", "whose bucket of Panther's to read", "us-east-1")
    .option("--source-profile <name>", "AWS profile of an account that Panther has approved")
    .option("--web", "the web app's template and what it needs, too")
    .option("--dry-run", "say what would be downloaded")
    .option("--json", "print one JSON event a line")
    .addHelpText("after", examples)
    .action(async (options: DownloadCommandOptions) => {
      const { release, out: folder, sourceRegion: region, sourceProfile, web = false, dryRun = false } = options;
      setExitCode(
        await runCopy(options, async (context) => {
          const { copyClient } = await import("../china/copy/copyClients.ts");
          const { downloadRelease } = await import("../china/copy/downloadRelease.ts");
          const { s3Source } = await import("../china/copy/s3Source.ts");
          const profile = sourceProfile === undefined ? {} : { profile: sourceProfile };
          const client = copyClient({ runId: randomUUID(), side: "source", region, ...profile });
          const source = s3Source({ client, region });
          await downloadRelease({ ...context, source, release: parseVersion(release), folder, web, dryRun });
        }),
      );
    });
}

const examples = `
Examples:
  panther china download --release v1.39.7 --out ./v1.39.7
  panther china download --release v1.39.7 --out ./v1.39.7 \\
    --source-region ap-southeast-1 --source-profile web

Files that are there with the right content stay: a download that was
interrupted goes on. The root template comes last.`;
