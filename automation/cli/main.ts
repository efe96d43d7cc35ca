import { CommanderError } from "commander";
import { PantherError } from "../../model/error.ts";
import { accessDenied } from "../../model/permissions/deniedCall.ts";
import { goOnUnread } from "./brokenOutput.ts";
import { exitCodes } from "./exitCodes.ts";
import { pantherProgram } from "./program.ts";

/** Runs the command line; resolves to the exit code. */
async function main(argv: readonly string[]): Promise<number> {
  let exitCode = exitCodes.done;
  const setExitCode = (code: number) => {
    exitCode = code;
  };
  try {
    await pantherProgram(setExitCode).parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.refused;
    if (error instanceof PantherError) {
      process.stderr.write(`panther: ${error.message}\n  ${error.fix}\n`);
      return exitCodes.refused;
    }
    const denied = accessDenied(error);
    if (denied) {
      process.stderr.write(`panther: ${denied.message}\n  ${denied.fix}\n`);
      return exitCodes.failed;
    }
    process.stderr.write(`panther: ${error instanceof Error ? error.message : String(error)}\n`);
    return exitCodes.failed;
  }
}

// The AWS SDK's versions are locked here; which Node.js a later one will want is no concern of who runs this.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
goOnUnread([process.stdout, process.stderr]);
process.exitCode = await main(process.argv.slice(2));
