import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { vendorAccount } from "../../../local/aws/scope.ts";
import { freshAccount } from "../../support/localAws.ts";
import { type TestEnvironment, testEnvironment } from "../../support/panther.ts";
import { asOperator, checked } from "./runOnLocalAws.ts";

// A region that no other test uses: its bucket is closed here.
const region = "sa-east-1";
const Bucket = `panther-enterprise-${region}`;

/** Panther's own policy of a region's bucket: who is approved for that region. */
async function approve(environment: TestEnvironment, accounts: readonly string[]): Promise<void> {
  const vendor = new S3({
    region,
    endpoint: environment.env.AWS_ENDPOINT_URL ?? "",
    forcePathStyle: true,
    credentials: { accessKeyId: vendorAccount, secretAccessKey: "local" },
  });
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { AWS: accounts.map((account) => `arn:aws:iam::${account}:root`) },
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::${Bucket}/*`,
    },
  });
  await vendor.putBucketPolicy({ Bucket, Policy });
}

describe("panther preflight of an account that Panther has to approve, on local AWS", function () {
  this.timeout(180_000);

  it("has the account and the region to send, until Panther's bucket of the region lists it", async () => {
    const environment = await testEnvironment({}, { accountId: freshAccount(), region });
    try {
      const operator = await asOperator(environment);
      // Panther's releases are published when somebody first asks for one.
      expect((await checked(operator)).found("approved-release").verdict).to.equal("pass");

      await approve(environment, ["999999999999"]);
      const { exitCode, found } = await checked(operator);
      expect(exitCode).to.equal(2);
      expect(found("approved-release")).to.include({ verdict: "failure", who: "Panther" });
      const [observation] = found("approved-release").observations;
      expect(observation?.evidence?.[0]).to.include("Access Denied");
      expect(observation?.fix?.split("\n").slice(1)).to.deep.equal([
        `AWS account ID: ${environment.accountId}`,
        `AWS region: ${region}`,
        "Panther release: v1.39.7",
      ]);
      // What needs the templates could not look, and says nothing of its own.
      expect(found("role-permissions").verdict).to.equal("could-not-tell");

      await approve(environment, ["999999999999", environment.accountId]);
      expect((await checked(operator)).found("approved-release").verdict).to.equal("pass");
    } finally {
      await environment.remove();
    }
  });
});
