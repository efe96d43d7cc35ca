/** One of a service's deployments, as ECS tells them. */
export interface ServiceDeployment {
  readonly id: string;
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

/** What a service's newest deployment has to be to have what the secret says. */
export interface PickupTarget {
  readonly secretChanged: Date;
  /** ID of a deployment that is known to have begun later, whatever two services' clocks make of a moment. */
  readonly deployment?: string;
}

export function webPickup(service: WebService, { secretChanged, deployment }: PickupTarget): WebPickup {
  const { deployments, desired, running } = service;
  const newest = newestDeployment(service);
  if (!newest || (newest.created <= secretChanged && newest.id !== deployment)) return { kind: "stale" };
  if (newest.rollout === "FAILED") return { kind: "failed", reason: newest.reason ?? "ECS gives no reason" };
  const complete = (newest.rollout ?? "COMPLETED") === "COMPLETED";
  return { kind: complete && deployments.length === 1 && running >= desired ? "has it" : "on its way" };
}

export function newestDeployment({ deployments }: WebService): ServiceDeployment | undefined {
  return deployments.find(({ status }) => status === "PRIMARY");
}
