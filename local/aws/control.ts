// What is not AWS: switches of local AWS itself, as JSON under /_local/.
import * as v from "valibot";
import type { Fault, OutsideChange } from "../cloudformation/types.ts";
import type { BuildFault } from "../codebuild/model.ts";
import type { Expired, Expiry } from "./expiry.ts";
import { bridgeModes, type GatewaySettings } from "./gateway.ts";
import type { Iam, IamSettings } from "./iam.ts";
import type { CustomAnswer } from "./resources/custom.ts";

export interface ControlTargets {
  readonly health: () => unknown;
  readonly uuid: () => string;
  readonly faults: { list(): readonly Fault[]; add(fault: Fault): void; remove(id: string): void };
  readonly drifts: { list(): readonly OutsideChange[]; add(change: OutsideChange): void; remove(id: string): void };
  readonly buildFaults: { list(): readonly BuildFault[]; set(faults: readonly BuildFault[]): void };
  readonly settings: { get(): Settings; set(settings: Settings): void };
  readonly expiry: Pick<Expiry, "get" | "set">;
  readonly iam: Pick<Iam, "asked" | "forget">;
  readonly answerCustomResource: (token: string, answer: CustomAnswer) => boolean;
}

/** Seconds that a resource operation and a build take, how REST APIs behave, whether policies decide. */
export interface Settings extends GatewaySettings, IamSettings {
  readonly resourceSeconds: number;
  readonly buildSeconds: number;
}

type Answer = { readonly status: number; readonly body: unknown };

const text = v.string();
const filled = v.pipe(text, v.minLength(1));
const times = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const faultInput = v.strictObject({
  id: v.exactOptional(text),
  stack: v.exactOptional(text),
  path: filled,
  on: v.picklist(["create", "update", "delete", "change-set"]),
  action: v.variant("kind", [
    v.strictObject({ kind: v.literal("fail"), reason: v.exactOptional(text) }),
    v.strictObject({ kind: v.literal("slow"), seconds: v.pipe(v.number(), v.finite(), v.gtValue(0)) }),
  ]),
  times: v.exactOptional(times),
  release: v.exactOptional(text),
  phase: v.exactOptional(v.picklist(["forward", "rollback"])),
});
const driftInput = v.strictObject({
  id: v.exactOptional(text),
  stack: v.exactOptional(text),
  path: filled,
  change: v.variant("kind", [
    v.strictObject({ kind: v.literal("deleted") }),
    v.strictObject({ kind: v.literal("property"), property: filled, value: v.unknown() }),
  ]),
});
/** Phases that a build can be told to fail in. */
export const failablePhases = [
  "PROVISIONING",
  "DOWNLOAD_SOURCE",
  "INSTALL",
  "PRE_BUILD",
  "BUILD",
  "POST_BUILD",
  "UPLOAD_ARTIFACTS",
] as const;
const buildFaultInput = v.strictObject({
  id: v.exactOptional(text),
  project: filled,
  accountId: v.exactOptional(text),
  phase: v.picklist(failablePhases),
  message: text,
  times: v.exactOptional(times),
});
const seconds = v.pipe(v.number(), v.finite(), v.minValue(0));
const settingsInput = v.strictObject({
  resourceSeconds: v.exactOptional(seconds),
  buildSeconds: v.exactOptional(seconds),
  keySeconds: v.exactOptional(seconds),
  bridge: v.exactOptional(v.picklist(bridgeModes)),
  enforceIam: v.exactOptional(v.boolean()),
});

const expiredInput = v.strictObject({ expired: v.union([v.boolean(), v.pipe(text, v.regex(/^\d{12}$/))]) });

export function createControl(
  targets: ControlTargets,
): (method: string, path: string, body: string) => Promise<Answer> {
  const { faults, drifts, buildFaults, settings, expiry } = targets;
  const routes: Readonly<Record<string, (body: unknown, rest: string) => unknown>> = {
    "GET health": () => targets.health(),
    "GET faults": () => faults.list(),
    "POST faults": (body) => {
      const fault: Fault = { id: targets.uuid(), ...v.parse(faultInput, body) };
      faults.add(fault);
      return fault;
    },
    "DELETE faults": (_, id) => {
      for (const fault of faults.list()) if (id === "" || fault.id === id) faults.remove(fault.id);
      return faults.list();
    },
    "GET drifts": () => drifts.list(),
    "POST drifts": (body) => {
      const change: OutsideChange = { id: targets.uuid(), ...v.parse(driftInput, body) };
      drifts.add(change);
      return change;
    },
    "DELETE drifts": (_, id) => {
      for (const change of drifts.list()) if (id === "" || change.id === id) drifts.remove(change.id);
      return drifts.list();
    },
    "GET builds/faults": () => buildFaults.list(),
    "POST builds/faults": (body) => {
      const fault: BuildFault = { id: targets.uuid(), ...v.parse(buildFaultInput, body) };
      buildFaults.set([...buildFaults.list(), fault]);
      return fault;
    },
    "DELETE builds/faults": (_, id) => {
      buildFaults.set(buildFaults.list().filter((fault) => id !== "" && fault.id !== id));
      return buildFaults.list();
    },
    "GET credentials": () => expiry.get(),
    "PUT credentials": (body) => {
      const { expired }: { expired: Expired } = v.parse(expiredInput, body);
      expiry.set(expired);
      return expiry.get();
    },
    "GET iam": () => targets.iam.asked(),
    "DELETE iam": () => {
      targets.iam.forget();
      return [];
    },
    "GET settings": () => settings.get(),
    "PUT settings": (body) => {
      settings.set({ ...settings.get(), ...v.parse(settingsInput, body) });
      return settings.get();
    },
  };

  return async (method, path, body) => {
    const rest = path.slice("/_local/".length);
    const token = /^cfn-response\/([\w-]+)$/.exec(rest)?.[1];
    if (method === "PUT" && token) {
      const known = targets.answerCustomResource(token, JSON.parse(body) as CustomAnswer);
      return { status: known ? 200 : 404, body: {} };
    }
    const route =
      ["builds/faults", "faults", "drifts", "credentials", "iam", "settings", "health"].find(
        (name) => rest === name || rest.startsWith(`${name}/`),
      ) ?? "";
    const handle = routes[`${method} ${route}`];
    if (!handle) return { status: 404, body: { error: `Local AWS has nothing at ${method} ${path}` } };
    try {
      return { status: 200, body: handle(body === "" ? undefined : JSON.parse(body), rest.slice(route.length + 1)) };
    } catch (error) {
      if (v.isValiError(error)) return { status: 400, body: { error: v.summarize(error.issues) } };
      if (error instanceof SyntaxError) return { status: 400, body: { error: `Not JSON: ${error.message}` } };
      throw error;
    }
  };
}
