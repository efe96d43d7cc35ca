import type { RolePolicy } from "../../model/teardown/denies.ts";
import type { StandingRole } from "../../model/teardown/teardownFindings.ts";
import type { RoleApi } from "./apis.ts";

/** The policies of the role that CloudFormation acts with, inline and attached, as they stand. Changes nothing. */
export async function liveRole(iam: RoleApi, arn: string | undefined): Promise<StandingRole> {
  if (arn === undefined) return { kind: "none" };
  const name = arn.split("/").at(-1) ?? "";
  try {
    await iam.getRole({ RoleName: name });
    return { kind: "known", arn, policies: [...(await inlinePolicies(iam, name)), ...(await attached(iam, name))] };
  } catch (error) {
    if (error instanceof Error && error.name === "NoSuchEntityException") return { kind: "gone", arn };
    return { kind: "unreadable", arn, why: error instanceof Error ? error.message : String(error) };
  }
}

async function inlinePolicies(iam: RoleApi, name: string): Promise<readonly RolePolicy[]> {
  const names = await marked(async (marker) => {
    const { PolicyNames = [], ...page } = await iam.listRolePolicies({ RoleName: name, ...marker });
    return { items: PolicyNames, ...page };
  });
  return await Promise.all(
    names.map(async (policy) => {
      const { PolicyDocument = "" } = await iam.getRolePolicy({ RoleName: name, PolicyName: policy });
      return { name: policy, document: decoded(PolicyDocument) };
    }),
  );
}

async function attached(iam: RoleApi, name: string): Promise<readonly RolePolicy[]> {
  const policies = await marked(async (marker) => {
    const { AttachedPolicies = [], ...page } = await iam.listAttachedRolePolicies({ RoleName: name, ...marker });
    return { items: AttachedPolicies, ...page };
  });
  return await Promise.all(
    policies.map(async ({ PolicyName = "", PolicyArn }) => {
      const { Policy } = await iam.getPolicy({ PolicyArn });
      const { PolicyVersion } = await iam.getPolicyVersion({ PolicyArn, VersionId: Policy?.DefaultVersionId });
      return { name: PolicyName, document: decoded(PolicyVersion?.Document ?? "") };
    }),
  );
}

interface Marked<T> {
  readonly items: readonly T[];
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

async function marked<T>(read: (marker: { readonly Marker?: string }) => Promise<Marked<T>>): Promise<readonly T[]> {
  const all: T[] = [];
  let marker: string | undefined;
  do {
    const { items, IsTruncated, Marker } = await read(marker === undefined ? {} : { Marker: marker });
    all.push(...items);
    marker = IsTruncated ? Marker : undefined;
  } while (marker !== undefined);
  return all;
}

/** IAM answers documents in the encoding of URLs (RFC 3986). */
function decoded(document: string): string {
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}
