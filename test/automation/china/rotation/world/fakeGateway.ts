import { awsError } from "./awsError.ts";
import type { VirtualTime } from "./virtualTime.ts";

export interface FakeKey {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  enabled: boolean;
  readonly createdDate: Date;
  lastUpdatedDate: Date;
  readonly tags?: Record<string, string>;
}

interface FakePlan {
  readonly id: string;
  readonly name: string;
  readonly apiStages: { readonly apiId: string; readonly stage: string }[];
  readonly keys: Set<string>;
}

/** How many seconds late each machine of the gateway knows of a change. */
const machines = [2, 25];
/** Small, so that a few hundred keys are several pages. */
const pageSize = 100;

/** API Gateway in one account and region, with what answers in front of the backend. */
export class FakeGateway {
  readonly apis: { readonly id: string; readonly name: string; readonly stages: readonly string[] }[] = [];
  readonly plans: FakePlan[] = [];
  readonly keys = new Map<string, FakeKey>();
  /** Listings may leave tags out: API Gateway's reference does not promise them there. */
  listsTags = true;
  /** What is behind the gateway. */
  backend: () => { readonly status: number; readonly body: string } = () => ({ status: 200, body: "[{}]" });
  readonly #time: VirtualTime;
  readonly #log: { readonly at: number; readonly value: string; readonly usable: boolean }[] = [];
  #count = 0;
  #asked = 0;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  addKey(name: string, tags?: Record<string, string>): FakeKey {
    this.#count += 1;
    // To the second, as API Gateway tells it.
    const now = new Date(Math.floor(this.#time.milliseconds / 1000) * 1000);
    const key: FakeKey = {
      id: `key${String(this.#count).padStart(7, "0")}`,
      name,
      value: `ValueOfKey${String(this.#count).padStart(20, "0")}`,
      enabled: true,
      createdDate: now,
      lastUpdatedDate: now,
      ...(tags && { tags }),
    };
    this.keys.set(key.id, key);
    return key;
  }

  /** Notes what has become of a key, for the machines that hear of it later. */
  changed(key: FakeKey): void {
    const isOnPlan = this.plans.some(({ keys, apiStages }) => keys.has(key.id) && apiStages.length > 0);
    const usable = key.enabled && isOnPlan && this.keys.has(key.id);
    this.#log.push({ at: this.#time.milliseconds, value: key.value, usable });
  }

  /** What one machine after the other answers. */
  ask(value: string): { readonly status: number; readonly body: string } {
    this.#asked += 1;
    const late = machines[this.#asked % machines.length] ?? 0;
    return this.#knows(value, late) ? this.backend() : { status: 403, body: '{"message":"Forbidden"}' };
  }

  /** Whether every machine answers. */
  answersReliably(value: string): boolean {
    return machines.every((late) => this.#knows(value, late));
  }

  #knows(value: string, late: number): boolean {
    const heard = this.#log.filter(
      (entry) => entry.value === value && entry.at <= this.#time.milliseconds - late * 1000,
    );
    return heard.at(-1)?.usable ?? false;
  }

  getRestApis({ position }: { position?: string }) {
    return page("items", this.apis, position);
  }

  getStages({ restApiId }: { restApiId: string }) {
    const stages = this.apis.find(({ id }) => id === restApiId)?.stages ?? [];
    return { item: stages.map((stageName) => ({ stageName })) };
  }

  getUsagePlans({ position }: { position?: string }) {
    return page("items", this.plans, position);
  }

  getUsagePlanKeys({ usagePlanId, position }: { usagePlanId: string; position?: string }) {
    const ids = [...this.#plan(usagePlanId).keys];
    return page(
      "items",
      ids.map((id) => ({ id, value: this.keys.get(id)?.value })),
      position,
    );
  }

  createUsagePlanKey({ usagePlanId, keyId }: { usagePlanId: string; keyId: string }) {
    const key = this.#key(keyId);
    const plan = this.#plan(usagePlanId);
    // A key is on one plan of a stage at most.
    if (this.plans.some(({ keys }) => keys.has(keyId))) throw awsError("ConflictException", "already there", 409);
    plan.keys.add(keyId);
    this.changed(key);
    return {};
  }

  getApiKeys({ position, includeValues }: { position?: string; includeValues?: boolean }) {
    const all = [...this.keys.values()].map(({ value, tags, ...key }) => ({
      ...key,
      ...(includeValues && { value }),
      ...(this.listsTags && { tags: tags ?? {} }),
    }));
    return page("items", all, position);
  }

  getApiKey({ apiKey }: { apiKey: string }) {
    const { value: _, ...key } = this.#key(apiKey);
    return key;
  }

  createApiKey({ name, tags }: { name: string; tags: Record<string, string> }) {
    return { ...this.addKey(name, tags) };
  }

  updateApiKey({ apiKey, patchOperations }: { apiKey: string; patchOperations: { path: string; value: string }[] }) {
    const key = this.#key(apiKey);
    for (const { path, value } of patchOperations) if (path === "/enabled") key.enabled = value === "true";
    key.lastUpdatedDate = this.#time.now();
    this.changed(key);
    return {};
  }

  deleteApiKey({ apiKey }: { apiKey: string }) {
    const key = this.#key(apiKey);
    this.keys.delete(apiKey);
    for (const { keys } of this.plans) keys.delete(apiKey);
    this.changed(key);
    return {};
  }

  #key(id: string): FakeKey {
    const key = this.keys.get(id);
    if (!key) throw awsError("NotFoundException", "Invalid API Key identifier specified", 404);
    return key;
  }

  #plan(id: string): FakePlan {
    const plan = this.plans.find((one) => one.id === id);
    if (!plan) throw awsError("NotFoundException", "Invalid Usage Plan ID specified", 404);
    return plan;
  }
}

function page<T>(name: "items", all: readonly T[], position = "0"): { items: T[]; position?: string } {
  const from = Number(position);
  const next = from + pageSize;
  return { [name]: all.slice(from, next), ...(next < all.length && { position: String(next) }) } as {
    items: T[];
    position?: string;
  };
}
