import type { PreflightApis } from "./clients.ts";

type PolicyApi = Pick<PreflightApis["iam"], "getPolicy" | "getPolicyVersion">;

/** Reads policies by their ARNs; what can't be read is told, and stops nothing. */
export async function attachedPolicies(
  iam: PolicyApi,
  arns: readonly string[],
): Promise<{ readonly read: readonly string[]; readonly unread: readonly string[] }> {
  const all = await Promise.all(
    arns.map(async (arn) => ({ arn, document: await documentOf(iam, arn).catch(() => undefined) })),
  );
  return {
    read: all.flatMap(({ document }) => document ?? []),
    unread: all.flatMap(({ arn, document }) => (document === undefined ? arn : [])),
  };
}

async function documentOf(iam: PolicyApi, PolicyArn: string): Promise<string | undefined> {
  const { Policy } = await iam.getPolicy({ PolicyArn });
  const { PolicyVersion } = await iam.getPolicyVersion({ PolicyArn, VersionId: Policy?.DefaultVersionId });
  // IAM encodes documents as in a URL.
  return PolicyVersion?.Document === undefined ? undefined : decodeURIComponent(PolicyVersion.Document);
}
