import type { HintRule } from "./hintRule.ts";

/** How what an earlier deployment left behind is removed, by its type: name of the thing, command, what to mind. */
export const removals: readonly (readonly [
  code: string,
  type: string,
  thing: string,
  command: string,
  mind?: string,
])[] = [
  [
    "log-group",
    "Logs::LogGroup",
    "log group",
    "aws logs delete-log-group --log-group-name '{name}' --region {region}",
    "Its logs are gone then. All that Panther left: `aws logs describe-log-groups --log-group-name-prefix /aws/lambda/panther- --region {region}`",
  ],
  [
    "role",
    "IAM::Role",
    "role",
    "aws iam delete-role --role-name '{name}'",
    "First take off what hangs on it: `aws iam list-attached-role-policies --role-name '{name}'` and `aws iam list-role-policies --role-name '{name}'`",
  ],
  [
    "policy",
    "IAM::ManagedPolicy",
    "policy",
    "aws iam delete-policy --policy-arn arn:{partition}:iam::{accountId}:policy/{name}",
  ],
  [
    "bucket",
    "S3::Bucket",
    "bucket",
    "aws s3 rb 's3://{name}' --force --region {region}",
    "Look first whether its data is still wanted, and whose it is: a bucket's name is taken by one account in the world. With versioning its old versions have to be deleted as well.",
  ],
  [
    "table",
    "DynamoDB::(?:Global)?Table",
    "table",
    "aws dynamodb delete-table --table-name '{name}' --region {region}",
    "Its data is gone then; a backup comes first: `aws dynamodb create-backup --table-name '{name}' --backup-name before-removal --region {region}`",
  ],
  [
    "queue",
    "SQS::Queue",
    "queue",
    "aws sqs delete-queue --queue-url \"$(aws sqs get-queue-url --queue-name '{name}' --query QueueUrl --output text --region {region})\" --region {region}",
    "The name is free a minute later.",
  ],
  ["topic", "SNS::Topic", "topic", "aws sns delete-topic --topic-arn arn:{partition}:sns:{region}:{accountId}:{name}"],
  [
    "function",
    "(?:Lambda|Serverless)::Function",
    "function",
    "aws lambda delete-function --function-name '{name}' --region {region}",
  ],
  ["key-alias", "KMS::Alias", "key alias", "aws kms delete-alias --alias-name '{name}' --region {region}"],
  [
    "repository",
    "ECR::Repository",
    "repository",
    "aws ecr delete-repository --repository-name '{name}' --force --region {region}",
  ],
  [
    "workgroup",
    "Athena::WorkGroup",
    "workgroup",
    "aws athena delete-work-group --work-group '{name}' --recursive-delete-option --region {region}",
  ],
  [
    "data-catalog",
    "Athena::DataCatalog",
    "data catalog",
    "aws athena delete-data-catalog --name '{name}' --region {region}",
  ],
  ["cluster", "ECS::Cluster", "cluster", "aws ecs delete-cluster --cluster '{name}' --region {region}"],
  [
    "load-balancer",
    "ElasticLoadBalancingV2::LoadBalancer",
    "load balancer",
    "aws elbv2 delete-load-balancer --load-balancer-arn \"$(aws elbv2 describe-load-balancers --names '{name}' --query 'LoadBalancers[0].LoadBalancerArn' --output text --region {region})\" --region {region}",
  ],
  [
    "target-group",
    "ElasticLoadBalancingV2::TargetGroup",
    "target group",
    "aws elbv2 delete-target-group --target-group-arn \"$(aws elbv2 describe-target-groups --names '{name}' --query 'TargetGroups[0].TargetGroupArn' --output text --region {region})\" --region {region}",
  ],
  ["project", "CodeBuild::Project", "project", "aws codebuild delete-project --name '{name}' --region {region}"],
  [
    "secret",
    "SecretsManager::Secret",
    "secret",
    "aws secretsmanager delete-secret --secret-id '{name}' --force-delete-without-recovery --region {region}",
    "Its value is gone then.",
  ],
  ["trail", "CloudTrail::Trail", "trail", "aws cloudtrail delete-trail --name '{name}' --region {region}"],
];

const exists: readonly RegExp[] = [
  // With a space before, as AWS has it for some types, and with the stack that has the name.
  /identifier '?\{?"?(?:\/properties\/\w+"?:)?"?(?<name>[^'"}]+)"?\}?'? already exists/i,
  /(?:^|[\s"'])(?<name>[\w./:=@+-]+)'?\s+already exists in stack\s+(?<owner>arn:\S+)/i,
  /(?:with (?:the )?name|named|called|the secret|name:?|Alias|Table|Topic|Queue|Function|Repository)[:\s]+'?"?(?<name>[\w./+=@-]+)'?"?\s+already exists/i,
  /^"?(?<name>[\w./:=@+-]+)\s+already exists/i,
  /queue already exists/i,
  /HandlerErrorCode: AlreadyExists/i,
  /ResourceAlreadyExistsException|EntityAlreadyExists|BucketAlreadyExists|BucketAlreadyOwnedByYou/i,
];

const source = "https://github.com/serverless/serverless/issues/10002";

export const leftoverRules: readonly HintRule[] = [
  {
    code: "detector-exists",
    when: {
      type: /^AWS::GuardDuty::Detector$/,
      reason: [/already exists/i, /Invalid request provided: AWS::GuardDuty::Detector/i],
    },
    text: "GuardDuty is on in {region} already, and an account has one detector a region.",
    fix: "Set EnableGuardDuty to false and run the same command again.",
    source: "https://github.com/aws/aws-cdk/issues/30476",
  },
  ...removals.map(([code, type, thing, command, mind]) => ({
    code: `leftover-${code}`,
    when: { type: new RegExp(`^AWS::${type}$`), reason: exists },
    text: `There is a ${thing} {name|of that name} already{?owner: (of {owner})}: most often an earlier Panther in this account left it. Panther's names are fixed, so there can be one Panther in an account and region.`,
    fix: `If nothing uses it any more, remove it: \`${command}\` ${mind ? `${mind} ` : ""}Then run the same command again.`,
    source,
  })),
  {
    code: "name-taken",
    when: { reason: exists },
    text: "Something has the name {name|that is wanted} already{?owner: (of {owner})}: most often an earlier Panther in this account left it.",
    fix: "Find it in the console ({type}), remove it if nothing uses it, then run the same command again.",
    source,
  },
];
