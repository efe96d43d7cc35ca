import { newestDeployment, type PickupTarget, webPickup } from "../../../model/china/webPickup.ts";
import { PantherError } from "../../../model/error.ts";
import type { Rotation } from "./rotation.ts";
import { describeService, findServices, redeployService, type ServicePlace } from "./webServices.ts";

/** A deployment that takes longer than that hangs. */
const patience = 30 * 60_000;

/** What the web app was found to have. */
export interface WebRefresh {
  /** ARNs. */
  readonly services: readonly string[];
  /** Those that were started anew for it. */
  readonly deployed: readonly string[];
  /** When the last of them was done, by ECS's clock; missing where there is no service. */
  readonly done?: Date;
}

/**
 * Sees to it that every service of the web app has started since the secret was last changed: one that its stack's update
 * has brought up to date meanwhile is left alone.
 * @throws PantherError `web-deployment-failed`, `web-deployment-slow`
 */
export async function refreshWeb(rotation: Rotation, secretChanged: Date): Promise<WebRefresh> {
  const deployed: string[] = [];
  const targets: { readonly place: ServicePlace; readonly target: PickupTarget }[] = [];
  for (const place of await findServices(rotation)) {
    const service = await describeService(rotation, place);
    if (!service) continue;
    const isStale = webPickup(service, { secretChanged }).kind === "stale";
    const deployment = isStale ? await redeployService(rotation, place) : undefined;
    if (isStale) deployed.push(place.arn);
    targets.push({ place, target: { secretChanged, ...(deployment !== undefined && { deployment }) } });
  }
  let done: Date | undefined;
  // All are told before any is waited for.
  for (const { place, target } of targets) {
    const ended = await untilPickedUp(rotation, place, target);
    if (!done || ended > done) done = ended;
  }
  return { services: targets.map(({ place }) => place.arn), deployed, ...(done && { done }) };
}

async function untilPickedUp(rotation: Rotation, place: ServicePlace, target: PickupTarget): Promise<Date> {
  const { timing, signal } = rotation;
  const started = timing.now().getTime();
  for (;;) {
    const service = await describeService(rotation, place);
    // Deleted meanwhile: it holds nothing any more.
    if (!service) return timing.now();
    const pickup = webPickup(service, target);
    if (pickup.kind === "has it") return newestDeployment(service)?.updated ?? timing.now();
    if (pickup.kind === "failed") throw failed(rotation, place, pickup.reason);
    // ECS has gone back to tasks from before: its circuit breaker does that.
    if (pickup.kind === "stale")
      throw failed(rotation, place, newestDeployment(service)?.reason ?? "ECS went back to the deployment before");
    if (timing.now().getTime() - started > patience) throw slow(rotation, place);
    await timing.sleep(timing.pollMilliseconds, signal);
  }
}

const stays = "The secret has the new key and the old one still works, so nothing is broken.";

function failed({ environment }: Rotation, { arn }: ServicePlace, reason: string): PantherError {
  return new PantherError(
    "web-deployment-failed",
    `The web app's service ${arn} did not start anew: ${reason}. ${stays}`,
    `See the service's events in the console of ECS. Once it starts: panther china rotate-key ${environment} --finish`,
  );
}

function slow({ environment }: Rotation, { arn }: ServicePlace): PantherError {
  return new PantherError(
    "web-deployment-slow",
    `The web app's service ${arn} has not started anew within ${patience / 60_000} minutes. ${stays}`,
    `See the service's events in the console of ECS. Once it has: panther china rotate-key ${environment} --finish`,
  );
}
