import type { AwsApis } from "../../../automation/clients.ts";
import type { Check } from "../../../automation/preflight/check.ts";
import type { PreflightApis } from "../../../automation/preflight/clients.ts";
import type { Context } from "../../../automation/preflight/context.ts";
import type { SideFacts } from "../../../automation/preflight/facts.ts";
import { runChecks } from "../../../automation/preflight/runChecks.ts";
import { type Environment, readEnvironment } from "../../../model/environment/environment.ts";
import { principalOf } from "../../../model/preflight/principal.ts";
import type { CheckResult } from "../../../model/preflight/result.ts";
import { recommendedCatalog } from "../../../model/release/catalog.ts";

export const accountId = "123456789012";

/** An environment as its file would say. */
export function environmentOf(values: Readonly<Record<string, unknown>> = {}): Environment {
  const result = readEnvironment("prod", {
    version: "v1.39.7",
    region: "us-east-1",
    expectedAccountId: accountId,
    rootStackName: "panther-prod",
    ...values,
  });
  if (result.kind === "problems") throw new Error(JSON.stringify(result.problems));
  return result.environment;
}

type Answers = Readonly<Record<string, unknown>>;

/** What services answer, by method; an error is thrown, a function is called. Without facts nothing stands. */
export interface FakeContext {
  readonly environment?: Environment;
  readonly caller?: string;
  readonly apis?: { readonly [Name in keyof PreflightApis]?: Answers };
  /** Of other regions than the environment's. */
  readonly regions?: Readonly<Record<string, FakeContext["apis"]>>;
  readonly aws?: { readonly [Name in keyof AwsApis]?: Answers };
  readonly facts?: { readonly [Name in keyof SideFacts]?: unknown };
  readonly credentials?: unknown;
  readonly side?: "web";
  /** Of the other side. */
  readonly backend?: Environment;
  readonly scpFiles?: readonly string[];
  /** ARNs; none: the caller is asked about. */
  readonly principals?: readonly string[];
}

export const now = new Date("2026-11-21T12:00:00Z");

export function fakeContext(fake: FakeContext): Context {
  const { environment = environmentOf(), caller = `arn:aws:sts::${accountId}:assumed-role/Deployer/jane` } = fake;
  const clients = (answers: Readonly<Record<string, Answers | undefined>>) =>
    new Proxy({}, { get: (_, name: string) => client(answers[name] ?? {}, name) });
  const nothing = { observation: { kind: "nothing" }, stacks: [], roleStays: false };
  const facts = Object.entries({ ...nothing, ...fake.facts }).map(([name, value]) => [name, async () => given(value)]);
  const run = {
    environment,
    caller,
    aws: clients(fake.aws ?? {}),
    side: fake.side,
    ...(fake.backend && { backend: { environment: fake.backend } }),
    signal: new AbortController().signal,
    timing: { now: () => now },
    catalog: recommendedCatalog,
  };
  return {
    run,
    apis: clients(fake.apis ?? {}),
    inRegion: (region: string) => clients((region === environment.region ? fake.apis : fake.regions?.[region]) ?? {}),
    facts: Object.fromEntries(facts),
    scpFiles: fake.scpFiles ?? [],
    principals: (fake.principals ?? []).map(principalOf),
    credentials: async () => given(fake.credentials ?? { temporary: true, renewed: true, inFile: false }),
  } as unknown as Context;
}

function client(answers: Answers, api: string): unknown {
  return new Proxy(
    {},
    {
      get: (_, method: string) => async (input: unknown) => {
        if (!(method in answers)) throw new Error(`Nobody said what ${api}.${method} answers.`);
        const answer = answers[method];
        return given(typeof answer === "function" ? answer(input) : answer);
      },
    },
  );
}

function given(value: unknown): unknown {
  if (value instanceof Error) throw value;
  return value;
}

/** An error as the SDK throws it. */
export function awsError(name: string, message = name): Error {
  return Object.assign(new Error(message), { name, $metadata: {} });
}

/** Makes one of some checks. */
export async function resultOf(
  checks: readonly Check<Context>[],
  code: string,
  fake: FakeContext,
): Promise<CheckResult> {
  const { signal } = new AbortController();
  const chosen = checks.filter((check) => check.code === code);
  const [result] = await runChecks(chosen, fakeContext(fake), { accept: [], signal });
  if (!result) throw new Error(`There is no check ${code}.`);
  return result;
}

/** The three ways in which a service keeps a check from looking. */
export const refusals: readonly Error[] = [
  awsError("AccessDeniedException", "User: x is not authorized to perform: y:Look"),
  awsError("ThrottlingException", "Rate exceeded"),
  Object.assign(new Error("getaddrinfo ENOTFOUND y.us-east-1.amazonaws.com"), { code: "ENOTFOUND" }),
];
