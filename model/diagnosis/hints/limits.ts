import type { HintRule } from "./hintRule.ts";

export const limitRules: readonly HintRule[] = [
  {
    code: "lambda-concurrency",
    when: { reason: [/UnreservedConcurrentExecution below its minimum value of \[(?<limit>\d+)\]/i] },
    text: "The account's quota for concurrent Lambda executions is too small for what Panther reserves: {limit} have to stay unreserved. New accounts begin with 10 to 50.",
    fix: "Have it raised to 1000: `aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000 --region {region}`",
    source: "https://github.com/aws-samples/siem-on-amazon-opensearch-service/issues/290",
  },
  {
    code: "lambda-code-storage",
    when: { reason: [/Code storage limit exceeded/i] },
    text: "The account's storage for Lambda code is full in {region}.",
    fix: "Delete old versions of functions and layers, or have the quota raised: `aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-2ACBD22F --desired-value 150 --region {region}`",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
  },
  {
    code: "vpc-quota",
    when: {
      reason: [/maximum number of (?<what>VPCs|internet gateways|addresses|network interfaces) has been reached/i],
    },
    text: "{region} has as many {what} as the account's quota allows.",
    fix: "Remove one that nothing uses, or have the quota raised: `aws service-quotas request-service-quota-increase --service-code vpc --quota-code L-F678F1CE --desired-value 10 --region {region}` (that is the one for VPCs). Panther can also use a VPC that is there: VpcID, SecurityGroupID and both subnets.",
    source: "https://github.com/awslabs/landing-zone-accelerator-on-aws/issues/241",
  },
  {
    code: "throttled",
    when: {
      reason: [
        /Rate exceeded/i,
        /HandlerErrorCode: Throttling/i,
        /\bThrottlingException\b/,
        /TooManyRequestsException/,
      ],
    },
    text: "AWS turned calls down because there were too many at once; something else in the account may be calling too.",
    fix: "Run the same command again.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html",
  },
  {
    code: "quota",
    when: {
      reason: [
        /HandlerErrorCode: ServiceLimitExceeded/i,
        /\b\w*(?:LimitExceeded|QuotaExceeded)\w*\b/,
        /(?:maximum|limit) (?:number )?(?:of|for) .{1,80}(?:reached|exceeded)/i,
        /Cannot exceed quota for (?<what>\w+): (?<limit>\d+)/i,
        /(?:has|have) (?:been )?(?:reached|exceeded) (?:the|its|your) (?:maximum|limit|quota)/i,
      ],
    },
    text: "A quota of the account is used up in {region}; the reason says which.",
    fix: "Remove what nothing uses, or have the quota raised: https://{consoleHost}/servicequotas/home?region={region}. Then run the same command again.",
    source: "https://docs.aws.amazon.com/servicequotas/latest/userguide/request-quota-increase.html",
  },
  {
    code: "region-without-service",
    when: {
      reason: [
        /Unrecognized resource types?: \[(?<types>[^\]]+)\]/i,
        /Could not connect to the endpoint URL/i,
        /(?<types>AWS::\w+::\w+) is not (?:supported|available) in (?:this|the) .*region/i,
        /not (?:supported|available) in (?:this|the \S+) region/i,
      ],
    },
    text: "{region} does not have {types|what this resource needs}.",
    fix: "Deploy in a region that has it. In AWS China the web app goes to another partition: panther:topology: china.",
    source: "https://github.com/0x4447/0x4447_product_s3_email/issues/1",
  },
  {
    code: "service-not-activated",
    when: {
      reason: [
        /needs a subscription for the service/i,
        /SubscriptionRequiredException/,
        /OptInRequired|not subscribed to this service/i,
      ],
    },
    text: "The account has not been activated for this service: it is new, or its payment method is not confirmed.",
    fix: "Open the service once in the console of account {accountId}, or ask AWS support, and wait a day. Then run the same command again.",
    source: "https://repost.aws/knowledge-center/error-access-service",
  },
];
