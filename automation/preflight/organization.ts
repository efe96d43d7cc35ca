import { PantherError } from "../../model/error.ts";
import type { PolicyLevel, ServicePolicy } from "../../model/preflight/servicePolicies.ts";
import { pages } from "../pages.ts";
import type { PreflightApis } from "./clients.ts";

type OrganizationApi = PreflightApis["organization"];

/** Which service control policies an account is under; `none`, with the reason, where there can't be any. */
export type OrganizationPolicies =
  | { readonly kind: "levels"; readonly levels: readonly PolicyLevel[]; readonly organizationId?: string }
  | { readonly kind: "none"; readonly why: string };

/** Reads the policies from the organization's root down to the account. @throws the SDK's errors, where the caller may not look */
export async function organizationPolicies(
  organization: OrganizationApi,
  accountId: string,
): Promise<OrganizationPolicies> {
  const described = await organization.describeOrganization({}).catch((error: unknown) => {
    if (error instanceof Error && error.name === "AWSOrganizationsNotInUseException") return undefined;
    throw error;
  });
  const { MasterAccountId, FeatureSet, Id: organizationId } = described?.Organization ?? {};
  if (!described) return { kind: "none", why: "The account is in no organization." };
  if (MasterAccountId === accountId) {
    return { kind: "none", why: "It is the organization's management account, which none of its policies limit." };
  }
  if (FeatureSet === "CONSOLIDATED_BILLING") return { kind: "none", why: "The organization has no policies." };
  const above: { readonly id: string; readonly name: string }[] = [{ id: accountId, name: `account ${accountId}` }];
  for (let id = accountId; ; ) {
    const { Parents: [parent] = [] } = await organization.listParents({ ChildId: id }).catch((error: unknown) => {
      if (!(error instanceof Error && error.name === "ChildNotFoundException")) throw error;
      throw new PantherError(
        "organization-other",
        `Account ${accountId} is not in the organization ${organizationId ?? "that was asked"}.`,
        "Give a profile of the organization that the account is in.",
        { cause: error },
      );
    });
    if (parent?.Id === undefined) break;
    above.unshift({ id: parent.Id, name: `${parent.Type === "ROOT" ? "root" : "unit"} ${parent.Id}` });
    id = parent.Id;
    // A root has no parent, and asking for it is an error.
    if (parent.Type === "ROOT") break;
  }
  const read = documentsRead(organization);
  const levels = await Promise.all(above.map((level) => levelOf(organization, level, read)));
  return { kind: "levels", levels, ...(organizationId !== undefined && { organizationId }) };
}

/** FullAWSAccess stands on every level: each policy is read once. */
function documentsRead(organization: OrganizationApi): (id: string) => Promise<string> {
  const documents = new Map<string, Promise<string>>();
  return (PolicyId) => {
    const document =
      documents.get(PolicyId) ?? organization.describePolicy({ PolicyId }).then(({ Policy }) => Policy?.Content ?? "");
    documents.set(PolicyId, document);
    return document;
  };
}

async function levelOf(
  organization: OrganizationApi,
  { id: TargetId, name }: { readonly id: string; readonly name: string },
  read: (id: string) => Promise<string>,
): Promise<PolicyLevel> {
  const policies: Promise<ServicePolicy>[] = [];
  const filter = { TargetId, Filter: "SERVICE_CONTROL_POLICY" } as const;
  for await (const page of pages((token) => organization.listPoliciesForTarget({ ...filter, ...token }))) {
    for (const { Id = "", Name = Id } of page.Policies ?? []) {
      policies.push(read(Id).then((document) => ({ name: Name, document })));
    }
  }
  return { name, policies: await Promise.all(policies) };
}
