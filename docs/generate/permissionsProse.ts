/** What of docs/permissions.md is no data. */
export const deploymentRoleText: readonly string[] = [
  "## What the deployment role means",
  [
    "Panther's deployment role is CloudFormation's **service role** of the root stack. Four things follow from that:",
    "",
    '- **It can\'t be taken away again.** Once a stack was created or updated with a service role, every later operation uses it, whoever begins it: CloudFormation has no call that removes it. Another role can be put in its place by whoever may pass that one. (AWS CloudFormation User Guide, "CloudFormation service role")',
    "- **Who may update the stack acts with it.** `cloudformation:UpdateStack` on the root stack is enough to have the role do what the role may, with any template; `iam:PassRole` is asked for only where a role is named anew. The policies above therefore name the stacks; `cloudformation:*` or `UpdateStack` on `*` would hand the role to everybody who has it. The same goes for `ExecuteChangeSet`, `ContinueUpdateRollback` and `DeleteStack`: no policy here has the first.",
    "- **It fetches nested templates and assets.** The template that a call names is read with the caller's permissions, all that it references (nested templates, code of functions) with the role's. Approval by Panther is for the account, so both see the same; a bucket of your own has to let both read.",
    "- **It is as mighty as an administrator.** It can make roles and give them policies. Treat who may assume it, pass it, or update its stack as administrators of the account. A permissions boundary or a service control policy limits it like any role; `panther preflight` shows what that would break.",
  ].join("\n"),
  "**Who may assume it.** Its trust names `cloudformation.amazonaws.com` and, over TLS, the account itself or the one in `IdentityAccountId`: there whoever is allowed `sts:AssumeRole` on it. From 1.77 on `OpsAccountId` lets a build role of Panther's operations assume it; leave it blank unless you want that. The policy pack refuses a trust outside of the accounts that you name ([policies.md](policies.md)).",
  "**What it denies itself.** From 1.111 on the role has explicit denies: it can't delete load balancers and tables other than those it names, buckets, user pools and their domains, backups. An update that would replace one of these fails, and so does a deletion of the root stack with this role: no policy of the caller helps, since an explicit deny of the service role decides. Such a role also brings managed policies of its own, `policy/Panther…`: for an environment whose `panther:version` is 1.111 or later, ManageRolesPolicies is in the policies that make, change or remove the role.",
  "**A role that somebody else manages** is named by its ARN (`panther:deploymentRole.arn`). Then the policies have no statements about the role's stack and its making, and `iam:PassRole` for that ARN alone.",
];

export const storedText: readonly string[] = [
  "## What is stored and sent, and where",
  [
    "| what | where | holds | never holds |",
    "| --- | --- | --- | --- |",
    "| Pulumi's state | the backend you chose: Pulumi Cloud, a bucket, a folder | ARNs, stack names, parameters, templates, outputs of the stacks; secrets encrypted with the key you chose | secrets in plain text; the gateway's key and what is in the secret of a split |",
    "| Pulumi's update message and stack tags | the same | run ID, release, the caller's ARN, `--reason`; which release runs | parameters |",
    "| configuration | `stacks/Pulumi.<environment>.yaml`, in your repository | what you want; secrets encrypted | secrets in plain text |",
    "| journals | `.panther/<environment>/runs/`, on this machine, readable by you alone | each step with times, the caller's ARN, host name, stack names, AWS's messages, `--reason` | values of parameters, secrets, credentials |",
    "| journals in S3 | only with `--journal`, in the bucket you name | the same file | the same |",
    "| leases | `.panther/<environment>/lease/` | run ID, process ID, host name, the caller's ARN, a heartbeat | – |",
    "| reports | where `--out` says | a journal as HTML, JSON or markdown; loads and runs nothing | the same as a journal |",
    "| AWS CloudTrail | your account | each call with its user agent: `panther-deploy/<run ID>`, and `reason/…` where one was given. So it is not the place for a secret | – |",
    "| change sets | your account, for as long as `--changes` looks | name and description say which process on which host made them | – |",
    "| output of Panther's own tool | CloudWatch Logs of your account, `/panther-deploy/source/…`, only of a deployment from source ([source.md](source.md)) | what the tool prints | – |",
    "| secret of a split over AWS China | AWS Secrets Manager, the web app's account | address and key of the gateway | – |",
  ].join("\n"),
  "**What leaves.** Calls of AWS in the accounts that you have credentials for, and reads of Panther's buckets. Pulumi's CLI and its plugin talk to the backend you chose, and to Pulumi for plugins and for news of newer versions (`PULUMI_SKIP_UPDATE_CHECK=true` stops the latter). A catalog of releases is fetched where `panther:releaseCatalog` or `--catalog` is a URL. `panther china check` and `rotate-key` call your gateway in China. Nothing else is sent to anybody: no telemetry, no crash reports, nothing to whoever wrote this.",
];
