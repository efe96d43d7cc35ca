import { createRequire } from "node:module";
import { join } from "node:path";
import type { ServerUnaryCall, sendUnaryData } from "@grpc/grpc-js";
import messages, { type ProgramInfo, type RunRequest, type RunResponse } from "@pulumi/pulumi/proto/language_pb.js";
import { endChild, startNode } from "./children.ts";
import { runtimeOptions } from "./node-arguments.ts";

/** Exit code of `@pulumi/pulumi/cmd/run` after it has told the user what went wrong: the engine is to add nothing. */
const alreadyReported = 32;

/** Where the program's own copy of the Pulumi SDK keeps one of its entry points. */
export function sdkEntryPoint(programDirectory: string, name: string): string {
  try {
    return createRequire(join(programDirectory, "package.json")).resolve(`@pulumi/pulumi/cmd/${name}`);
  } catch {
    throw new Error(
      `It looks like the Pulumi SDK has not been installed: found no @pulumi/pulumi from ${programDirectory}. Run npm ci there.`,
    );
  }
}

export function optionsOf(info: ProgramInfo | undefined): Readonly<Record<string, unknown>> {
  return info?.getOptions()?.toJavaScript() ?? {};
}

/** Runs the program in a Node process of its own, whose output is the host's own: the engine reads it line by line. */
export function run(
  engine: string,
  call: ServerUnaryCall<RunRequest, RunResponse>,
  callback: sendUnaryData<RunResponse>,
): void {
  const request = call.request;
  const response = new messages.RunResponse();
  let child: ReturnType<typeof startNode>;
  try {
    const { nodeArguments, environment } = runtimeOptions(optionsOf(request.getInfo()));
    child = startNode([...nodeArguments, ...programArguments(engine, request)], {
      cwd: request.getPwd(),
      stdio: ["ignore", "inherit", "inherit"],
      env: {
        ...process.env,
        ...environment,
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      },
    });
  } catch (error) {
    response.setError(error instanceof Error ? error.message : String(error));
    callback(null, response);
    return;
  }
  call.on("cancelled", () => endChild(child));
  child.once("error", (error) => {
    response.setError(`Node could not be started: ${error.message}`);
    callback(null, response);
  });
  child.once("close", (code, signal) => {
    if (code === alreadyReported) response.setBail(true);
    else if (signal !== null) response.setError(`Program ended by signal ${signal}`);
    else if (code !== 0) response.setError(`Program exited with non-zero exit code: ${code}`);
    callback(null, response);
  });
}

function programArguments(engine: string, request: RunRequest): readonly string[] {
  const info = request.getInfo();
  const directory = info?.getProgramDirectory() ?? request.getPwd();
  return [
    sdkEntryPoint(directory, "run"),
    `--monitor=${request.getMonitorAddress()}`,
    `--engine=${engine}`,
    `--project=${request.getProject()}`,
    `--stack=${request.getStack()}`,
    `--organization=${request.getOrganization()}`,
    `--root-directory=${info?.getRootDirectory() ?? directory}`,
    `--pwd=${request.getPwd()}`,
    `--parallel=${request.getParallel()}`,
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info?.getEntryPoint() ?? ".",
    ...request.getArgsList(),
  ];
}
