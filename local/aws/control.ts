// What is not AWS: switches of local AWS itself, as JSON under /_local/.
import { z } from "zod";
import type { Fault } from "../cloudformation/types.ts";
import type { BuildFault } from "../codebuild/model.ts";
import type { CustomAnswer } from "./resources/custom.ts";

export interface ControlTargets {
  readonly health: () => unknown;
  readonly uuid: () => string;
  readonly faults: { list(): readonly Fault[]; add(fault: Fault): void; remove(id: string): void };
  readonly buildFaults: { list(): readonly BuildFault[]; set(faults: readonly BuildFault[]): void };
  readonly settings: { get(): Settings; set(settings: Settings): void };
  readonly answerCustomResource: (token: string, answer: CustomAnswer) => boolean;
}

/** Seconds that a resource operation and a build take. */
export interface Settings {
  readonly resourceSeconds: number;
  readonly buildSeconds: number;
}

type Answer = { readonly status: number; readonly body: unknown };

const times = z.number().int().positive();
const faultInput = z.strictObject({
  id: z.string().optional(),
  stack: z.string().optional(),
  path: z.string().min(1),
  on: z.enum(["create", "update", "delete"]),
  action: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("fail"), reason: z.string().optional() }),
    z.strictObject({ kind: z.literal("slow"), seconds: z.number().positive() }),
  ]),
  times: times.optional(),
  release: z.string().optional(),
  phase: z.enum(["forward", "rollback"]).optional(),
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
const buildFaultInput = z.strictObject({
  id: z.string().optional(),
  project: z.string().min(1),
  accountId: z.string().optional(),
  phase: z.enum(failablePhases),
  message: z.string(),
  times: times.optional(),
});
const seconds = z.number().nonnegative();
const settingsInput = z.strictObject({ resourceSeconds: seconds.optional(), buildSeconds: seconds.optional() });

export function createControl(
  targets: ControlTargets,
): (method: string, path: string, body: string) => Promise<Answer> {
  const { faults, buildFaults, settings } = targets;
  const routes: Readonly<Record<string, (body: unknown, rest: string) => unknown>> = {
    "GET health": () => targets.health(),
    "GET faults": () => faults.list(),
    "POST faults": (body) => {
      // The schema's optional fields are absent or set: it never makes them undefined out of JSON.
      const fault = { id: targets.uuid(), ...faultInput.parse(body) } as Fault;
      faults.add(fault);
      return fault;
    },
    "DELETE faults": (_, id) => {
      for (const fault of faults.list()) if (id === "" || fault.id === id) faults.remove(fault.id);
      return faults.list();
    },
    "GET builds/faults": () => buildFaults.list(),
    "POST builds/faults": (body) => {
      const fault = { id: targets.uuid(), ...buildFaultInput.parse(body) } as BuildFault;
      buildFaults.set([...buildFaults.list(), fault]);
      return fault;
    },
    "DELETE builds/faults": (_, id) => {
      buildFaults.set(buildFaults.list().filter((fault) => id !== "" && fault.id !== id));
      return buildFaults.list();
    },
    "GET settings": () => settings.get(),
    "PUT settings": (body) => {
      settings.set({ ...settings.get(), ...(settingsInput.parse(body) as Partial<Settings>) });
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
      ["builds/faults", "faults", "settings", "health"].find((name) => rest === name || rest.startsWith(`${name}/`)) ??
      "";
    const handle = routes[`${method} ${route}`];
    if (!handle) return { status: 404, body: { error: `Local AWS has nothing at ${method} ${path}` } };
    try {
      return { status: 200, body: handle(body === "" ? undefined : JSON.parse(body), rest.slice(route.length + 1)) };
    } catch (error) {
      if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } };
      if (error instanceof SyntaxError) return { status: 400, body: { error: `Not JSON: ${error.message}` } };
      throw error;
    }
  };
}
