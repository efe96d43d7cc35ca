import { outputStyle, printer } from "../../automation/cli/printers.ts";
import { realTiming, type TeardownOptions, teardown } from "../../automation/index.ts";
import { checkout } from "../setup/places.mjs";

/** Local AWS throttles nobody, and its operations take seconds. */
export const callsPerSecond = 20;

/** `panther teardown` of a demo's environment, its Pulumi stack with it. Whoever destroys a demo has said so. */
export async function tearDown(
  environment: string,
  options: { readonly json?: boolean },
  choices: Pick<TeardownOptions, "deleteReleaseBucket" | "deleteSecretNow" | "signal">,
): Promise<boolean> {
  const output = printer(outputStyle(options, process.stdout), process.stdout);
  try {
    const { result } = await teardown({
      ...choices,
      environment,
      projectDirectory: checkout,
      timing: realTiming(500),
      callsPerSecond,
      report: output.report,
      confirm: async ({ confirmation }) => ({ name: confirmation, logGroups: [] }),
      removeStack: true,
    });
    return result === "done";
  } finally {
    output.close();
  }
}
