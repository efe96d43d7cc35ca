import { bridgeName, bridgeStage, testRequest } from "./bridgeUrl.ts";

/** What came of one request to the bridge. */
export type BridgeReply =
  | {
      readonly kind: "answer";
      /** HTTP's. */
      readonly status: number;
      /** Without the key, should it be in there. */
      readonly body: string;
    }
  | {
      readonly kind: "unreachable";
      readonly cause: "dns" | "timeout" | "tls" | "connection";
      /** Node's code of the error, ENOTFOUND for example, or how long was waited. */
      readonly detail: string;
    };

/** What a reply of the bridge means. */
export type BridgeVerdict =
  | {
      readonly kind: "answers";
      /**
       * What Panther's documentation asks for: `list`, a JSON list with something in it (since July 2021), or `json`, any
       * JSON (before). A backend without log sources of its own can't meet the newer one.
       */
      readonly criterion: "list" | "json";
    }
  | BridgeRefusal;

export interface BridgeRefusal {
  readonly kind: "refuses";
  readonly code: BridgeCode;
  readonly message: string;
  readonly fix: string;
}

export type BridgeCode =
  | "bridge-unknown-host"
  | "bridge-unreachable"
  | "bridge-timeout"
  | "bridge-tls"
  | "bridge-forbidden"
  | "recordal-missing"
  | "bridge-path-missing"
  | "bridge-policy-denies"
  | "bridge-throttled"
  | "bridge-backend-error"
  | "bridge-not-json"
  | "bridge-unexpected-answer";

export function bridgeVerdict(reply: BridgeReply): BridgeVerdict {
  if (reply.kind === "unreachable") return unreachable(reply);
  const { status, body } = reply;
  const json = parsed(body);
  if (status === 403) return forbidden(json);
  if (status === 429) {
    return refuses(
      "bridge-throttled",
      `The bridge answers 429${said(json)}: more requests than its usage plan or the account allows.`,
      "Wait, then check again. If it stays, look at the throttling and the quota of the usage plan in China.",
    );
  }
  if (status >= 500) return backendError(`answers ${status}${said(json)}`);
  if (status < 200 || status >= 300) {
    return refuses(
      "bridge-unexpected-answer",
      `The bridge answers ${status}${said(json)}.`,
      "Nothing in Panther's documentation answers so. See that no proxy or firewall on the way answers in the bridge's place.",
    );
  }
  if (json === undefined) {
    return refuses(
      "bridge-not-json",
      `The bridge answers ${status} with ${body.trim() === "" ? "nothing" : "something that is no JSON"}.`,
      "See that no proxy or firewall on the way answers in the bridge's place, and that the backend is deployed whole.",
    );
  }
  // So a function's error comes through an integration that is no proxy's.
  const failure = textOf(json, "errorMessage");
  if (failure !== undefined) return backendError(`answers ${status}, and its function failed: ${failure}`);
  return { kind: "answers", criterion: Array.isArray(json) && json.length > 0 ? "list" : "json" };
}

function unreachable({ cause, detail }: Extract<BridgeReply, { kind: "unreachable" }>): BridgeRefusal {
  switch (cause) {
    case "dns":
      return refuses(
        "bridge-unknown-host",
        `The bridge's host is not known to DNS (${detail}).`,
        `See that the REST API ${bridgeName} is still there, with the ID that the URL begins with, and that this machine resolves names in China (amazonaws.com.cn).`,
      );
    case "timeout":
      return refuses(
        "bridge-timeout",
        `The bridge has not answered (${detail}).`,
        "See that this machine may reach China over https, then check again: the way there is slow at times. A gateway itself gives up after 29 s, with 504.",
      );
    case "tls":
      return refuses(
        "bridge-tls",
        `The connection to the bridge is not trusted (${detail}).`,
        "Something between this machine and the bridge has another certificate. Do not send the key through it.",
      );
    case "connection":
      return refuses(
        "bridge-unreachable",
        `The bridge can't be reached (${detail}).`,
        "See that this machine may reach China over https, and that no firewall is in between.",
      );
  }
}

/** Source: AWS knowledge centre, "troubleshoot HTTP 403 errors from API Gateway"; the same answer has several causes. */
function forbidden(json: unknown): BridgeRefusal {
  const message = messageOf(json);
  if (isNullMessage(json)) {
    return refuses(
      "recordal-missing",
      'The bridge answers 403 {"Message":null}: so a gateway in China answers for an account without an ICP recordal.',
      "Have the backend's account recorded (ICP) through AWS China's support, with the exception for API Gateway, then check again.",
    );
  }
  if (message?.includes("Missing Authentication Token")) {
    return refuses(
      "bridge-path-missing",
      `The gateway answers, but has no POST ${testRequest.path} in stage ${bridgeStage}.`,
      `The URL may be another API's, or ${bridgeName} was not deployed to that stage: redeploy it there, or deploy the backend again.`,
    );
  }
  if (message?.includes("execute-api:Invoke")) {
    return refuses(
      "bridge-policy-denies",
      `The gateway's policy refuses this machine: ${message}.`,
      `Look at the resource policy of ${bridgeName}: it has to let in the web app, and whoever checks.`,
    );
  }
  return refuses(
    "bridge-forbidden",
    `The bridge answers 403${said(json)}: the key is wrong, disabled or on no usage plan of the stage, or the URL's stage is.`,
    "With credentials of the backend's account in China this check tells which. panther china rotate-key makes a new key and writes it.",
  );
}

function backendError(what: string): BridgeRefusal {
  return refuses(
    "bridge-backend-error",
    `The bridge ${what}.`,
    "The gateway is reached, and what is behind it fails: see the log group of its function panther-source-api in China, and panther diagnose.",
  );
}

function isNullMessage(json: unknown): boolean {
  return typeof json === "object" && json !== null && "Message" in json && json.Message === null;
}

function said(json: unknown): string {
  const message = messageOf(json);
  return message === undefined ? "" : ` (${message})`;
}

function messageOf(json: unknown): string | undefined {
  return textOf(json, "message") ?? textOf(json, "Message");
}

function textOf(json: unknown, name: string): string | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  const value: unknown = (json as Readonly<Record<string, unknown>>)[name];
  if (typeof value !== "string") return undefined;
  return value.length > 200 ? `${value.slice(0, 200)}…` : value;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function refuses(code: BridgeCode, message: string, fix: string): BridgeRefusal {
  return { kind: "refuses", code, message, fix };
}
