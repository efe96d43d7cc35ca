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

const sentWithTags = new Set(
  Object.values(actionsOfTypes).flatMap(({ always: [creation = ""], tagged = [] }) =>
    tagged.length === 0 ? [] : [creation, ...tagged],
  ),
);

/**
 * Whether a request for an action has the tags of what is made, as `aws:RequestTag` has them: creations of what is tagged, and
 * tagging itself. S3's requests for buckets have none. Source: Service Authorization Reference, condition keys by action.
 */
export function carriesTags(action: string): boolean {
  return !action.startsWith("s3:") && sentWithTags.has(action);
}
