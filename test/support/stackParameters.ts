/** What a root stack asks for, as CloudFormation takes it. */
export function stackParameters({ region, accountId }: { readonly region: string; readonly accountId: string }) {
  const values = {
    FirstUserEmail: "first.user@example.com",
    CompanyDisplayName: "Example Security",
    OnboardSelf: "true",
    PulumiSecretArn: `arn:aws:secretsmanager:${region}:${accountId}:secret:panther-pulumi-token-AbCdEf`,
    PulumiSecretKeyArn: `arn:aws:kms:${region}:${accountId}:key/00000000-0000-4000-8000-000000000000`,
  };
  return Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
}
