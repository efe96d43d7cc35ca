import { Metadata } from "@grpc/grpc-js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import statuses from "@pulumi/pulumi/proto/status_pb.js";
import any from "google-protobuf/google/protobuf/any_pb.js";
import { RpcError } from "../grpc.ts";
import { type Properties, toStruct } from "./values.ts";

/** The official plugin's frame around every error that comes from below it. */
export function framed(prefix: string, error: unknown): string {
  return `${prefix}1 error occurred:\n\t* ${textOf(error)}\n\n`;
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** An answer that makes the engine keep the resource, with `reason` as its initialisation error. */
export function initFailed(id: string, state: Properties, reason: string): RpcError {
  const detail = new messages.ErrorResourceInitFailed();
  detail.setId(id).setProperties(toStruct(state)).setReasonsList([reason]);
  const packed = new any.Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new statuses.Status();
  status.setCode(2).setMessage(reason).addDetails(packed);
  const metadata = new Metadata();
  // gRPC's name for structured details; grpc-js has no other way to send them.
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return new RpcError({ details: reason, metadata });
}

/** What AWS answered, worded as the AWS SDK for Go does, because that is what users of the official plugin see. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  constructor(
    readonly code: string,
    readonly reason: string,
    text: string,
    cause: unknown,
  ) {
    super(text, { cause });
  }
}

export function isAwsError(error: unknown, ...codes: readonly string[]): error is AwsError {
  return error instanceof AwsError && codes.includes(error.code);
}

interface Answer {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: {
    readonly httpStatusCode?: number;
    readonly requestId?: string;
    readonly extendedRequestId?: string;
    readonly attempts?: number;
  };
}

/** Turns what the AWS SDK for JavaScript throws for `operation` of `service` into the Go SDK's wording. */
export function awsError(service: string, operation: string, thrown: unknown): AwsError {
  const { name = "UnknownError", message = "", $metadata: meta } = thrown as Answer;
  const head = `operation error ${service}: ${operation}, `;
  if (meta?.httpStatusCode === undefined) {
    const tries = meta?.attempts ?? 1;
    const failed = `exceeded maximum number of attempts, ${tries}, https response error StatusCode: 0, RequestID: , request send failed, `;
    return new AwsError(name, message, `${head}${failed}${message || name}`, thrown);
  }
  const host = meta.extendedRequestId === undefined ? "" : `HostID: ${meta.extendedRequestId}, `;
  const http = `https response error StatusCode: ${meta.httpStatusCode}, RequestID: ${meta.requestId ?? ""}, ${host}`;
  const kind = isModelled(thrown) ? "" : "api error ";
  return new AwsError(name, message, `${head}${http}${kind}${name}: ${message}`, thrown);
}

/**
 * Whether the service's model knows the exception. Both SDKs give such ones a class of their own, derived from the
 * service's; counted rather than named, since bundling may rename classes.
 */
function isModelled(thrown: unknown): boolean {
  let depth = 0;
  for (let at = Object.getPrototypeOf(thrown); at !== null && at !== Error.prototype; at = Object.getPrototypeOf(at)) {
    depth += 1;
  }
  return depth >= 3;
}
