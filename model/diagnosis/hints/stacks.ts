import type { HintRule } from "./hintRule.ts";

const troubleshooting = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html";

export const stackRules: readonly HintRule[] = [
  {
    code: "hook",
    when: { reason: [/hook\(s\) failed: \[(?<name>[^\]]+)\]/i, /Hook failed with message/i] },
    text: "A CloudFormation hook of your organisation refused this{?name:: {name}}.",
    fix: "What it wants is in the reason. Its owner can exempt Panther's stacks: `aws cloudformation list-types --type HOOK --region {region}`",
    source: "https://github.com/aws/aws-cdk/issues/21674",
  },
  {
    code: "stack-timeout",
    when: { reason: [/Stack creation time exceeded the specified timeout/i] },
    text: "The nested stack took longer than its template allows (20 minutes for the web app); what was under way was cancelled.",
    fix: "Run the same command again. If it happens again, look at what was slow: the web app's containers, most often (`aws ecs describe-services --cluster panther-web-cluster --services panther-web --region {region}`).",
    source: troubleshooting,
  },
  {
    code: "cancelled",
    when: { type: /^AWS::CloudFormation::Stack$/, status: /ROLLBACK_IN_PROGRESS$/, reason: [/^User Initiated/i] },
    text: "Somebody cancelled the operation; nothing else failed.",
    fix: "Run the same command again when you are ready. Who it was: `aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=CancelUpdateStack --region {region}`",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CancelUpdateStack.html",
  },
  {
    code: "rollback-alarm",
    when: { reason: [/(?:rollback|alarm).{0,80}(?:went into|in|triggered).{0,20}ALARM/i] },
    text: "An alarm that watches this operation went off, so CloudFormation undid it.",
    fix: "See to the alarm, then run the same command again.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-rollback-triggers.html",
  },
  {
    code: "lost-nested-stack",
    when: { type: /^AWS::CloudFormation::Stack$/, status: /^DELETE_/, reason: [/update ended well and removed/i] },
    text: "The nested stack {logicalId} is gone although the update ended well: its condition no longer holds (BootstrapStackOnly set to true, OnboardSelf to false), or the release does not have it.",
    fix: "If that was not meant, put the parameter back and run panther deploy: CloudFormation creates it again. What was in its tables and buckets is only there if they are retained.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html",
  },
  {
    code: "still-busy",
    when: { reason: [/is in (?<status>\w+_IN_PROGRESS) state and can ?not be updated/i] },
    text: "An operation was under way ({status}) when this one came.",
    fix: "Wait for its end, then run the same command again.",
    source: troubleshooting,
  },
  {
    code: "stuck-nested-stack",
    when: { reason: [/is in (?<status>\w+_FAILED) state and can ?not be updated/i] },
    text: "A nested stack is stuck in {status} since an earlier operation.",
    fix: "Get it moving again first: panther recover.",
    source: troubleshooting,
  },
  {
    code: "template",
    when: {
      reason: [
        /Template (?:format|validation) error: (?<rule>.+)/i,
        /Transform \S+ failed with: (?<rule>.+)/i,
        /Template error: (?<rule>.+)/i,
      ],
    },
    text: "CloudFormation can't read the template: {rule}",
    fix: "A published template is right: look at what the bucket holds (panther:releaseBucket, panther:templateUrl), copy the release again, then run the same command again.",
    source: troubleshooting,
  },
  {
    code: "internal-failure",
    when: {
      reason: [
        /^Internal (?:Failure|error)/i,
        /HandlerErrorCode: (?:InternalFailure|ServiceInternalError|ServiceTimeout|NetworkFailure)/i,
        /HandlerInternalFailure/,
      ],
    },
    text: "AWS itself failed; nothing in the environment has to be changed.",
    fix: "Run the same command again. If it stays, ask AWS support with the request ID in the reason.",
    source: troubleshooting,
  },
  {
    code: "not-stable",
    when: { reason: [/HandlerErrorCode: NotStabilized/i, /Exceeded attempts to wait/i, /did not stabilize/i] },
    text: "The resource was made, but did not become ready in the time that CloudFormation gives it.",
    fix: "Run the same command again; if it fails at the same place, look at {physicalId|the resource} in the console.",
    source: troubleshooting,
  },
];
