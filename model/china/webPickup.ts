/** One of a service's deployments, as ECS tells them. */
export interface ServiceDeployment {
  /** PRIMARY is the newest; an ACTIVE one still has tasks. */
  readonly status: string;
  readonly created: Date;
  readonly updated: Date;
  /** ECS's: IN_PROGRESS, COMPLETED or FAILED; missing where it does not say. */
  readonly rollout?: string;
  readonly reason?: string;
}

/** A service of the web app. */
export interface WebService {
  readonly arn: string;
  readonly deployments: readonly ServiceDeployment[];
  readonly desired: number;
  readonly running: number;
}

/**
 * Whether a service has what the secret says since it was last changed. Its tasks read the secret when they start and
 * keep what they have read, so what counts is that all of them started later.
 */
export type WebPickup =
  | { readonly kind: "has it" }
  | { readonly kind: "on its way" }
  /** Nothing has started it anew since. */
  | { readonly kind: "stale" }
  | { readonly kind: "failed"; readonly reason: string };

export function webPickup({ deployments, desired, running }: WebService, secretChanged: Date): WebPickup {
  const newest = deployments.find(({ status }) => status === "PRIMARY");
  if (!newest || newest.created <= secretChanged) return { kind: "stale" };
  if (newest.rollout === "FAILED") return { kind: "failed", reason: newest.reason ?? "ECS gives no reason" };
  const complete = (newest.rollout ?? "COMPLETED") === "COMPLETED";
  return { kind: complete && deployments.length === 1 && running >= desired ? "has it" : "on its way" };
}
