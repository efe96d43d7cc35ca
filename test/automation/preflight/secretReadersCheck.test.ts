import { expect } from "chai";
import { secretReadersCheck } from "../../../automation/preflight/secretReadersCheck.ts";
import { releaseResources } from "../../../model/preflight/releaseResources.ts";
import { parseTemplate } from "../../../model/release/templateText.ts";
import { simulator } from "./cases/simulator.ts";
import { accountId, environmentOf, resultOf } from "./fakeContext.ts";

const PulumiSecretArn = "arn:aws:secretsmanager:us-west-2:246537256134:secret:pulumi-AbCdEf";
const reader = `
Resources:
  Build:
    Type: AWS::Serverless::Function
    Properties: {Policies: [{AWSSecretsManagerGetSecretValuePolicy: {SecretArn: "arn:aws:secretsmanager:us-west-2:246537256134:secret:other-AbCdEf"}}]}`;

/** The role may not, and what the release makes may or not. */
const look = async (template: string, unread: readonly string[], denied: readonly string[]) => {
  const { verdict } = await resultOf([secretReadersCheck], "secret-readers", {
    environment: environmentOf({ parameters: { PulumiSecretArn } }),
    facts: {
      target: { unread },
      releaseResources: releaseResources(parseTemplate(template), {}, {}, { accountId, region: "us-east-1" }),
      role: {
        url: "https://x",
        template: parseTemplate(
          "Resources: {R: {Type: AWS::IAM::Role, Properties: {RoleName: r, Policies: [{PolicyDocument: {Statement: []}}]}}}",
        ),
      },
    },
    apis: {
      iam: {
        getRole: { Role: { Arn: `arn:aws:iam::${accountId}:role/R` } },
        simulatePrincipalPolicy: simulator(["secretsmanager:GetSecretValue"]),
        simulateCustomPolicy: (input: Parameters<ReturnType<typeof simulator>>[0]) =>
          simulator(
            input.PolicyInputList?.join().includes("secretsmanager") ? denied : [...denied, ...input.ActionNames],
          )(input),
      },
    },
  });
  return verdict;
};

describe("whether secrets can be read", () => {
  it("is by a function that SAM makes a role for", async () => {
    expect(await look(reader, [], [])).to.equal("pass");
    expect(await look(reader, [], ["secretsmanager:GetSecretValue"])).to.equal("failure");
  });

  it("can't be told where nobody is made to read, or a template is not known", async () => {
    const denied = ["secretsmanager:GetSecretValue"];
    expect(await look("Resources: {Queue: {Type: AWS::SQS::Queue}}", [], denied)).to.equal("could-not-tell");
    expect(await look(reader, ["core.yml: Access Denied"], denied)).to.equal("could-not-tell");
  });
});
