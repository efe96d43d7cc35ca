import { notKnown, type ResourceFacts } from "../facts.ts";
import { accountsOf, isRole, parameterOf } from "../pantherParts.ts";
import { notTold, policyRule, type Verdict, violation } from "../policyRule.ts";

/** Parameters of the role's template that name accounts whose principals may assume it. */
const trusted = ["IdentityAccountId", "OpsAccountId"];

export const roleTrust = policyRule({
  name: "role-not-from-outside",
  title: "The deployment role can be assumed from its own account alone, or from accounts that are named here.",
  severity: "critical",
  level: "mandatory",
  reason: "The deployment role may create any IAM entity: whoever may assume it is an administrator of the account.",
  remediation:
    "Leave `IdentityAccountId` and `OpsAccountId` out of `panther:deploymentRole.parameters`, or list the account in the setting `accounts`.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_aws-accounts.html",
  source: 'Panther documentation, "Check IAM Permissions"; the templates of the deployment role',
  settings: {
    accounts: {
      text: "Other accounts whose principals may assume it, 12 digits each.",
      default: [],
      pattern: "^\\d{12}$",
    },
  },
  resource: (resource, _, { accounts }) =>
    isRole(resource) ? trusted.flatMap((name) => verdicts(resource, name, accounts)) : [],
});

function verdicts(role: ResourceFacts, name: string, accounts: readonly string[]): readonly Verdict[] {
  const account = parameterOf(role, name);
  if (account === notKnown) return [notTold(`The deployment role's ${name} is not known yet.`)];
  const own = accountsOf(role);
  if (!account || accounts.includes(account) || own.includes(account)) return [];
  if (own.length === 0)
    return [
      notTold(
        `It is not known whether ${account}, the deployment role's ${name}, is its own account: the provider names no allowedAccountIds.`,
      ),
    ];
  return [violation(`The deployment role can be assumed from account ${account} (${name}).`)];
}
