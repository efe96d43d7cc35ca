import { type handleUnaryCall, Server, ServerCredentials, type ServiceError, status } from "@grpc/grpc-js";

type Service = Parameters<Server["addService"]>[0];
type Implementation = Parameters<Server["addService"]>[1];

/** The engine's own limit: templates and states of some hundred resources are far above gRPC's default of 4 MB. */
const maximumMessageBytes = 400 * 1024 * 1024;

/** What a method throws to answer with more than a text: the engine reads `metadata` for details of a partial failure. */
export interface Failure {
  readonly details: string;
  readonly metadata?: ServiceError["metadata"];
}

/** Thrown by a method that wants its `failure` on the wire as it is. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  constructor(readonly failure: Failure) {
    super(failure.details);
  }
}

/** A gRPC method from an async function; whatever it throws becomes status UNKNOWN, as from a Go server. */
export function unary<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => answer(call.request))
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback({ code: status.UNKNOWN, ...failureOf(error) }),
      );
  };
}

function failureOf(error: unknown): Failure {
  if (error instanceof RpcError) return error.failure;
  return { details: error instanceof Error ? error.message : String(error) };
}

/**
 * Serves on a free loopback port and prints that port, which is how Pulumi's engine finds its plugins.
 * Ends when standard input ends: the engine holds the other side, so a killed engine leaves no orphans.
 */
export function servePlugin(service: Service, implementation: Implementation, onEnd: () => void = () => {}): void {
  const server = new Server({
    "grpc.max_receive_message_length": maximumMessageBytes,
    "grpc.max_send_message_length": maximumMessageBytes,
  });
  server.addService(service, implementation);
  const end = () => {
    onEnd();
    process.exit(0);
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  process.stdin.on("end", end).on("error", end).resume();
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    process.stdout.write(`${port}\n`);
  });
}

/** The engine's address: the first argument that is not a flag. */
export function engineAddress(argv: readonly string[] = process.argv.slice(2)): string {
  return argv.find((argument) => !argument.startsWith("-")) ?? "";
}
