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
