import { CloudFormation } from "../../../local/cloudformation/engine.ts";
import { ApiError, TemplateError } from "../../../local/cloudformation/errors.ts";
import type { Clock, ResourceProvider, Scope } from "../../../local/cloudformation/types.ts";
import { VirtualClock } from "../../../local/cloudformation/virtualClock.ts";
import { FakeProvider } from "./fakeProvider.ts";

export const scope: Scope = { accountId: "111111111111", region: "eu-west-1", partition: "aws" };

/** A CloudFormation in virtual time over a fake provider, with templates in memory under https://t/<name>. */
export function harness(resourceSeconds = 10) {
  const clock = new VirtualClock();
  const provider = new FakeProvider();
  const templates = new Map<string, string>();
  let seed = 1;
  let alive = {};
  // What sleeps in a process that has died never wakes up, and what it would still call is never called.
  const mortal = (life: object): Clock => ({
    now: () => clock.now(),
    sleep: async (milliseconds, signal) => {
      await clock.sleep(milliseconds, signal);
      if (life !== alive) await new Promise(() => {});
    },
  });
  const living = (life: object) => async () => {
    if (life !== alive) await new Promise(() => {});
  };
  const resourcesOf = (check: () => Promise<void>): ResourceProvider => ({
    supports: (type) => provider.supports(type),
    create: (request) => check().then(() => provider.create(request)),
    update: (request) => check().then(() => provider.update(request)),
    delete: (request) => check().then(() => provider.delete(request)),
    read: (request) => check().then(() => provider.read(request)),
  });
  const dependencies = {
    templates: {
      async fetch(url: string) {
        const body = templates.get(url.replace(/^https:\/\/t\//, ""));
        if (body === undefined) throw new TemplateError(`S3 error: The specified key does not exist. ${url}`);
        return body;
      },
    },
    random: () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    },
    settings: { resourceSeconds },
  };
  const start = () => {
    alive = {};
    return new CloudFormation({ ...dependencies, clock: mortal(alive), resources: resourcesOf(living(alive)) });
  };
  return {
    clock,
    provider,
    templates,
    engine: start(),
    /** A new process: the engine before it is dead. */ restart: start,
  };
}

export type Harness = ReturnType<typeof harness>;

/** Events oldest first, as "LogicalId STATUS reason", of the stack's own event with its name. */
export function events({ engine }: Pick<Harness, "engine">, stack: string): readonly string[] {
  const pages: string[] = [];
  let token: string | undefined;
  do {
    const answer = engine.describeStackEvents(scope, stack, token);
    for (const event of answer.StackEvents ?? []) {
      pages.unshift(
        [event.LogicalResourceId, event.ResourceStatus, event.ResourceStatusReason]
          .filter((part) => part !== undefined)
          .join(" "),
      );
    }
    token = answer.NextToken;
  } while (token !== undefined);
  return pages;
}

export function statusOf({ engine }: Pick<Harness, "engine">, stack: string): string {
  return engine.describeStacks(scope, stack).Stacks?.[0]?.StackStatus ?? "";
}

/** ARN of a nested stack, by its logical path below a root stack, deleted ones included. */
export function nested({ engine }: Pick<Harness, "engine">, root: string, ...path: readonly string[]): string {
  return path.reduce((stack, logicalId) => {
    const found = engine
      .describeStackEvents(scope, stack)
      .StackEvents?.find(
        (event) => event.LogicalResourceId === logicalId && event.PhysicalResourceId?.startsWith("arn:"),
      );
    if (!found?.PhysicalResourceId) throw new Error(`no nested stack ${logicalId} in ${stack}`);
    return found.PhysicalResourceId;
  }, root);
}

/** Hides what differs from run to run: the suffixes of nested stacks' names, and their ARNs. */
export function anonymous(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replace(/arn:aws:cloudformation:\S+/g, "ARN").replace(/-[A-Z0-9]{12}\b/g, "-SUFFIX"));
}

/** The refusal that a call meets, as "Code: message". */
export async function refusal(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    if (error instanceof ApiError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "accepted";
}

/** A template of resources of one fake type: name → properties (with DependsOn and other members under `$`). */
export function template(
  resources: Readonly<Record<string, Record<string, unknown>>>,
  rest: Record<string, unknown> = {},
): string {
  return JSON.stringify({
    ...rest,
    Resources: Object.fromEntries(
      Object.entries(resources).map(([id, { $, ...properties }]) => [
        id,
        {
          Type: "TemplateURL" in properties ? "AWS::CloudFormation::Stack" : "Fake::Thing",
          Properties: properties,
          ...($ as object),
        },
      ]),
    ),
  });
}

export function child(name: string, parameters: Record<string, unknown> = {}): Record<string, unknown> {
  return { TemplateURL: `https://t/${name}`, Parameters: parameters };
}

/** Sorts the names in "[B, A]" lists: their order says nothing. */
export function sortedLists(lines: readonly string[]): readonly string[] {
  return lines.map((line) =>
    line.replace(/\[(\w+(?:, \w+)+)\]/g, (_, list) => `[${list.split(", ").sort().join(", ")}]`),
  );
}

/** The smallest template. */
export const one = template({ A: {} });

/** A stack "s" that is there, and its events since then as `news`. */
export async function created(body = one, more: Record<string, unknown> = {}) {
  const h = harness();
  const { StackId } = await h.engine.createStack(scope, { StackName: "s", TemplateBody: body, ...more });
  await h.engine.settled();
  const update = async (next: string) => {
    await h.engine.updateStack(scope, { StackName: "s", TemplateBody: next });
    await h.engine.settled();
  };
  const since = events(h, "s").length;
  return { ...h, id: StackId, update, news: () => events(h, StackId).slice(since) };
}
