import { type Command, Option } from "commander";
import { commandPermissions } from "../../model/permissions/commands.ts";
import { projectOption } from "./environmentCommand.ts";
import { columnsOf } from "./permissionsText.ts";

interface PermissionsOptions {
  readonly environment?: string;
  readonly side?: "backend" | "web";
  readonly journal?: string;
  readonly project: string;
}

/** `panther permissions`: the policies that commands take, ready to paste. */
export function addPermissionsCommand(program: Command): void {
  program
    .command("permissions")
    .description("print the IAM policy that a command takes, as JSON; asks nothing of AWS")
    .argument("[command...]", "as it is typed; options in quotes; without one: a list")
    .option("-e, --environment <environment>", "whose account, region and names the policy is for")
    .addOption(new Option("--side <side>", "of a split over AWS China").choices(["backend", "web"]))
    .option("--journal <s3 url>", "and to copy journals there")
    .addOption(projectOption())
    .addHelpText("after", examples)
    .action(async (words: readonly string[], options: PermissionsOptions) => {
      if (words.length === 0) {
        process.stdout.write(`${columnsOf(commandPermissions.map(({ command, what }) => [command, what]))}\n`);
        return;
      }
      const { policyForEnvironment } = await import("../policyForEnvironment.ts");
      const policy = await policyForEnvironment({
        ...options,
        projectDirectory: options.project,
        command: words.join(" "),
      });
      process.stdout.write(`${JSON.stringify(policy, undefined, 2)}\n`);
    });
}

const examples = `
What each is for, and what the deployment role may: docs/permissions.md

Examples:
  panther permissions                            the commands that have one
  panther permissions upgrade -e prod            the policy to paste
  panther permissions 'status --drift' -e prod
  panther permissions upgrade -e prod --journal s3://example-audit/panther
  panther permissions china rotate-key -e china --side web`;
