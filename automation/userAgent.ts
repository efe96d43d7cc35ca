/** What identifies a run in CloudTrail: in the user agent of every call, the driver's own and the provider's. */
export interface Origin {
  readonly runId: string;
  /** Why, in a person's words. */
  readonly reason?: string;
}

/** Pairs of name and version for the SDK's user agent. */
export function userAgentOf({ runId, reason }: Origin): [string, string][] {
  const pairs: [string, string][] = [["panther-deploy", runId]];
  const safe = reason === undefined ? "" : tokenOf(reason);
  return safe === "" ? pairs : [...pairs, ["reason", safe]];
}

/**
 * The environment of the Pulumi child: its `aws` provider, as the Terraform provider that it is made from, adds this
 * variable to its user agent.
 */
export function userAgentVariables(
  origin: Origin,
  inherited = process.env.TF_APPEND_USER_AGENT,
): Record<string, string> {
  const own = userAgentOf(origin).map((pair) => pair.join("/"));
  return { TF_APPEND_USER_AGENT: [...(inherited ? [inherited] : []), ...own].join(" ") };
}

/** RFC 9110 allows these characters in a product's version; CloudTrail cuts long user agents. */
function tokenOf(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .replace(/[^\w.+-]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 100);
}
