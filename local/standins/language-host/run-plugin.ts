import type { ServerWritableStream } from "@grpc/grpc-js";
import messages, { type RunPluginRequest, type RunPluginResponse } from "@pulumi/pulumi/proto/language_pb.js";
import { endChild, startNode } from "./children.ts";
import { runtimeOptions } from "./node-arguments.ts";
import { optionsOf, sdkEntryPoint } from "./run.ts";

/** Runs a plugin written for Node (a policy pack, a provider in source form) and streams its output and exit code. */
export function runPlugin(call: ServerWritableStream<RunPluginRequest, RunPluginResponse>): void {
  const send = (fill: (response: RunPluginResponse) => void) => {
    const response = new messages.RunPluginResponse();
    fill(response);
    call.write(response);
  };
  const finish = (code: number) => {
    send((response) => response.setExitcode(code));
    call.end();
  };
  try {
    const request = call.request;
    const { nodeArguments, environment } = runtimeOptions(optionsOf(request.getInfo()));
    const child = startNode([...nodeArguments, ...pluginArguments(request)], {
      cwd: workingDirectory(request),
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...environmentOf(request.getEnvList()), ...environment },
    });
    call.on("cancelled", () => endChild(child));
    child.stdout?.on("data", (chunk: Buffer) => send((response) => response.setStdout(chunk)));
    child.stderr?.on("data", (chunk: Buffer) => send((response) => response.setStderr(chunk)));
    child.once("error", () => finish(1));
    child.once("close", (code) => finish(code ?? 1));
  } catch (error) {
    const text = `${error instanceof Error ? error.message : String(error)}\n`;
    send((response) => response.setStderr(Buffer.from(text)));
    finish(1);
  }
}

/** A policy pack reads its version from a package.json in its working directory. */
function workingDirectory(request: RunPluginRequest): string {
  const directory = request.getInfo()?.getProgramDirectory();
  return request.getKind() === "analyzer" && directory ? directory : request.getPwd();
}

function pluginArguments(request: RunPluginRequest): readonly string[] {
  const directory = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  // The two entry points of the SDK want the same two things in a different order.
  return request.getKind() === "analyzer"
    ? [sdkEntryPoint(directory, "run-policy-pack"), ...request.getArgsList(), directory]
    : [sdkEntryPoint(directory, "run-plugin"), directory, ...request.getArgsList()];
}

function environmentOf(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]));
}
