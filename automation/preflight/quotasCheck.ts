import { type Observation, pass, unknown } from "../../model/preflight/outcome.ts";
import { countOf, quotaObservation, reservationObservation, reservedBy } from "../../model/preflight/quotas.ts";
import { pages } from "../pages.ts";
import type { Check } from "./check.ts";
import type { Context } from "./context.ts";
import { couldNotLook } from "./runChecks.ts";

interface Quota {
  readonly things: string;
  readonly type: string;
  /** How many there are, and may be. */
  read(context: Context): Promise<{ readonly used: number; readonly limit: number }>;
}

/** Codes: Service Quotas console, services VPC, CloudFormation and S3. */
const quotas: readonly Quota[] = [
  {
    things: "VPCs",
    type: "AWS::EC2::VPC",
    read: async ({ apis }) => ({
      used: await counted(
        pages((token) => apis.network.describeVpcs(token)),
        ({ Vpcs = [] }) => Vpcs.length,
      ),
      limit: await limitOf(apis, "vpc", "L-F678F1CE"),
    }),
  },
  {
    things: "internet gateways",
    type: "AWS::EC2::InternetGateway",
    read: async ({ apis }) => ({
      used: await counted(
        pages((token) => apis.network.describeInternetGateways(token)),
        ({ InternetGateways = [] }) => InternetGateways.length,
      ),
      limit: await limitOf(apis, "vpc", "L-A4707A72"),
    }),
  },
  {
    things: "stacks",
    type: "AWS::CloudFormation::Stack",
    read: async ({ apis, facts }) => ({
      used: (await facts.stacks()).length,
      limit: await limitOf(apis, "cloudformation", "L-0485CB21"),
    }),
  },
  {
    things: "buckets",
    type: "AWS::S3::Bucket",
    read: async ({ apis }) => ({
      used: ((await apis.buckets.listBuckets({})).Buckets ?? []).length,
      limit: await limitOf(apis, "s3", "L-DC2B2D3D"),
    }),
  },
  { things: "roles", type: "AWS::IAM::Role", read: ({ apis }) => ofSummary(apis, "Roles") },
  { things: "policies", type: "AWS::IAM::ManagedPolicy", read: ({ apis }) => ofSummary(apis, "Policies") },
];

export const quotasCheck: Check<Context> = {
  code: "quotas",
  look: async (context) => {
    if ((await context.facts.observation()).kind === "running") {
      return [pass("A Panther stands: what a release adds to it is little.")];
    }
    const resources = await context.facts.resources();
    const counted = quotas
      .map(({ things, type, read }) => ({ things, needed: countOf(resources, type), read }))
      .filter(({ needed }) => needed > 0)
      .map(({ things, needed, read }) =>
        lookAt(things, async () => quotaObservation({ things, needed, ...(await read(context)) })),
      );
    const reserved = reservedBy(resources);
    const reservations = reserved > 0 ? [lookAt("concurrent executions", () => reservationsOf(context, reserved))] : [];
    const looks = await Promise.all([...counted, ...reservations]);
    const told = looks.filter(({ isTold }) => isTold).map(({ observation }) => observation);
    return [...told, ...together(looks.filter(({ isTold }) => !isTold))];
  },
};

interface Look {
  readonly things: string;
  readonly isTold: boolean;
  readonly observation: Observation;
}

async function lookAt(things: string, look: () => Promise<Observation>): Promise<Look> {
  try {
    return { things, isTold: true, observation: await look() };
  } catch (error) {
    return { things, isTold: false, observation: couldNotLook(error) };
  }
}

async function reservationsOf({ apis }: Context, reserved: number): Promise<Observation> {
  const { AccountLimit: { UnreservedConcurrentExecutions: unreserved } = {} } = await apis.functions.getAccountSettings(
    {},
  );
  if (unreserved !== undefined) return reservationObservation(reserved, unreserved);
  return unknown("Lambda does not say how many concurrent executions are not reserved.", "Look in the Lambda console.");
}

/** What keeps from looking is mostly the same for all quotas. */
function together(untold: readonly Look[]): readonly Observation[] {
  const messages = new Set(untold.map(({ observation }) => observation.message));
  return [...messages].flatMap((message) => {
    const some = untold.filter(({ observation }) => observation.message === message);
    const things = some.map((one) => one.things).join(", ");
    return some.slice(0, 1).map(({ observation }) => ({ ...observation, message: `${things}: ${message}` }));
  });
}

async function counted<Page>(all: AsyncIterable<Page>, count: (page: Page) => number): Promise<number> {
  let sum = 0;
  for await (const page of all) sum += count(page);
  return sum;
}

async function limitOf({ quotas: api }: Context["apis"], ServiceCode: string, QuotaCode: string): Promise<number> {
  const { Quota: { Value = 0 } = {} } = await api.getServiceQuota({ ServiceCode, QuotaCode });
  return Value;
}

async function ofSummary({ iam }: Context["apis"], things: "Roles" | "Policies") {
  const { SummaryMap: map = {} } = await iam.getAccountSummary({});
  return { used: map[things] ?? 0, limit: map[`${things}Quota`] ?? 0 };
}
