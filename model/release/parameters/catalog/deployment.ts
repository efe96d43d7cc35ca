import { documentedIn, required, undocumented } from "../builders.ts";
import type { DocumentedParameter } from "../documented.ts";
import { forms } from "../forms.ts";

const documentation = documentedIn("documentation");
const community = documentedIn("community");

/** Who administrates, what is deployed at all, who may get in, and what is reported to Panther. */
export const deploymentParameters: readonly DocumentedParameter[] = [
  documentation.text("FirstUserEmail", required, "Mail address of the first administrator, who gets an invitation.", {
    allowedPattern: forms.email,
    noEffect: "It is read at the first deployment only: once that has succeeded, another address changes nothing.",
    since: "1.4",
  }),
  community.text("FirstUserGivenName", "PantherUser", "Given name of the first administrator.", {
    minLength: 1,
    since: "1.4",
  }),
  community.text("FirstUserFamilyName", "Community", "Family name of the first administrator.", {
    minLength: 1,
    since: "1.4",
  }),
  community.text("CompanyDisplayName", "AwesomeCo", "Name of your company, shown in the web app and in alerts.", {
    minLength: 1,
    since: "1.4",
  }),
  documentation.text(
    "PulumiSecretArn",
    required,
    "Secret with the access token that the post-deploy build uses. Panther's team hands its ARN over.",
    { since: "1.22" },
  ),
  documentation.text(
    "PulumiSecretKeyArn",
    required,
    "KMS key that this secret is encrypted with. Panther's team hands its ARN over.",
    { since: "1.22" },
  ),
  documentation.flag(
    "OnboardSelf",
    "true",
    "Monitor the AWS account that Panther runs in. Better false for the first deployment.",
    { since: "1.4" },
  ),
  community.flag("EnableCloudTrail", "false", "Make a CloudTrail trail of this account. Needs OnboardSelf.", {
    since: "1.4",
  }),
  community.flag("EnableGuardDuty", "false", "Turn GuardDuty on in this account. Needs OnboardSelf.", { since: "1.4" }),
  community.flag(
    "BootstrapStackOnly",
    "false",
    "Keep the bootstrap stack alone. true deletes every other part of a running Panther.",
    { since: "1.15" },
  ),
  documentation.text(
    "SupportRoleIdentityAccountId",
    undocumented,
    "Account whose engineers may assume a read-only role for support. The role can't read your data.",
    { form: "account-id", blank: "no support role" },
  ),
  documentation.text(
    "OpsRoleIdentityAccountId",
    "",
    "Account whose engineers may assume an administrator role for migrations and emergencies.",
    { form: "account-id", blank: "no operations role" },
  ),
  documentation.text("SentryEnvironment", "prod", "Name under which errors of the application go to Sentry.", {
    blank: "nothing is sent to Sentry",
  }),
  documentation.text("SegmentEnvironment", "prod", "Name under which usage of the web app goes to Segment.", {
    allowedValues: ["", "dev", "staging", "prod"],
    blank: "nothing is sent to Segment",
    since: "1.39",
  }),
  community.text("CertificateArn", "", "Certificate of the web app, in ACM or IAM, in the deployment's region.", {
    allowedPattern: forms.certificateArn,
    blank: "a self-signed certificate is made",
    sameRegion: true,
    since: "1.4",
  }),
  community.text("CustomDomain", "", "Host name of the web app. Its certificate goes into CertificateArn.", {
    allowedPattern: forms.domain,
    blank: "the load balancer's own host name is used",
    since: "1.4",
  }),
];
