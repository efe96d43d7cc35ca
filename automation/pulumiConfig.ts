import { spawn } from "node:child_process";
import { PantherError } from "../model/error.ts";

/**
 * Sets a secret of an environment through Pulumi's CLI. The value goes through standard input: whoever may look at a
 * process sees its arguments, and the Automation API would put it there.
 * @throws PantherError `configuration-not-written`
 */
export async function setSecret(request: {
  readonly projectDirectory: string;
  readonly environment: string;
  /** Such as `panther:secretParameters.DatadogAPIKey`. */
  readonly path: string;
  readonly value: string;
}): Promise<void> {
  const { projectDirectory, environment, path, value } = request;
  const args = ["config", "set", "--secret", "--path", path, "--stack", environment, "--non-interactive"];
  const child = spawn("pulumi", args, { cwd: projectDirectory, stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  // A child that ends early breaks the pipe (EPIPE); its exit code tells what there is to tell.
  child.stdin.on("error", () => undefined);
  child.stdin.end(value);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) return;
  throw new PantherError(
    "configuration-not-written",
    `Pulumi did not take ${path}: ${said.trim().replaceAll(value, "****")}`,
    `Set it by hand, then run the same command again: pulumi config set --secret --path '${path}' -s ${environment}`,
  );
}
