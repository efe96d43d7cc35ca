import type { HintRule } from "./hintRule.ts";

const logs = "`aws logs tail /aws/lambda/panther-cfn-custom-resources --since 3h --region {region}`";

export const resourceRules: readonly HintRule[] = [
  {
    code: "runtime-retired",
    when: {
      reason: [
        /runtime parameter of (?<runtime>[\w.]+) is no longer supported for creating or updating/i,
        /Value (?<runtime>[\w.]+) at 'runtime' failed to satisfy constraint/i,
      ],
    },
    text: "AWS no longer creates or updates functions on {runtime}, which this release uses. Functions that stand go on running.",
    fix: "Go to a release that uses a newer one: panther plan shows which runtimes each release has. From v1.34 on PythonRuntime can be set to python3.9. If no release on the way helps, ask Panther.",
    source: "https://github.com/aws-samples/http-requests-mirroring/issues/18",
  },
  {
    code: "service-linked-role-missing",
    when: {
      reason: [
        /Unable to assume the service linked role.*verify that the (?<name>ECS) service linked role exists/is,
        /(?<name>AWSServiceRoleFor\w+).{0,60}(?:does not exist|cannot be found|not found)/i,
        /service.linked role.{0,60}(?:does not exist|cannot be found|not found)/i,
      ],
    },
    text: "The account's service-linked role for {name|the service} was not there, or had just been made.",
    fix: "Run the same command again: the first try often makes it. If it fails again: `aws iam create-service-linked-role --aws-service-name {service|ecs.amazonaws.com}`",
    source: "https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/818",
  },
  {
    code: "custom-resource-timeout",
    when: {
      reason: [
        /Custom Resource failed to stabilize in expected time/i,
        /did not receive a response from your Custom Resource.*requestId \[(?<request>[^\]]*)\]/is,
        /did not receive a response from your Custom Resource/i,
      ],
    },
    text: "Panther's function for custom resources never answered: it failed to start, had no way to S3 from its network, or ran out of time. CloudFormation waits an hour for it.",
    fix: `Its log has the reason{?request: (request {request})}: ${logs}`,
    source: "https://github.com/DataDog/datadog-aws-controltower/issues/9",
  },
  {
    code: "custom-resource-failed",
    when: {
      reason: [
        /from custom resource\..*CloudWatch Log Stream: (?<stream>\S+)/is,
        /Received response status \[FAILED\] from custom resource/i,
        /Failed to create resource\..*CloudWatch Log Stream: (?<stream>\S+)/is,
      ],
    },
    text: "Panther's function for custom resources said that it failed; what it said is in the reason.",
    fix: `Its log has more{?stream: (stream {stream})}: ${logs}`,
    source: "https://github.com/aws/aws-cdk-cli/pull/1676",
  },
  {
    code: "parameter",
    when: {
      reason: [
        /Parameters: \[(?<name>[^\]]+)\] (?<rule>must have values|do not exist in the template)/i,
        /Parameter '?(?<name>[\w.]+)'? failed to satisfy constraint: (?<rule>[^(]+)/i,
        /[Pp]arameter '(?<name>[\w.]+)' (?<rule>must (?:be|match|contain|have)[^(]*)/,
        /Parameter validation failed: (?<rule>.+)/i,
      ],
    },
    text: "A value is refused by the template: {name|a parameter}{?rule: {rule}}. A nested template may be stricter than the root's.",
    fix: "Correct {name|it} under panther:parameters, look at the whole (panther parameters check), then run the same command again.",
    source: "https://github.com/awslabs/aws-config-engine-for-compliance-as-code/issues/12",
  },
  {
    code: "subnet-conflict",
    when: { reason: [/CIDR '?(?<name>[\d./]+)'? (?:conflicts with another subnet|is invalid)/i] },
    text: "The range {name} overlaps a subnet that is there, or lies outside the VPC.",
    fix: "Choose free ranges inside the VPC for SubnetOneIPRange and SubnetTwoIPRange: `aws ec2 describe-subnets --region {region} --query 'Subnets[].[VpcId,CidrBlock]' --output text`",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
  },
  {
    code: "certificate",
    when: {
      reason: [
        /Certificate ARN '(?<name>arn:[^']+)' is not valid/i,
        /(?:certificate|Certificate) '?(?<name>arn:\S+?)'? (?:not found|was not found|must have)/i,
        /UnsupportedCertificate/i,
      ],
    },
    text: "The load balancer can't use the certificate {name|in CertificateArn}: it is in another region, not issued yet, or gone.",
    fix: "Look: `aws acm list-certificates --region {region}`. It has to be ISSUED and in {region}.",
    source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html",
  },
  {
    code: "service-not-stable",
    when: {
      type: /^AWS::ECS::/,
      reason: [/Circuit Breaker was triggered/i, /NotStabilized/i, /did not stabilize/i, /Exceeded attempts to wait/i],
    },
    text: "The web app's containers did not stay up: the image could not be pulled, or the health check failed.",
    fix: "See why they stopped: `aws ecs describe-services --cluster panther-web-cluster --services panther-web --region {region} --query 'services[].events[:5].message'` and `aws logs tail panther-web-logs --since 1h --region {region}`",
    source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
  },
  {
    code: "bucket-not-empty",
    when: { reason: [/bucket you tried to delete is not empty/i, /BucketNotEmpty/] },
    text: "A bucket with objects in it can't be deleted.",
    fix: "Keep what you need of it, then empty it: `aws s3 rm 's3://{physicalId}' --recursive --region {region}` Then run the same command again.",
    source: "https://repost.aws/knowledge-center/cloudformation-delete-failed-status",
  },
  {
    code: "in-use",
    when: {
      reason: [
        /(?:resource )?(?<name>(?:sg|subnet|vpc|igw|eni|rtb)-\w+)'? has (?:a dependent object|dependencies and cannot be deleted)/i,
        /\bDependencyViolation\b/,
        /currently in use/i,
      ],
    },
    text: "{name|It} is still used by something else. Network interfaces of Lambda functions go some 20 minutes after the function.",
    fix: "See what uses it: `aws ec2 describe-network-interfaces --region {region} --query 'NetworkInterfaces[].[NetworkInterfaceId,Description,Groups[0].GroupId,SubnetId]' --output text`. Then run the same command again.",
    source: "https://repost.aws/knowledge-center/lambda-eni-find-delete",
  },
  {
    code: "key-unusable",
    when: {
      reason: [
        /KMSInvalidStateException|key .{0,200}(?:is disabled|is pending deletion|pending import)/i,
        /KMS key .{0,80}(?:not found|does not exist|invalid)/i,
      ],
    },
    text: "A KMS key that the resource uses is disabled, about to be deleted, or gone.",
    fix: "Enable it again: `aws kms enable-key --key-id <key> --region {region}` (one about to be deleted first needs `aws kms cancel-key-deletion`). Then run the same command again.",
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html",
  },
];
