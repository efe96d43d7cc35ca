import { randomUUID } from "node:crypto";
import type { Command } from "commander";
import { releaseBucket } from "../../model/release/templateUrl.ts";
import { parseVersion } from "../../model/release/version.ts";
import { runCopy } from "./runCopy.ts";

interface UploadCommandOptions {
  readonly release: string;
  readonly bucket: string;
  readonly region: string;
  readonly profile?: string;
  readonly sourceRegion?: string;
  readonly web?: boolean;
  readonly dryRun?: boolean;
  /** `--no-lint`. */
  readonly lint: boolean;
  readonly json?: boolean;
}

/** Adds `panther china upload`, the second half of a copy where no machine reaches both sides. */
export function addChinaUploadCommand(china: Command, setExitCode: (code: number) => void): void {
  china
    .command("upload")
    .description("upload a downloaded release into a bucket in AWS China")
    .argument("<folder>", "what panther china download has made")
    .requiredOption("--release <version>", "the release")
    .requiredOption("--bucket <bucket>", "the bucket in China")
    .requiredOption("--region <region>", "its region")
    .option("--profile <name>", "AWS profile of the account in China")
    .option("--source-region <region>", "where it was downloaded from; default: what its templates name")
    .option("--web", "the web app's template and what it needs, as they are, too")
    .option("--dry-run", "say what would be uploaded, and how each template would change")
    .option("--no-lint", "without cfn-lint, which is asked where it is installed")
    .option("--json", "print one JSON event a line")
    .addHelpText("after", examples)
    .action(async (folder: string, options: UploadCommandOptions) => {
      const { bucket, region, profile, sourceRegion, lint, web = false, dryRun = false } = options;
      setExitCode(
        await runCopy(options, async (context) => {
          const { copyClient } = await import("../china/copy/copyClients.ts");
          const { copyRelease } = await import("../china/copy/copyRelease.ts");
          const { bucketOfFolder, folderSource } = await import("../china/copy/folderSource.ts");
          const release = parseVersion(options.release);
          const named =
            sourceRegion === undefined ? await bucketOfFolder(folder, release) : releaseBucket(sourceRegion);
          const client = copyClient({ runId: randomUUID(), side: "target", region, ...(profile && { profile }) });
          const source = folderSource(folder, named);
          const target = { client, bucket, region };
          await copyRelease({ ...context, ...(!lint && { lint: null }), release, web, dryRun, source, target });
        }),
      );
    });
}

const examples = `
Examples:
  panther china upload ./v1.39.7 --release v1.39.7 \\
    --bucket my-releases --region cn-north-1
  panther china upload ./v1.39.7 --release v1.39.7 \\
    --bucket my-releases --region cn-northwest-1 --profile china --dry-run

Templates are made for China on the way; what is in the bucket with the same
content stays.`;
