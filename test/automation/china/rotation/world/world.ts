import { inspect } from "node:util";
import type { CallBridge } from "../../../../../automation/china/callBridge.ts";
import type { JoinApis } from "../../../../../automation/china/clients.ts";
import type { Rotation } from "../../../../../automation/china/rotation/rotation.ts";
import type { DriverEvent } from "../../../../../automation/events.ts";
import { awsError } from "./awsError.ts";
import { FakeGateway, type FakeKey } from "./fakeGateway.ts";
import { FakeSecret } from "./fakeSecret.ts";
import { FakeWebApp } from "./fakeWebApp.ts";
import { VirtualTime } from "./virtualTime.ts";

export const bridge = { id: "abcde12345", url: "https://abcde12345.execute-api.cn-north-1.amazonaws.com.cn/prod" };
const plan = "plan01";

/** The process was ended: nothing that it does has an effect any more. */
export class Killed extends Error {}

type Fault = () => void;

/** Both sides of a split in virtual time, with the bridge polled each second by whatever key is in use. */
export class World {
  readonly time = new VirtualTime();
  readonly gateway = new FakeGateway(this.time);
  readonly secret = new FakeSecret(this.time);
  readonly web = new FakeWebApp(this.time, this.secret);
  readonly events: DriverEvent[] = [];
  /** Names of all calls, in order; `bridge` and `sleep` among them. */
  readonly calls: string[] = [];
  /** Polls of a key in use that a machine of the gateway refused, as `time reader`. */
  readonly refused: string[] = [];
  polls = 0;
  /** Ends the process once so many calls were made, after the last has had its effect. */
  killAfter = Number.POSITIVE_INFINITY;
  /** Errors by call, thrown in place of it. */
  readonly faults = new Map<string, Fault>();
  /** The same, after it has had its effect. */
  readonly lost = new Map<string, Fault>();
  readonly #stop = new AbortController();
  #dead = false;

  constructor() {
    this.gateway.apis.push({ id: "other00001", name: "something-else", stages: ["prod"] });
    this.gateway.apis.push({ id: bridge.id, name: "panther-cn-bridge", stages: ["dev", "prod"] });
    this.gateway.plans.push({ id: "plan00", name: "another", apiStages: [], keys: new Set() });
    this.addPlan(plan, "panther");
    this.time.beforeSleep = () => this.#count("sleep");
    this.time.afterEachSecond(() => this.#poll());
  }

  addPlan(id: string, name: string): void {
    this.gateway.plans.push({ id, name, apiStages: [{ apiId: bridge.id, stage: "prod" }], keys: new Set() });
  }

  addKey(name: string, { tags, on = plan }: { tags?: Record<string, string>; on?: string } = {}): FakeKey {
    const key = this.gateway.addKey(name, tags);
    this.gateway.createUsagePlanKey({ usagePlanId: on, keyId: key.id });
    return key;
  }

  ours(name: string): FakeKey {
    return this.addKey(name, { tags: { "panther:environment": "prod" } });
  }

  /** A web app that uses the key that the backend's stack has made. */
  static standing(): World & { readonly stacksKey: FakeKey } {
    const world = new World();
    const stacksKey = world.addKey("panther-cn-bridge-key");
    world.time.pass(60_000);
    world.tell(stacksKey);
    world.web.start();
    world.time.pass(60_000);
    return Object.assign(world, { stacksKey });
  }

  tell({ value }: { readonly value: string }): void {
    this.secret.put(JSON.stringify({ URL: bridge.url, API_KEY: value }));
  }

  /** What a run works with. Each run is a process of its own. */
  rotation(runId = "run-1", settings: Partial<Rotation["settings"]> = {}): Rotation {
    this.#dead = false;
    this.calls.length = 0;
    const callBridge: CallBridge = async ({ url, key }) => {
      this.#count("bridge");
      this.faults.get("bridge")?.();
      if (!url.startsWith(bridge.url)) return { kind: "unreachable", cause: "dns", detail: "ENOTFOUND" };
      return { kind: "answer", ...this.gateway.ask(key.reveal()) };
    };
    return {
      environment: "prod",
      runId,
      region: "cn-north-1",
      secretName: this.secret.name,
      webRootStackName: "panther-web",
      apis: {
        gateway: this.#api(this.gateway),
        secrets: this.#api(this.secret),
        services: this.#api(this.web),
      } as unknown as JoinApis,
      webStacks: this.#api(this.web) as unknown as Rotation["webStacks"],
      callBridge,
      settings: { keySettleSeconds: 60, keyOverlapMinutes: 10, keyKeepDays: 7, ...settings },
      timing: this.time,
      signal: this.#stop.signal,
      report: (event) => this.events.push(event),
      aboutToChange: () => undefined,
    };
  }

  /** Whatever a person could get to see: events, and what was thrown or returned. */
  seen(...more: readonly unknown[]): string {
    return inspect([JSON.stringify(this.events), this.events, ...more], { depth: 20, showHidden: true, getters: true });
  }

  /** Values of keys, ours and others', that are or were. */
  get values(): readonly string[] {
    return Array.from({ length: 400 }, (_, index) => `ValueOfKey${String(index).padStart(20, "0")}`);
  }

  deny(call: string): void {
    this.faults.set(call, () => {
      throw awsError("AccessDeniedException", "not authorized", 403);
    });
  }

  /** The first so many times. */
  throttle(call: string, times: number): void {
    let left = times;
    this.faults.set(call, () => {
      left -= 1;
      if (left >= 0) throw awsError("TooManyRequestsException", "Too Many Requests", 429);
    });
  }

  #poll(): void {
    const told = this.secret.value?.API_KEY;
    for (const key of [...this.web.held, ...(told === undefined ? [] : [told])]) {
      this.polls += 1;
      if (!this.gateway.answersReliably(key)) this.refused.push(`${this.time.now().toISOString()} ${key.slice(-3)}`);
    }
  }

  #count(call: string): void {
    if (this.#dead) throw new Killed();
    this.calls.push(call);
    if (this.calls.length < this.killAfter) return;
    this.#dead = true;
    if (call === "bridge" || call === "sleep") throw new Killed();
  }

  #api(target: object): object {
    return new Proxy(target, {
      get: (object, name: string) => async (input: unknown) => {
        this.#count(name);
        // A request takes its time.
        this.time.pass(400);
        this.faults.get(name)?.();
        const answer = (object as Record<string, (input: unknown) => unknown>)[name]?.(input);
        this.lost.get(name)?.();
        if (this.#dead) throw new Killed();
        return answer;
      },
    });
  }
}
