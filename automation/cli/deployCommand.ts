import type { Command } from "commander";
import { type ApprovedOptions, driveApproved, environmentCommand, withApprovalOptions } from "./environmentCommand.ts";

interface DeployCommandOptions extends ApprovedOptions {
  readonly release?: string;
  readonly changes?: boolean;
  readonly preflight: boolean;
}

export function addDeployCommand(program: Command, setExitCode: (code: number) => void): void {
  withApprovalOptions(
    environmentCommand(program, "deploy", "first deploy, or bring parameters up to date; the release that runs stays"),
  )
    .option("--release <version>", "deploy this release instead of the one wanted; the file stays as it is")
    .option("--changes", "before it begins show what it changes, resource by resource; refuse what loses data")
    .option("--no-preflight", "leave out the checks of panther preflight")
    .addHelpText("after", examples)
    .action(async (environment: string, { release, changes, preflight, ...options }: DeployCommandOptions) => {
      const { deploy } = await import("../deploy.ts");
      const extra = { ...(release !== undefined && { release }), ...(changes && { changes }), preflight };
      setExitCode(await driveApproved(environment, options, (run) => deploy({ ...run, ...extra })));
    });
}

const examples = `
Examples:
  panther deploy prod                      shows what it will do, and asks
  panther deploy prod --release v1.38.5    what the file wants later, not now
  panther deploy prod --yes --json --reason 'CHG-1234: SSO'   in a pipeline`;
