import { notAssumable, ResourceError } from "../../cloudformation/errors.ts";
import type { DeleteRequest, ResourceProvider } from "../../cloudformation/types.ts";
import { type EmulatedRoles, nameOf } from "../serviceRoles.ts";

interface Deletion {
  readonly service: string;
  readonly action: string;
  /** What stands behind the account in the resource's ARN, before its ID; left out where the ID is an ARN. */
  readonly resource?: string;
  /** The ARN has neither region nor account. */
  readonly global?: true;
}

/**
 * Deletions that Panther's deployment role has forbidden in one version or another, and how each service is named in
 * messages. Others are not asked about: a policy is a call each.
 */
const deletions: Readonly<Record<string, Deletion>> = {
  "AWS::Athena::WorkGroup": { service: "Athena", action: "athena:DeleteWorkGroup", resource: "workgroup/" },
  "AWS::Cognito::UserPool": {
    service: "CognitoIdentityProvider",
    action: "cognito-idp:DeleteUserPool",
    resource: "userpool/",
  },
  "AWS::DynamoDB::Table": { service: "DynamoDb", action: "dynamodb:DeleteTable", resource: "table/" },
  "AWS::ElasticLoadBalancingV2::LoadBalancer": {
    service: "ElasticLoadBalancingV2",
    action: "elasticloadbalancing:DeleteLoadBalancer",
  },
  "AWS::KMS::Key": { service: "Kms", action: "kms:ScheduleKeyDeletion", resource: "key/" },
  "AWS::S3::Bucket": { service: "S3", action: "s3:DeleteBucket", resource: "", global: true },
  "AWS::SNS::Topic": { service: "Sns", action: "sns:DeleteTopic" },
};

/** A provider that deletes nothing that the stack's service role is forbidden to delete, nor with a role that is gone. */
export function withDeniedDeletions(
  provider: ResourceProvider,
  roles: Pick<EmulatedRoles, "canBeAssumed" | "denies">,
  uuid: () => string,
): ResourceProvider {
  return {
    ...provider,
    delete: async (request) => {
      const { roleArn, scope, type } = request;
      const deletion = deletions[type];
      if (roleArn !== undefined && deletion) {
        const resource = arnOf(deletion, request);
        if (await roles.denies(roleArn, scope, deletion.action, resource)) {
          throw new ResourceError(refusal(deletion, request, roleArn, resource, uuid));
        }
        if (!(await roles.canBeAssumed(roleArn, scope))) throw new ResourceError(notAssumable(roleArn));
      }
      await provider.delete(request);
    },
  };
}

function arnOf({ resource, global, action }: Deletion, { physicalId, scope }: DeleteRequest): string {
  if (resource === undefined) return physicalId;
  const place = global ? ":" : `${scope.region}:${scope.accountId}`;
  return `arn:${scope.partition}:${action.split(":")[0]}:${place}:${resource}${physicalId}`;
}

/** CloudFormation names its sessions of a service role AWSCloudFormation. */
function refusal(
  { service, action }: Deletion,
  { scope }: DeleteRequest,
  roleArn: string,
  resource: string,
  uuid: () => string,
): string {
  const session = `arn:${scope.partition}:sts::${scope.accountId}:assumed-role/${nameOf(roleArn)}/AWSCloudFormation`;
  return (
    `Resource handler returned message: "User: ${session} is not authorized to perform: ${action} on resource: ` +
    `${resource} with an explicit deny in an identity-based policy (Service: ${service}, Status Code: 403, ` +
    `Request ID: ${uuid()}) (SDK Attempt Count: 1)" (RequestToken: ${uuid()}, HandlerErrorCode: AccessDenied)`
  );
}
