import { expect } from "chai";
import { PantherChinaProxySecret, type PantherChinaProxySecretArgs } from "../../components/PantherChinaProxySecret.ts";
import { mockPulumi, resolved } from "../support/mocks.ts";

const given = { secretName: "panther/china", readerAccountId: "210987654321" };
const arn = "arn:aws:secretsmanager:ap-southeast-1:210987654321:secret:panther/china-AbCdEf";

describe("PantherChinaProxySecret", () => {
  it("is a container without a value that only its own account reads, kept and recoverable", async () => {
    const { program, secret } = await made({});
    expect(program.resources.map(({ type }) => type)).to.deep.equal([
      "panther:index:PantherChinaProxySecret",
      "aws:secretsmanager/secret:Secret",
      "aws:secretsmanager/secretPolicy:SecretPolicy",
    ]);
    expect(program.one("panther:index:PantherChinaProxySecret")).to.deep.include({
      inputs: { secretName: "panther/china" },
      beforeUpdate: ["PantherChinaProxySecret:secret:identity-guard"],
    });
    expect(program.one("aws:secretsmanager/secret:Secret")).to.deep.include({
      name: "secret-container",
      parent: "secret",
      protect: true,
      inputs: {
        name: "panther/china",
        description: "URL and API key of the gateway to Panther's backend in China; written by panther",
        recoveryWindowInDays: 30,
      },
    });
    const { policy, ...rest } = program.one("aws:secretsmanager/secretPolicy:SecretPolicy").inputs;
    expect(rest).to.deep.equal({ secretArn: arn, blockPublicPolicy: true });
    expect(JSON.parse(String(policy)).Statement).to.deep.equal([
      {
        Sid: "OnlyItsOwnAccount",
        Effect: "Deny",
        Principal: "*",
        Action: "secretsmanager:GetSecretValue",
        Resource: "*",
        Condition: { StringNotEquals: { "aws:PrincipalAccount": "210987654321" } },
      },
    ]);
    expect(await resolved(secret.secretArn)).to.equal(arn);
    expect(await resolved(secret.secretName)).to.equal("panther/china");
  });

  it("takes a key of its own, tags, another description and window", async () => {
    const keyArn = "arn:aws:kms:ap-southeast-1:210987654321:key/1";
    const more = { keyArn, tags: { Team: "security" }, description: "mine", recoveryWindowDays: 7 };
    const { program } = await made(more);
    expect(program.one("aws:secretsmanager/secret:Secret").inputs).to.deep.equal({
      name: "panther/china",
      kmsKeyId: keyArn,
      tags: { Team: "security" },
      description: "mine",
      recoveryWindowInDays: 7,
    });
  });
});

async function made(args: Partial<PantherChinaProxySecretArgs>) {
  const program = await mockPulumi({ outputs: { "aws:secretsmanager/secret:Secret": () => ({ id: arn, arn }) } });
  const secret = new PantherChinaProxySecret("secret", { ...given, ...args });
  await program.settled();
  return { program, secret };
}
