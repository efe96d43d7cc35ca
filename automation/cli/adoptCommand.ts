import { type Command, InvalidArgumentError } from "commander";
import type { AdoptOptions } from "../adopt/adopt.ts";
import { adoptionQuestion } from "./adoptionText.ts";
import { canAsk, confirm } from "./ask.ts";
import { askSecrets, secretsFrom } from "./askSecrets.ts";
import {
  type ApprovedOptions,
  drive,
  environmentCommand,
  nobodyToAsk,
  withApprovalOptions,
} from "./environmentCommand.ts";

interface AdoptCommandOptions extends ApprovedOptions {
  readonly stack: string;
  readonly region?: string;
  readonly secretsFd?: number;
}

/** `panther adopt`: takes over a Panther that was deployed by hand, or one whose Pulumi state was lost. */
export function addAdoptCommand(program: Command, setExitCode: (code: number) => void): void {
  withApprovalOptions(
    environmentCommand(
      program,
      "adopt",
      "take over a Panther that was deployed by hand, or whose Pulumi state was lost; changes nothing in AWS",
    ),
  )
    .requiredOption("--stack <name>", "the root stack that runs")
    .option("--region <region>", "its region; left out: the file's, AWS_REGION or the AWS profile's")
    .option("--secrets-fd <n>", "read NoEcho values from this file descriptor: JSON, or NAME=value lines", descriptor)
    .addHelpText("after", examples)
    .action(async (environment: string, options: AdoptCommandOptions) => {
      const { adopt } = await import("../adopt/adopt.ts");
      const { stack, region, from, secretsFd, yes = false, ...rest } = options;
      const secrets = secretsFd === undefined ? (canAsk() ? askSecrets : undefined) : secretsFrom(secretsFd);
      const named: Pick<AdoptOptions, "stack" | "region" | "from" | "secrets"> = {
        stack,
        ...(region !== undefined && { region }),
        ...(from !== undefined && { from }),
        ...(secrets && { secrets }),
      };
      const code = await drive(environment, rest, (run) => {
        if (yes) return adopt({ ...run, ...named });
        if (!canAsk()) return nobodyToAsk(environment, run, "Add --yes to the command.");
        return adopt({ ...run, ...named, approve: (proposal, signal) => confirm(adoptionQuestion(proposal), signal) });
      });
      setExitCode(code);
    });
}

const examples = `
Without a file stacks/Pulumi.<environment>.yaml one is written, with every
parameter; one that is there is used. CloudFormation keeps the values of NoEcho
parameters to itself: they are asked for, and encrypted by Pulumi.

Examples:
  panther adopt prod --stack panther-prod
  panther adopt prod --stack panther-prod --region eu-central-1 --from v1.36.0
  pass show panther/datadog | sed 's/^/DatadogAPIKey=/' |
    panther adopt prod --stack panther-prod --secrets-fd 0 --yes`;

function descriptor(text: string): number {
  const value = Number(text);
  // 1 and 2 are written to.
  if (Number.isSafeInteger(value) && (value === 0 || value > 2)) return value;
  throw new InvalidArgumentError("Give the number of a descriptor that is open for reading: 0, 3 or more.");
}
