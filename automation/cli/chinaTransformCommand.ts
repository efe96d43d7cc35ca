import type { Command } from "commander";
import { PantherError } from "../../model/error.ts";
import type { ChinaTransformAnswer } from "./answers.ts";
import { exitCodes } from "./exitCodes.ts";
import { signalOfProcess } from "./signalOfProcess.ts";
import { differencesText, transformText } from "./transformText.ts";

interface TransformOptions {
  readonly out?: string;
  readonly bucket: string;
  readonly region: string;
  readonly sourceBucket?: string;
  readonly dryRun?: boolean;
  /** `--no-lint`. */
  readonly lint: boolean;
  readonly json?: boolean;
}

/** Adds `panther china transform`; it works offline. */
export function addChinaTransformCommand(china: Command, setExitCode: (code: number) => void): void {
  china
    .command("transform")
    .description("make a downloaded release into one for AWS China, without AWS")
    .argument("<folder>", "folder of a download: the bucket's keys as files")
    .option("--out <folder>", "where to; not needed with --dry-run")
    .requiredOption("--bucket <bucket>", "bucket in AWS China that it will lie in")
    .requiredOption("--region <region>", "the bucket's region: cn-north-1 or cn-northwest-1")
    .option("--source-bucket <bucket>", "where it was published; default: the one that its root template names")
    .option("--dry-run", "write nothing, and print how each template changes")
    .option("--no-lint", "without cfn-lint, which is asked where it is installed")
    .option("--json", "print one JSON object")
    .addHelpText("after", examples)
    .action(async (folder: string, options: TransformOptions) => {
      const signal = signalOfProcess();
      try {
        const answer = await answerTo(folder, options, signal);
        process.stdout.write(options.json ? `${JSON.stringify(answer)}\n` : textOf(answer, options));
        setExitCode(answer.kind === "transformed" ? exitCodes.done : exitCodes.refused);
      } catch (error) {
        if (!signal.aborted) throw error;
        setExitCode(exitCodes.interrupted);
      }
    });
}

/** With --json a script gets its answer on stdout, even when a folder can't be read. */
async function answerTo(
  folder: string,
  { out, bucket, region, sourceBucket, dryRun, lint, json }: TransformOptions,
  signal: AbortSignal,
): Promise<ChinaTransformAnswer> {
  try {
    if (!out && !dryRun) {
      throw new PantherError("out-missing", "Nothing says where to write.", "Name a folder with --out, or --dry-run.");
    }
    const { transformFolder } = await import("../china/transformFolder.ts");
    return await transformFolder({
      folder,
      bucket,
      region,
      signal,
      ...(out !== undefined && !dryRun && { out }),
      ...(sourceBucket !== undefined && { sourceBucket }),
      ...(!lint && { lint: null }),
    });
  } catch (error) {
    if (!json || !(error instanceof PantherError)) throw error;
    return { kind: "failed", code: error.code, message: error.message, fix: error.fix };
  }
}

function textOf(answer: ChinaTransformAnswer, { out, dryRun }: TransformOptions): string {
  return dryRun && answer.kind === "transformed" ? differencesText(answer) : transformText(answer, out);
}

const examples = `
Examples:
  panther china transform ./v1.39.7 --out ./for-china \\
    --bucket example-panther-releases --region cn-north-1
  panther china transform ./v1.39.7 --dry-run \\
    --bucket example-panther-releases --region cn-northwest-1

panther china copy and upload transform a release by themselves.`;
