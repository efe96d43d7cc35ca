import { computeActions } from "./actions/compute.ts";
import { dataActions } from "./actions/data.ts";
import { gatewayActions } from "./actions/gateway.ts";
import { identityActions } from "./actions/identity.ts";
import { networkActions } from "./actions/network.ts";
import type { ActionsOfTypes } from "./actions/typeActions.ts";

/**
 * By CloudFormation type, what its creation calls. Not all that a handler is allowed to: reads and deletions are left out,
 * which a policy that allows these rarely refuses, and tags where a role of Panther's own was never given them. Types that
 * are not here are not simulated, and are told.
 * Source: `handlers.create.permissions` in each type's schema (`aws cloudformation describe-type --type RESOURCE`); action
 * names and ARNs: Service Authorization Reference. S3's SetBucketEncryption, as Panther's documentation calls it, is
 * s3:PutEncryptionConfiguration in a policy.
 */
export const actionsOfTypes: ActionsOfTypes = {
  ...computeActions,
  ...dataActions,
  ...gatewayActions,
  ...identityActions,
  ...networkActions,
};
