import { documentedIn } from "../builders.ts";
import type { DocumentedParameter } from "../documented.ts";

const role = documentedIn("role", "role");

/** Parameters of the deployment role's template, a stack of its own. */
export const roleParameters: readonly DocumentedParameter[] = [
  role.text("DeploymentRoleName", "PantherDeploymentRole", "Name of the role, which is global in an account.", {
    blank: "CloudFormation makes a name up",
  }),
  role.text("IdentityAccountId", "", "Account whose principals may assume the role.", {
    form: "account-id",
    blank: "the account that it stands in",
  }),
  role.text("OpsAccountId", "", "Account whose post-deploy builds may assume the role.", {
    form: "account-id",
    blank: "none",
    since: "1.77",
  }),
  role.flag("InternalDeploy", "false", "For Panther's own deployments: policies are named by region.", {
    since: "1.111",
  }),
];
