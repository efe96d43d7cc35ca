const bucketsOfState = "arn:aws:s3:::pulumi-state-*";
const balancersOfIngestion = "arn:aws:elasticloadbalancing:*:*:loadbalancer/app/http-ingest-alb*/*";
const tablesOfPanther = "arn:aws:dynamodb:*:*:table/panther*";

/** The name that v1.111 and later give the managed policy which holds `laterDenies`. */
export const laterDeniesName = "PantherInfraManagementDenies";

/**
 * What the deployment role of v1.111 and later is forbidden to do, whatever else allows it: a root stack can't be deleted
 * with it. The releases here end before; whoever wants such a role adds this policy to one of theirs.
 */
export const laterDenies = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Deny", Action: "elasticloadbalancing:DeleteLoadBalancer", NotResource: balancersOfIngestion },
    { Effect: "Deny", Action: "dynamodb:DeleteTable", NotResource: tablesOfPanther },
    { Effect: "Deny", Action: "s3:DeleteBucket", NotResource: bucketsOfState },
    {
      Effect: "Deny",
      Action: [
        "cognito-idp:DeleteUserPool",
        "cognito-idp:DeleteUserPoolDomain",
        "dynamodb:DeleteBackup",
        "dynamodb:DeleteTableReplica",
      ],
      Resource: "*",
    },
  ],
} as const;
