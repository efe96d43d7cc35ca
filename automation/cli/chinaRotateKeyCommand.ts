import { type Command, InvalidArgumentError } from "commander";
import { canAsk, confirm } from "./ask.ts";
import { type ChangeOptions, drive, environmentCommand, nobodyToAsk, withTraceOptions } from "./environmentCommand.ts";
import { rotationQuestion } from "./rotationText.ts";

interface RotateKeyCommandOptions extends ChangeOptions {
  readonly yes?: boolean;
  readonly finish?: boolean;
  readonly overlapMinutes?: number;
}

/** `panther china rotate-key`: a new key for the gateway in China, without a moment in which none works. */
export function addChinaRotateKeyCommand(china: Command, setExitCode: (code: number) => void): void {
  withTraceOptions(environmentCommand(china, "rotate-key", "give the web app a new key for the gateway in China"))
    .option("-y, --yes", "rotate without asking")
    .option("--finish", "make no new key: finish what an earlier run has begun")
    .option("--overlap-minutes <minutes>", "for how long the old key goes on working", minutes)
    .addHelpText("after", examples)
    .action(
      async (
        environment: string,
        { yes = false, finish = false, overlapMinutes, ...options }: RotateKeyCommandOptions,
      ) => {
        const { rotateGatewayKey } = await import("../china/rotation/rotateGatewayKey.ts");
        const code = await drive(environment, options, (run) => {
          const all = {
            ...run,
            work: finish ? ("finish" as const) : ("rotate" as const),
            ...(overlapMinutes !== undefined && { overlapMinutes }),
          };
          if (yes) return rotateGatewayKey(all);
          if (!canAsk()) return nobodyToAsk(environment, run, lookFirst(environment));
          return rotateGatewayKey({ ...all, approve: (plan, signal) => confirm(rotationQuestion(plan), signal) });
        });
        setExitCode(code);
      },
    );
}

function minutes(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError("Give a whole number from 0, for example 30.");
}

const lookFirst = (environment: string) =>
  `Look at what is there (panther china check ${environment}), then add --yes to the command.`;

const examples = `
A new key is made and has to answer before the web app's secret gets it; the
web app is started anew, and only then is the old key disabled. Keys that this
project has not made are listed and left alone. A run that is cut off leaves a
key that works: run the same command again, or with --finish.

It takes, for the backend's account: apigateway GET, POST, PATCH and DELETE on
/restapis, /usageplans, /apikeys and /tags; for the web app's: secretsmanager
DescribeSecret, GetSecretValue, PutSecretValue, ecs DescribeServices and
UpdateService, cloudformation ListStackResources.

Examples:
  panther china rotate-key prod                        shows the keys, and asks
  panther china rotate-key prod --yes --reason CHG-1234
  panther china rotate-key prod --finish               after a run cut off
  panther china rotate-key prod --overlap-minutes 60   the old one stays longer`;
