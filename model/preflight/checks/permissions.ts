import type { CheckDescription } from "../description.ts";

export const permissionChecks = {
  "caller-permissions": {
    title: "Caller may deploy",
    what: "The actions that whoever calls needs: stacks, the role and handing it to CloudFormation, the post-deploy build. Simulated with the caller's policies and boundary (iam:SimulatePrincipalPolicy); an assumed role's session by its role.",
    why: "The role's stack is made with the caller's own permissions.",
    fix: "Allow the actions that are named to the caller's user or role.",
    who: "account administrator",
    source: 'AWS IAM API Reference, "SimulatePrincipalPolicy"',
  },
  "role-permissions": {
    title: "Role may make the release",
    what: "The actions that the release's own resource types take, simulated for the deployment role with the ARNs that the templates give; before the role exists its template's policies are simulated instead (iam:SimulateCustomPolicy).",
    why: "CloudFormation makes everything with the role: what it may not do fails the stack.",
    fix: "Deploy the role's template of the same minor; remove an explicit deny, or a boundary, that somebody added.",
    who: "account administrator",
    source:
      'handlers in the resource types\' schemas (cloudformation:DescribeType); AWS IAM API Reference, "SimulatePrincipalPolicy"',
  },
  "organization-policies": {
    title: "Organization lets it through",
    what: "The service control policies above the account, level by level, for the same actions with the region, tags and encryption that the release uses: from AWS Organizations where the caller may read it, or from files (`--scp-file`).",
    why: "An SCP wins over every policy in the account, and fails a deployment partway through.",
    fix: "Have an exception made for the statement that is named.",
    who: "organization administrator",
    source: 'Panther documentation, "Check organization SCPs"; AWS Organizations User Guide, "SCP evaluation"',
  },
} as const satisfies Readonly<Record<string, CheckDescription>>;
