import type { IncomingHttpHeaders } from "node:http";
import type { Credential } from "./route.ts";

/** Why a signature is not accepted, in the words of each protocol. */
export interface SignatureProblem {
  readonly message: string;
  readonly json: { readonly code: string; readonly status: number };
  readonly query: { readonly code: string; readonly status: number };
  readonly s3: { readonly code: string; readonly status: number; readonly message: string };
  /** Of EC2, where it has a code of its own. */
  readonly ec2?: { readonly code: string; readonly status: number; readonly message: string };
}

export interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Services whose operations are paths: their errors carry the code in a header. */
const restServices: ReadonlySet<string> = new Set(["apigateway", "lambda", "batch", "eks", "appsync"]);

/** The answer to a request whose signature is not accepted: each protocol has its own form. */
export function signatureRefusal(
  problem: SignatureProblem,
  { service }: Pick<Credential, "service">,
  headers: IncomingHttpHeaders,
  requestId: string,
): Refusal {
  const { message } = problem;
  if (service === "s3") {
    const { code, status, message: own } = problem.s3;
    const body = `<Error><Code>${code}</Code><Message>${own}</Message><RequestId>${requestId}</RequestId></Error>`;
    return { status, type: "application/xml", body };
  }
  if (service === "ec2" && problem.ec2) {
    const { code, status, message: own } = problem.ec2;
    const error = `<Errors><Error><Code>${code}</Code><Message>${own}</Message></Error></Errors>`;
    return { status, type: "text/xml", body: `<Response>${error}<RequestID>${requestId}</RequestID></Response>` };
  }
  if (headers["x-amz-target"] !== undefined) {
    const { code, status } = problem.json;
    return { status, type: "application/x-amz-json-1.1", body: JSON.stringify({ __type: code, message }) };
  }
  if (restServices.has(service)) {
    const body = JSON.stringify({ message });
    return { status: 403, type: "application/json", body, headers: { "x-amzn-errortype": problem.json.code } };
  }
  const { code, status } = problem.query;
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  const body = `<ErrorResponse>${error}<RequestId>${requestId}</RequestId></ErrorResponse>`;
  return { status, type: "text/xml", body };
}
