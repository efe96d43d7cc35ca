/** A release bucket's policy: nobody without TLS, and readers of its own account besides those whom IAM lets in. */
export function releaseBucketPolicy(bucketArn: string, readerArns: readonly string[]): string {
  const noPlainHttp = {
    Sid: "OnlyWithTls",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  const readers = {
    Sid: "ReadersOfReleases",
    Effect: "Allow",
    Principal: { AWS: [...readerArns].sort() },
    Action: "s3:GetObject",
    Resource: `${bucketArn}/*`,
  };
  return policyOf([noPlainHttp, ...(readerArns.length === 0 ? [] : [readers])]);
}

/**
 * A secret's policy: nobody of another account reads its value, whatever another policy comes to say. Who reads it in its own
 * account is for IAM: the web app's role has a name that CloudFormation makes up.
 */
export function proxySecretPolicy(accountId: string): string {
  return policyOf([
    {
      Sid: "OnlyItsOwnAccount",
      Effect: "Deny",
      Principal: "*",
      Action: "secretsmanager:GetSecretValue",
      Resource: "*",
      Condition: { StringNotEquals: { "aws:PrincipalAccount": accountId } },
    },
  ]);
}

function policyOf(Statement: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}
